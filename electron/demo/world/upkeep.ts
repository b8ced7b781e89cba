/** Calibrations, the notes people wrote about them, and the daily integrity checks. */
import type { Member } from './cast';
import { civil, DAY, HOUR, instantOf, MINUTE } from './civil-time';
import { round, round2 } from './decibel';
import { hash, keyOf, normal, unit } from './random';
import type { Span } from './span';
import type { DemoCalibration, DemoSic } from './world';
import { type Climate, weatherAt } from './weather';

export interface Note {
  readonly time: number;
  readonly user: string;
  readonly message: string;
}
/** All of it that would happen if the instrument were on; who asks removes what was not. */
export interface Upkeep {
  calibrations(from: number, to: number): readonly DemoCalibration[];
  notes(from: number, to: number): readonly Note[];
  sic(from: number, to: number): readonly DemoSic[];
  /** Spans in which a check kept the instrument from measuring, whole seconds. */
  interruptions(from: number, to: number): readonly Span[];
  calibrating(at: number): boolean;
  checking(at: number): boolean;
}
interface Deps {
  readonly seed: number;
  readonly member: Member;
  readonly epochMs: number;
  readonly beganAt: number;
  readonly climate: Climate;
}

const within = <T extends { readonly time: number }>(
  items: readonly T[],
  from: number,
  to: number,
): readonly T[] => items.filter((item) => item.time >= from && item.time < to);

export function createUpkeep(deps: Deps): Upkeep {
  const key = keyOf(deps.seed, deps.member.instrument.serial, 'upkeep');
  const quantum = deps.member.instrument.type === 'Noise';
  const calibrations = (from: number, to: number) => (quantum ? within(visits(deps, key, to), from, to) : []);
  const sic = (from: number, to: number) => checks(deps, key, from, to);
  const calibrationSpan = ({ time }: DemoCalibration): Span =>
    span(time, 32 + (hash(key ^ 1, time / 1_000) % 28));
  const sicSpan = ({ time }: DemoSic): Span => span(time, 21 + (hash(key ^ 2, time / 1_000) % 9));
  const holds = (spans: readonly Span[], at: number) => spans.some((one) => at >= one.from && at < one.to);
  const running = (from: number, to: number) => ({
    calibrations: calibrations(from, to + 2 * MINUTE).map(calibrationSpan),
    sic: sic(from, to + 2 * MINUTE).map(sicSpan),
  });
  return {
    calibrations,
    sic,
    notes: (from, to) => (quantum ? within(notesOf(deps, key, to), from, to) : []),
    interruptions: (from, to) => {
      const all = running(from, to);
      return [...all.calibrations, ...all.sic].filter((one) => one.from < to && one.to > from);
    },
    calibrating: (at) => holds(running(at, at).calibrations, at),
    checking: (at) => holds(running(at, at).sic, at),
  };
}

/** A check that ended at an instant kept the instrument busy for some seconds before. */
function span(end: number, seconds: number): Span {
  const to = Math.ceil(end / 1_000) * 1_000;
  return { from: to - seconds * 1_000, to };
}

/** A working hour on a day, local time. */
function visitAt(key: number, day: number): number {
  const h = hash(key ^ 0x71, day);
  const weekday = (((day + 4) % 7) + 7) % 7;
  const working = weekday === 0 ? day + 1 : weekday === 6 ? day - 1 : day;
  return instantOf(working, 570 + (h % 380)) + ((h >>> 12) % 60) * 1_000;
}

/** Every calibration from the beginning to before an instant, in order. */
function visits(deps: Deps, key: number, to: number): readonly DemoCalibration[] {
  const { member, epochMs, beganAt } = deps;
  const found: DemoCalibration[] = [];
  const success = (time: number, offset: number): DemoCalibration => ({
    time,
    status: 'Success',
    level: 93.7,
    offset: round2(offset),
  });
  const told = member.story.calibrations ?? [];
  for (const [day, offset] of told) found.push(success(visitAt(key, civil(epochMs + day * DAY).day), offset));
  let day = civil(found.at(-1)?.time ?? beganAt).day + (told.length > 0 ? 40 : 2);
  let offset = told.at(-1)?.[1] ?? 0.1 * normal(hash(key, 3));
  while (visitAt(key, day) < to) {
    const h = hash(key ^ 0x72, day);
    offset += 0.055 * normal(h);
    found.push(success(visitAt(key, day), offset));
    day += 29 + ((h >>> 12) % 27);
  }
  const failed = member.story.failedCalibrationDay;
  if (failed !== undefined) found.push(...failedPair(visitAt(key, civil(epochMs + failed * DAY).day), found));
  return found.sort((a, b) => a.time - b.time).filter(({ time }) => time < to);
}

