/** Sees what is new for a subscription since it was last looked at. */
import type { World } from '../../world/world';
import type { Action } from '../actions';
import type { Now } from '../clock';
import { wireCalibrationState, wireSicState } from '../routes/control';
import type { State } from '../state';
import { isoTime } from '../wire';
import type { Subscription } from './subscriptions';

export interface News {
  /** The message to deliver, or undefined when nothing has happened. Looking makes it old. */
  look(subscription: Subscription): object | undefined;
  forget(): void;
}
interface Deps {
  readonly world: World;
  readonly state: State;
  readonly clock: Now;
}

/** Further back than this nothing is news, however far the clock jumped. */
const HORIZON_MS = 86_400_000;

export function createNews(deps: Deps): News {
  const seen = new Map<string, number | boolean>();
  return {
    forget: () => seen.clear(),
    look(subscription) {
      const { id, type, instrument, since } = subscription;
      const message = (time: number, fields: object) => ({
        type,
        instrument,
        time: isoTime(time),
        ...fields,
      });
      const now = deps.clock.now();
      if (type === 'InstrumentStatus') {
        const { online } = deps.state.status(instrument);
        const before = seen.get(id);
        seen.set(id, online);
        return before === undefined || before === online ? undefined : message(now, { online });
      }
      const before = Number(seen.get(id) ?? since);
      const latest = latestOf(deps, subscription, Math.max(before, now - HORIZON_MS));
      if (latest === undefined || latest.time <= before) return undefined;
      seen.set(id, latest.time);
      return message(now, latest.fields);
    },
  };
}

interface Latest {
  readonly time: number;
  readonly fields: object;
}

/** The newest of a kind after `after`: its moment, and what a message says of it. */
function latestOf(
  { world, state, clock }: Deps,
  subscription: Subscription,
  after: number,
): Latest | undefined {
  const { instrument: serial, type } = subscription;
  const heard = state.heardUntil(serial);
  const span = { from: after + 1, to: clock.now() + 1 };
  switch (type) {
    case 'NewMeasurement': {
      const period = world.instruments().find((one) => one.serial === serial)?.measurementMs ?? 0;
      const end = world.measurements(serial, period, after - period, span.to, heard).at(-1)?.end;
      return end === undefined ? undefined : { time: end, fields: { endTime: isoTime(end) } };
    }
    case 'NewEvent': {
      // An event is known when it ends, which may be long after it began.
      const begun = world.events(serial, after - EVENT_MS, span.to, heard).filter(({ end }) => end <= heard);
      const latest = begun.reduce<(typeof begun)[number] | undefined>(
        (best, one) => (best === undefined || one.end > best.end ? one : best),
        undefined,
      );
      return latest && { time: latest.end, fields: { eventTime: isoTime(latest.start) } };
    }
    case 'CalibrationFinished': {
      const last = state.calibrations(serial, span).at(-1);
      return (
        last && { time: last.time, fields: calibrationFields(last, failure(state.actions.of(serial), last)) }
      );
    }
    case 'SicFinished': {
      const last = state.sic(serial, span).at(-1);
      return last && { time: last.time, fields: sicFields(last, failure(state.actions.of(serial), last)) };
    }
    case 'InstrumentStatus':
      return undefined;
  }
}
const EVENT_MS = 3_600_000;

const failure = (actions: readonly Action[], record: object): string | undefined =>
  actions.find((action) => action.calibration === record || action.sic === record)?.error;

const calibrationFields = (
  record: Parameters<typeof wireCalibrationState>[0],
  error: string | undefined,
) => ({
  status: record.status,
  ...(error === undefined ? {} : { error }),
  data: wireCalibrationState(record),
});
const sicFields = (record: Parameters<typeof wireSicState>[0], error: string | undefined) => ({
  // Checks end in `Error`, messages in `Failed`.
  status: record.status === 'Success' ? 'Success' : 'Failed',
  ...(error === undefined ? {} : { error }),
  data: wireSicState(record),
});
