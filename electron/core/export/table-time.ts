/** Times as tables show them: ISO 8601 in a zone, each with its offset, so that the hour that autumn repeats stays two hours. */
import { Failure } from '../../contract/result';
import { parseTime } from '../api/wire-time';

export interface Zone {
  /** IANA name. */
  readonly name: string;
  /** What local time is ahead of UTC at a moment, ms. */
  offsetMs(ms: number): number;
}

export const UTC: Zone = { name: 'UTC', offsetMs: () => 0 };

/** No zone has changed its offset between these since times are kept by zones. */
const QUARTER_MS = 900_000;

/** @throws Failure `invalid` for a name that no zone has */
export function zoneOf(name: string | undefined): Zone {
  if (name === undefined || /^(etc\/)?(utc|gmt|z)$/i.test(name)) return UTC;
  const format = formatFor(name);
  const offsets = new Map<number, number>();
  let quarter = NaN;
  let offset = 0;
  return {
    name: format.resolvedOptions().timeZone,
    offsetMs(ms) {
      const at = Math.floor(ms / QUARTER_MS);
      if (at === quarter) return offset;
      quarter = at;
      offset = offsets.get(at) ?? readOffset(format, at * QUARTER_MS);
      offsets.set(at, offset);
      return offset;
    },
  };
}

function formatFor(timeZone: string): Intl.DateTimeFormat {
  const two = '2-digit';
  const fields = { year: 'numeric', month: two, day: two, hour: two, minute: two, second: two } as const;
  try {
    return new Intl.DateTimeFormat('en-u-ca-iso8601-hc-h23', { timeZone, ...fields });
  } catch (cause) {
    throw new Failure(
      { kind: 'invalid', path: 'zone', reason: `there is no time zone ${timeZone}` },
      { cause },
    );
  }
}

function readOffset(format: Intl.DateTimeFormat, ms: number): number {
  const parts = new Map(format.formatToParts(ms).map(({ type, value }) => [type, Number(value)]));
  const part = (type: Intl.DateTimeFormatPartTypes) => parts.get(type) ?? 0;
  const local = Date.UTC(part('year'), part('month') - 1, part('day'), part('hour'), part('minute'));
  return local + part('second') * 1_000 - ms;
}

/** Milliseconds only where there are any, unless `digits` is 3. */
export function formatTime(ms: number, zone: Zone = UTC, digits: 0 | 3 = 0): string {
  const offset = zone.offsetMs(ms);
  const iso = new Date(ms + offset).toISOString().slice(0, -1);
  const local = digits === 0 && ms % 1_000 === 0 ? iso.slice(0, -4) : iso;
  return local + (zone === UTC ? 'Z' : formatOffset(offset));
}

function formatOffset(offset: number): string {
  const two = (value: number) => String(value).padStart(2, '0');
  const minutes = Math.round(Math.abs(offset) / 60_000);
  return `${offset < 0 ? '-' : '+'}${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`;
}

/**
 * A time of the service as a cell: epoch ms where that is all of it, otherwise its own words, such as those with more
 * digits than milliseconds.
 */
export function timeCell(text: string): number | string {
  const ms = parseTime(text);
  return ms === undefined || fractionOf(text).length > 3 ? text : ms;
}

const fractionOf = (text: string): string => /[.,](\d+)/.exec(text)?.[1] ?? '';

/** A time cell as ISO 8601 in a zone, with every digit that came; what is no time stays as it came. */
export function formatCell(cell: number | string, zone: Zone, digits: 0 | 3 = 0): string {
  if (typeof cell === 'number') return formatTime(cell, zone, digits);
  const ms = parseTime(cell);
  if (ms === undefined) return cell;
  const whole = Math.floor(ms / 1_000) * 1_000;
  const text = formatTime(whole, zone);
  return `${text.slice(0, 19)}.${fractionOf(cell)}${text.slice(19)}`;
}

/** Epoch ms of a time cell; undefined for what is no time. */
export const cellMs = (cell: number | string): number | undefined =>
  typeof cell === 'number' ? cell : parseTime(cell);
