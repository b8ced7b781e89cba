/** Tells one connection what is new at its instrument: actions, state, values. */
import type { DemoInstrument } from '../../world/world';
import type { Action, ActionStatus } from '../actions';
import type { Service } from '../operation';
import { wireCalibrationState } from '../routes/control';
import { isoTime } from '../wire';
import { liveValues } from './values';

export interface Teller {
  /** Sends what is new; false once the instrument is offline. */
  tell(): boolean;
  /** The values to send each second from now on, at once for the second that has just passed. */
  setTypes(types: readonly string[]): void;
}
type Send = (message: object) => void;
const SECOND = 1_000;

export function createTeller(service: Service, instrument: DemoInstrument, send: Send): Teller {
  const { state, clock, world } = service;
  const { serial } = instrument;
  const tellActions = createActionTeller(service, serial, send);
  let toldStatus = '';
  let types: readonly string[] = [];
  let sentSecond = -Infinity;
  return {
    setTypes(next) {
      types = next;
      sentSecond = -Infinity;
    },
    tell() {
      tellActions();
      const status = state.status(serial);
      const text = JSON.stringify(status);
      if (text !== toldStatus) send({ type: 'InstrumentStatus', time: isoTime(clock.now()), ...status });
      toldStatus = text;
      const second = Math.floor(clock.now() / SECOND) * SECOND;
      if (status.online && types.length > 0 && second > sentSecond) {
        sentSecond = second;
        const values = liveValues(world, instrument, types, second - SECOND);
        send({ type: 'LiveData', time: isoTime(second), values });
      }
      return status.online;
    },
  };
}

/** What had happened before the connection was made is not told. */
function createActionTeller({ state, clock }: Service, serial: string, send: Send): () => void {
  const told = new Map(state.actions.of(serial).map((action) => [action.id, state.actions.status(action)]));
  return () => {
    for (const action of state.actions.of(serial)) {
      const status = state.actions.status(action);
      if (told.get(action.id) === status) continue;
      if (!told.has(action.id) && status !== 'InProgress' && action.endsAt > action.startedAt)
        send(actionMessage(action, 'InProgress', action.startedAt));
      told.set(action.id, status);
      send(actionMessage(action, status, clock.now()));
    }
  };
}

function actionMessage(action: Action, status: ActionStatus, time: number): object {
  const ended = status !== 'InProgress';
  const data = action.calibration ? wireCalibrationState(action.calibration) : sicData(action);
  return {
    type: 'ActionStatus',
    time: isoTime(time),
    action: action.name,
    status,
    ...(ended && action.error !== undefined ? { error: action.error } : {}),
    ...(ended && data !== undefined ? { data } : {}),
  };
}

const sicData = ({ sic }: Action) =>
  sic && {
    time: isoTime(sic.time),
    status: sic.status,
    _500Hz: sic.bands[0],
    _1KHz: sic.bands[1],
    _8KHz: sic.bands[2],
  };
