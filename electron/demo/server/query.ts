/** Reads and judges the parameters of a request, as the documented limits have it. */
import { invalidParam, missingParam } from './errors';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
export const DAY_MS = 24 * HOUR;
export const MINUTE_MS = MINUTE;

export interface Span {
  readonly from: number;
  readonly to: number;
}
export interface PeriodBounds {
  readonly fallbackMs: number;
  readonly minMs: number;
  readonly maxMs: number;
}

/** Every value of an array parameter: repeated, joined with commas, or joined with encoded commas; without doubles. */
export function listParam(query: URLSearchParams, name: string): readonly string[] {
  const parts = query.getAll(name).flatMap((text) => text.split(','));
  return [...new Set(parts.map((part) => part.trim()).filter((part) => part !== ''))];
}

/** The serials asked for. The error names the parameter as the service's own code does, not as the query does. */
export function instrumentsParam(query: URLSearchParams): readonly string[] {
  const serials = listParam(query, 'instruments');
  if (serials.length === 0) throw missingParam('Instruments');
  return serials;
}

/** `start` and `end`, no further apart than `widestMs`. An end in the future is fine. */
export function spanParam(query: URLSearchParams, widestMs: number): Span {
  const from = timeParam(query, 'start', 'StartTime');
  const to = timeParam(query, 'end', 'EndTime');
  if (to < from) throw invalidParam('The end of the range lies before its start.');
  if (to - from > widestMs)
    throw invalidParam(`The range is longer than the maximum of ${String(widestMs / DAY_MS)} days.`);
  return { from, to };
}

const TIME = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:\d{2})$/;
function timeParam(query: URLSearchParams, name: string, wireName: string): number {
  const text = query.get(name);
  if (text === null || text === '') throw missingParam(wireName);
  // Date knows three decimals; clients also send seven.
  const time = TIME.test(text) ? Date.parse(text.replace(/(\.\d{3})\d+/, '$1')) : NaN;
  if (Number.isNaN(time)) throw invalidParam(`${wireName} is not an ISO 8601 time in UTC.`);
  return time;
}

/** `period` as ms, or undefined when the request has none. */
export function periodParam(query: URLSearchParams, bounds: PeriodBounds): number | undefined {
  const text = query.get('period');
  if (text === null || text === '') return undefined;
  const period = durationMs(text);
  if (period === undefined) throw invalidParam('The period is not an ISO 8601 duration.');
  if (period < bounds.minMs || period > bounds.maxMs)
    throw invalidParam(
      `The period must lie between ${String(bounds.minMs / SECOND)} and ${String(bounds.maxMs / SECOND)} seconds.`,
    );
  return period;
}

const DURATION = /^P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d+)?)S)?)?$/;
/** An ISO 8601 duration of days and less, in ms; undefined when it is none. */
export function durationMs(text: string): number | undefined {
  const parts = DURATION.exec(text);
  if (parts === null || text.endsWith('T') || text === 'P') return undefined;
  const [days, hours, minutes, seconds] = parts.slice(1).map((part: string | undefined) => Number(part ?? 0));
  return (
    (days ?? 0) * DAY_MS + (hours ?? 0) * HOUR + (minutes ?? 0) * MINUTE + Math.round((seconds ?? 0) * SECOND)
  );
}

/** One of a closed list; anything else is refused. */
export function choiceParam<T extends string>(
  query: URLSearchParams,
  name: string,
  choices: readonly T[],
  fallback: T,
): T {
  const text = query.get(name);
  if (text === null || text === '') return fallback;
  const choice = choices.find((one) => one === text);
  if (choice === undefined) throw invalidParam(`${name} must be one of ${choices.join(', ')}.`);
  return choice;
}

/** Value names: unknown ones are dropped in silence, but not all of them. Spelling counts. */
export function valuesParam(
  query: URLSearchParams,
  known: ReadonlySet<string>,
  fallback: readonly string[],
): readonly string[] {
  const asked = listParam(query, 'values');
  if (asked.length === 0) return fallback;
  const values = asked.filter((name) => known.has(name));
  if (values.length === 0) throw invalidParam('None of the values is available.');
  return values;
}
