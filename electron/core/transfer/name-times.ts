/** Times as they stand in names: without colons, always with what they are ahead of UTC, in the order of a calendar. */
import type { Zone } from '../export/table-time';

export interface NameTimes {
  readonly year: string;
  readonly month: string;
  readonly day: string;
  readonly date: string;
  /** Such as `101502+0100`. */
  readonly time: string;
}

const MINUTE_MS = 60_000;
const DAY_MINUTES = 1_440;
const NO_TIME = { year: 'undated', month: 'undated', day: 'undated', date: 'undated', time: 'undated' };

/** A moment on the clock of a zone; milliseconds only where there are any. */
export function nameTimes(ms: number, zone: Zone): NameTimes {
  // What a broken clock sent, or no time at all.
  if (!isDatable(ms)) return NO_TIME;
  const offset = offsetMinutes(ms, zone);
  const local = ms + offset * MINUTE_MS;
  if (!isDatable(local)) return NO_TIME;
  const iso = new Date(local).toISOString();
  const [date = '', clock = ''] = iso.split('T');
  const [year = '', month = '', day = ''] = date.split('-');
  const rest = clock.slice(9, 12);
  const time = clock.slice(0, 8).replaceAll(':', '') + (rest === '000' ? '' : `_${rest}`);
  return { year, month, day, date, time: time + (zone.name === 'UTC' ? 'Z' : formatOffset(offset)) };
}

/** Zones are only kept for times that have them. */
function offsetMinutes(ms: number, zone: Zone): number {
  const minutes = Math.round(zone.offsetMs(ms) / MINUTE_MS);
  return Math.abs(minutes) < DAY_MINUTES ? minutes : 0;
}

const FIRST = Date.parse('0000-01-01T00:00:00Z');
const LAST = Date.parse('9999-12-31T23:59:59.999Z');
const isDatable = (ms: number): boolean => ms >= FIRST && ms <= LAST;

function formatOffset(minutes: number): string {
  const two = (value: number) => String(value).padStart(2, '0');
  const size = Math.abs(minutes);
  return `${minutes < 0 ? '-' : '+'}${two(Math.floor(size / 60))}${two(size % 60)}`;
}
