/** Actions people start on an instrument: they take a few seconds of the service's time and end well or badly. */
import type { DemoCalibration, DemoSic, World } from '../world/world';
import type { Now } from './clock';
import { hashOf } from './wire';

export const ACTIONS = ['Identify', 'Calibration', 'SIC'] as const;
export type ActionName = (typeof ACTIONS)[number];
export type ActionStatus = 'InProgress' | 'Success' | 'Failed';

export interface Action {
  readonly id: number;
  readonly serial: string;
  readonly name: ActionName;
  readonly startedAt: number;
  readonly endsAt: number;
  readonly outcome: 'Success' | 'Failed';
  /** Why it failed. */
  readonly error?: string;
  readonly calibration?: DemoCalibration;
  readonly sic?: DemoSic;
}
export interface Actions {
  /** Starts one. An instrument that is offline fails it at once. */
  start(serial: string, name: ActionName, online: boolean): Action;
  status(action: Action): ActionStatus;
  inProgress(serial: string, name: ActionName): boolean;
  /** What was started on an instrument, oldest first. */
  of(serial: string): readonly Action[];
  /** The next action that is started ends so, whatever it would have done. */
  decideNext(outcome: 'Success' | 'Failed'): void;
  reset(): void;
}

const TAKES_MS: Readonly<Record<ActionName, number>> = { Identify: 2_000, Calibration: 8_000, SIC: 5_000 };
const YEAR_MS = 366 * 86_400_000;

export function createActions({ world, clock }: { readonly world: World; readonly clock: Now }): Actions {
  let started: Action[] = [];
  let decided: 'Success' | 'Failed' | undefined;
  const status = (action: Action): ActionStatus =>
    clock.now() < action.endsAt ? 'InProgress' : action.outcome;
  return {
    status,
    start(serial, name, online) {
      const now = clock.now();
      const id = started.length + 1;
      const action = online
        ? {
            id,
            serial,
            name,
            startedAt: now,
            ...outcomeOf(world, serial, name, now + TAKES_MS[name], decided),
          }
        : {
            id,
            serial,
            name,
            startedAt: now,
            endsAt: now,
            outcome: 'Failed' as const,
            error: 'The instrument is offline.',
          };
      decided = undefined;
      started.push(action);
      return action;
    },
    inProgress: (serial, name) =>
      started.some((one) => one.serial === serial && one.name === name && status(one) === 'InProgress'),
    of: (serial) => started.filter((one) => one.serial === serial),
    decideNext: (outcome) => {
      decided = outcome;
    },
    reset: () => {
      started = [];
      decided = undefined;
    },
  };
}

type Ending = Pick<Action, 'endsAt' | 'outcome' | 'error' | 'calibration' | 'sic'>;

function outcomeOf(
  world: World,
  serial: string,
  name: ActionName,
  endsAt: number,
  decided: 'Success' | 'Failed' | undefined,
): Ending {
  if (name === 'Calibration') return calibrate(world, serial, endsAt, decided ?? 'Success');
  if (name === 'SIC') return checkIntegrity(world, serial, endsAt, decided);
  return decided === 'Failed'
    ? { endsAt, outcome: 'Failed', error: 'The instrument did not answer.' }
    : { endsAt, outcome: 'Success' };
}

/** Near the last calibration there was, moved by a few hundredths. */
function calibrate(world: World, serial: string, endsAt: number, outcome: 'Success' | 'Failed'): Ending {
  const last = world
    .calibrations(serial, endsAt - YEAR_MS, endsAt, endsAt)
    .findLast((one) => one.status === 'Success');
  const nudge = ((hashOf(`${serial} ${String(endsAt)}`) % 9) - 4) / 100;
  const failed = outcome === 'Failed';
  const calibration: DemoCalibration = {
    time: endsAt,
    status: outcome,
    level: failed ? 41.27 : hundredths((last?.level ?? 93.7) + nudge),
    offset: failed ? (last?.offset ?? 0) : hundredths((last?.offset ?? 0) + nudge),
  };
  return {
    endsAt,
    outcome,
    calibration,
    ...(failed ? { error: 'No stable calibrator tone was found.' } : {}),
  };
}

/** As the last check went. */
function checkIntegrity(
  world: World,
  serial: string,
  endsAt: number,
  decided: 'Success' | 'Failed' | undefined,
): Ending {
  const last = world.sic(serial, endsAt - YEAR_MS, endsAt, endsAt).at(-1);
  const failed = decided === undefined ? last?.status === 'Error' : decided === 'Failed';
  const bands = last?.bands ?? [55.38, 48.54, 35.7];
  const sic: DemoSic = { time: endsAt, status: failed ? 'Error' : 'Success', bands };
  return {
    endsAt,
    outcome: failed ? 'Failed' : 'Success',
    sic,
    ...(failed ? { error: 'The bands differ from the reference.' } : {}),
  };
}

const hundredths = (value: number): number => Math.round(value * 100) / 100;
