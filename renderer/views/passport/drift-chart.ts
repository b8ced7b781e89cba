/** Drift and offset as a drawing of lines, sharp at any resolution of paper. Pure. */
import { Temporal } from 'temporal-polyfill';
import type { CalibrationRow, MicrophoneChange, Passport } from '../../../electron/contract/index';
import { DAY } from '../../format';

export interface DriftChart {
  readonly width: number;
  readonly height: number;
  /** Where the plot lies in it. */
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
  readonly levels: readonly { readonly y: number; readonly dB: number }[];
  readonly times: readonly { readonly x: number; readonly at: number }[];
  /** The house rule: the drift of these is to be investigated, or suspect. */
  readonly rules: readonly { readonly y: number; readonly label: string }[];
  /** Changes of microphone; where they crowd, only some have room for a word. */
  readonly breaks: readonly { readonly x: number; readonly hasRoom: boolean }[];
  /** One path for each microphone. */
  readonly offset: readonly string[];
  readonly drift: readonly string[];
  readonly dots: readonly { readonly x: number; readonly y: number; readonly of: 'offset' | 'drift' }[];
}

const SIZE = { width: 680, height: 210, left: 36, right: 618, top: 8, bottom: 190 };
const STEPS = [0.1, 0.2, 0.5, 1, 2, 5, 10, 20];
const MOST_LEVELS = 8;
const MOST_TIMES = 8;
/** So much a word beside a break takes. */
const WORD = 96;

/** Undefined: no success has an offset, so there is nothing to draw. */
export function driftChart(
  passport: Pick<Passport, 'calibrations' | 'microphones' | 'thresholds'>,
  zone: string,
): DriftChart | undefined {
  const rows = passport.calibrations.filter(
    ({ status, offset }) => status.toLowerCase() === 'success' && offset !== undefined,
  );
  const [first, last] = [rows[0], rows.at(-1)];
  if (first === undefined || last === undefined) return undefined;
  const { investigate } = passport.thresholds;
  const values = rows.flatMap(({ offset, drift }) => [offset ?? 0, drift ?? 0]);
  const scale = levelScale([...values, investigate * 1.2, -investigate * 1.2]);
  const [from, to] = [first.time - DAY, last.time + DAY];
  const x = (at: number) => round(SIZE.left + ((at - from) / (to - from)) * (SIZE.right - SIZE.left));
  const y = (dB: number) =>
    round(SIZE.bottom - ((dB - scale.low) / (scale.high - scale.low)) * (SIZE.bottom - SIZE.top));
  const line = (of: 'offset' | 'drift') => pathsOf(rows, passport.microphones, of, x, y);
  return {
    ...SIZE,
    levels: scale.levels.map((dB) => ({ y: y(dB), dB })),
    times: monthStarts(from, to, zone).map((at) => ({ x: x(at), at })),
    rules: rulesOf(passport.thresholds)
      .filter(({ dB }) => dB >= scale.low && dB <= scale.high)
      .map(({ dB, label }) => ({ y: y(dB), label })),
    breaks: withRoom(passport.microphones.filter(({ at }) => at > from && at < to).map(({ at }) => x(at))),
    offset: line('offset'),
    drift: line('drift'),
    dots: rows.flatMap((row) =>
      (['offset', 'drift'] as const).flatMap((of) => {
        const value = row[of];
        return value === undefined ? [] : [{ x: x(row.time), y: y(value), of }];
      }),
    ),
  };
}

/** Both ways; the word stands once. */
const rulesOf = ({ investigate, suspect }: Passport['thresholds']) => [
  { dB: investigate, label: 'investigate' },
  { dB: -investigate, label: '' },
  { dB: suspect, label: 'suspect' },
  { dB: -suspect, label: '' },
];

/** Lines of one value, ended at each change of microphone: nothing is drawn across it. */
function pathsOf(
  rows: readonly CalibrationRow[],
  microphones: readonly Pick<MicrophoneChange, 'at'>[],
  of: 'offset' | 'drift',
  x: (at: number) => number,
  y: (dB: number) => number,
): readonly string[] {
  const edges = [-Infinity, ...microphones.map(({ at }) => at), Infinity];
  return edges.slice(1).flatMap((end, index) => {
    const start = edges[index] ?? -Infinity;
    const points = rows.flatMap(({ time, [of]: value }) =>
      time >= start && time < end && value !== undefined ? [`${String(x(time))} ${String(y(value))}`] : [],
    );
    return points.length < 2 ? [] : [`M${points.join('L')}`];
  });
}

function levelScale(values: readonly number[]): {
  readonly low: number;
  readonly high: number;
  readonly levels: readonly number[];
} {
  const [least, most] = [Math.min(0, ...values), Math.max(0, ...values)];
  const step =
    STEPS.find((size) => (most - least) / size < MOST_LEVELS) ?? Math.ceil((most - least) / MOST_LEVELS);
  const [low, high] = [Math.floor(least / step), Math.ceil(most / step)];
  const levels = Array.from({ length: high - low + 1 }, (_, index) => round((low + index) * step));
  return { low: low * step, high: high * step, levels };
}

function withRoom(places: readonly number[]): DriftChart['breaks'] {
  let free = 0;
  return places.map((x) => {
    const hasRoom = x >= free && x + WORD <= SIZE.width;
    if (hasRoom) free = x + WORD;
    return { x, hasRoom };
  });
}

/** The first of months, as many as have room; of a short time, its start and end. */
function monthStarts(from: number, to: number, zone: string): readonly number[] {
  const first = Temporal.Instant.fromEpochMilliseconds(from)
    .toZonedDateTimeISO(zone)
    .toPlainDate()
    .with({ day: 1 });
  const startOf = (months: number) => first.add({ months }).toZonedDateTime(zone).epochMilliseconds;
  const all: number[] = [];
  for (let months = 1; startOf(months) < to; months += 1) all.push(startOf(months));
  const every = Math.ceil(all.length / MOST_TIMES);
  return all.length < 2 ? [from + DAY, to - DAY] : all.filter((_, index) => index % every === 0);
}

const round = (value: number): number => Math.round(value * 100) / 100;