/** A calibration that failed for want of battery, and the one that was tried again minutes later. */
function failedPair(time: number, others: readonly DemoCalibration[]): readonly DemoCalibration[] {
  const before = others.filter((one) => one.time < time).at(-1)?.offset ?? 0;
  return [
    { time, status: 'Failed', level: 91.24, offset: round2(before - 2.46) },
    { time: time + 9 * MINUTE + 14_000, status: 'Success', level: 93.7, offset: round2(before + 0.03) },
  ];
}

const people = ['M. Okafor', 'J. Lindqvist', 'Priya Raman', 'D. Hughes'] as const;
const routine = [
  'Routine calibration, windshield dry and clean.',
  'Calibrated before and after, no adjustment needed.',
  'Site visit: calibrated, battery and cable checked.',
  'Calibrated. Vegetation cut back around the mast.',
  'Calibrated with CR:515 serial 98142.',
] as const;

function notesOf(deps: Deps, key: number, to: number): readonly Note[] {
  const { beganAt, member } = deps;
  const who = (h: number): string => people[h % people.length] ?? '';
  const installed: Note = {
    time: beganAt + 11 * HOUR + 18 * MINUTE + 42_814,
    user: who(key >>> 8),
    message: `Installed at ${member.site.name} and working.`,
  };
  const all = visits(deps, key, to);
  const about = all.flatMap((one, i): readonly Note[] => {
    const h = hash(key ^ 0x73, one.time / 1_000);
    const step = Math.abs(one.offset - (all[i - 1]?.offset ?? one.offset));
    const plain = routine[(h >>> 8) % routine.length] ?? '';
    const message =
      one.status === 'Failed'
        ? 'Calibrator battery low, level unsteady. Replaced the battery and repeated.'
        : step > 1 && step < 2
          ? 'Large shift since the last visit. Capsule to be checked.'
          : plain;
    return h % 10 < 3 && message === plain
      ? []
      : [{ time: one.time + 95_000 + (h % 200_000), user: who(h), message }];
  });
  return [installed, ...about].sort((a, b) => a.time - b.time);
}

/** One check a day at the instrument's hour; near its own baseline, moved a little by temperature. */
function checks(deps: Deps, key: number, from: number, to: number): readonly DemoSic[] {
  const { member, epochMs, beganAt, climate } = deps;
  const { sicAt, sicBaseline, sicFailsFrom } = member.story;
  if (!member.instrument.features.includes('SIC') || sicAt === undefined || sicBaseline === undefined)
    return [];
  const found: DemoSic[] = [];
  const first = Math.floor(Math.max(from, beganAt) / DAY) - 1;
  for (let day = first; day * DAY < to; day++) {
    const time = day * DAY + sicAt + Math.floor(unit(key ^ 0x74, day) * 900);
    if (time < from || time >= to || time < beganAt) continue;
    const failing = sicFailsFrom !== undefined && time >= epochMs + sicFailsFrom;
    const warm = weatherAt(climate, time).temperature - 10;
    const band = (i: 0 | 1 | 2): number =>
      sicBaseline[i] + warm * (0.006 + 0.004 * i) + 0.035 * normal(hash(key ^ 0x75, day, i));
    const lost = failing ? 4.2 + 0.8 * unit(key ^ 0x76, day) : 0;
    const bands = [round(band(0), 4), round(band(1), 4), round(band(2) - lost, 4)] as const;
    found.push({ time, status: failing ? 'Error' : 'Success', bands });
  }
  return found;
}
