/** What changes in the demo account while the service runs: names, actions, connections; laid over the world. */
import type { DemoCalibration, DemoInstrument, DemoSic, DemoStatus, World } from '../world/world';
import type { Action, ActionName, Actions } from './actions';
import { createActions } from './actions';
import type { Now } from './clock';
import { accessDenied, notFound } from './errors';
import type { Grant } from './keys';
import { maySee } from './keys';
import type { Span } from './query';

export interface State {
  readonly actions: Actions;
  /** The instruments a key can see, under their present names. */
  instruments(grant: Grant): readonly DemoInstrument[];
  /** One of them; throws `status` (404) for none, 403 for somebody else's. */
  instrument(grant: Grant, serial: string, status?: 400 | 404): DemoInstrument;
  status(serial: string): DemoStatus;
  /** Up to when the service has heard from an instrument, epoch ms: the present, or when it lost its connection. */
  heardUntil(serial: string): number;
  calibrations(serial: string, span: Span): readonly DemoCalibration[];
  sic(serial: string, span: Span): readonly DemoSic[];
  lastCalibration(serial: string): DemoCalibration | undefined;
  lastSic(serial: string): DemoSic | undefined;
  rename(serial: string, name: string): void;
  act(serial: string, name: ActionName): Action;
  /** Cuts an instrument's connection, or restores what the world says. What it measures meanwhile comes in late. */
  cutOff(serial: string, on: boolean): void;
  reset(): void;
}

const LOOK_BACK_MS = 400 * 86_400_000;

export function createState({ world, clock }: { readonly world: World; readonly clock: Now }): State {
  const actions = createActions({ world, clock });
  const names = new Map<string, string>();
  const cutOffSince = new Map<string, number>();
  const named = (one: DemoInstrument) => ({ ...one, name: names.get(one.serial) ?? one.name });
  const heardUntil = (serial: string) => cutOffSince.get(serial) ?? clock.now();
  const records = recordsOf(world, actions, heardUntil);
  const status = (serial: string) =>
    statusOf(world.status(serial, clock.now()), serial, actions, cutOffSince);
  const recent = (): Span => ({ from: clock.now() - LOOK_BACK_MS, to: clock.now() + 1 });
  return {
    actions,
    heardUntil,
    status,
    ...records,
    instruments: (grant) =>
      world
        .instruments()
        .filter((one) => maySee(grant, one.serial))
        .map(named),
    instrument(grant, serial, status = 404) {
      const found = world.instruments().find((one) => one.serial === serial);
      if (found === undefined) throw notFound(`The instrument ${serial}`, status);
      if (!maySee(grant, serial)) throw accessDenied();
      return named(found);
    },
    lastCalibration: (serial) => records.calibrations(serial, recent()).at(-1),
    lastSic: (serial) => records.sic(serial, recent()).at(-1),
    rename: (serial, name) => void names.set(serial, name),
    act: (serial, name) => actions.start(serial, name, status(serial).online),
    cutOff(serial, on) {
      if (!on) cutOffSince.delete(serial);
      else if (!cutOffSince.has(serial)) cutOffSince.set(serial, clock.now());
    },
    reset() {
      names.clear();
      cutOffSince.clear();
      actions.reset();
    },
  };
}

function statusOf(
  status: DemoStatus,
  serial: string,
  actions: Actions,
  cutOffSince: ReadonlyMap<string, number>,
): DemoStatus {
  const online = status.online && !cutOffSince.has(serial);
  const calibrating = status.calibrationInProgress || actions.inProgress(serial, 'Calibration');
  return {
    online,
    measuring: status.measuring && online && !calibrating,
    calibrationInProgress: calibrating,
    sicInProgress: status.sicInProgress || actions.inProgress(serial, 'SIC'),
  };
}

/** The world's own records, and those that finished actions added. */
function recordsOf(
  world: World,
  actions: Actions,
  heardUntil: (serial: string) => number,
): Pick<State, 'calibrations' | 'sic'> {
  const added = <T extends { readonly time: number }>(
    serial: string,
    span: Span,
    pick: (action: Action) => T | undefined,
  ) =>
    actions
      .of(serial)
      .filter((action) => actions.status(action) !== 'InProgress')
      .flatMap((action) => pick(action) ?? [])
      .filter((one) => one.time >= span.from && one.time < span.to);
  const byTime = (a: { readonly time: number }, b: { readonly time: number }) => a.time - b.time;
  return {
    calibrations: (serial, span) =>
      [
        ...world.calibrations(serial, span.from, span.to, heardUntil(serial)),
        ...added(serial, span, (action) => action.calibration),
      ].sort(byTime),
    sic: (serial, span) =>
      [
        ...world.sic(serial, span.from, span.to, heardUntil(serial)),
        ...added(serial, span, (action) => action.sic),
      ].sort(byTime),
  };
}
