/** Times as people type them and programs read them. */
import { formatTime as formatIn, type Zone } from '../core/export/table-time';

const ISO =
  /^(\d{4})-(\d{2})-(\d{2})(?:[Tt ](\d{2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?\s*([Zz]|[+-]\d{2}(?::?\d{2})?)?)?$/;

/** Epoch ms of an ISO 8601 date or time, UTC unless it carries an offset; undefined for anything else, 30 February included. */
export function parseTime(text: string): number | undefined {
  const match = ISO.exec(text.trim());
  if (match === null) return undefined;
  const [, year, month, day, hour = '00', minute = '00', second = '00', fraction = '', zone = 'Z'] = match;
  const ms = fraction.padEnd(3, '0').slice(0, 3);
  const local = `${String(year)}-${String(month)}-${String(day)}T${hour}:${minute}:${second}.${ms}`;
  const utc = Date.parse(`${local}Z`);
  // A day that does not exist would otherwise become another one.
  if (Number.isNaN(utc) || new Date(utc).toISOString().slice(0, 10) !== local.slice(0, 10)) return undefined;
  const offset = offsetMs(zone);
  return offset === undefined ? undefined : utc - offset;
}

function offsetMs(zone: string): number | undefined {
  if (zone.toUpperCase() === 'Z') return 0;
  const hours = Number(zone.slice(1, 3));
  const minutes = Number(zone.slice(3).replace(':', '') || '0');
  if (hours > 23 || minutes > 59) return undefined;
  return (zone.startsWith('-') ? -1 : 1) * (hours * 60 + minutes) * 60_000;
}

/** When the clock of the zone next shows `06:00`, epoch ms; undefined for what is no time of day. */
export function nextTimeOfDay(text: string, now: number, zone: Zone): number | undefined {
  const [hour = NaN, minute = NaN] = text.split(':').map(Number);
  if (!(hour < 24 && minute < 60)) return undefined;
  const today = Math.floor((now + zone.offsetMs(now)) / DAY_MS) * DAY_MS;
  const days = [0, 1, 2].map((day) => {
    const shown = today + day * DAY_MS + hour * HOUR_MS + minute * MINUTE_MS;
    // By the offset at about that time, and then by the one that holds there.
    return shown - zone.offsetMs(shown - zone.offsetMs(shown));
  });
  return days.find((ms) => ms > now);
}
const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/** ISO 8601 UTC; milliseconds only where there are any. */
export const formatTime = (ms: number): string => formatIn(ms);

const UNITS = [
  ['d', 86_400_000],
  ['h', 3_600_000],
  ['min', 60_000],
  ['s', 1_000],
] as const;

/** A length of time in its largest whole unit, such as `3 h`. */
export function formatAge(ms: number): string {
  for (const [unit, size] of UNITS) if (ms >= size) return `${String(Math.floor(ms / size))} ${unit}`;
  return '0 s';
}

/** A length of time in its two largest units, such as `2 min 5 s`. */
export function formatLength(ms: number): string {
  const whole = Math.round(Math.max(0, ms) / 1_000) * 1_000;
  const first = UNITS.findIndex(([, size]) => whole >= size);
  const [major, minor] = [UNITS[first], UNITS[first + 1]];
  if (major === undefined) return '0 s';
  const rest = minor === undefined ? 0 : Math.floor((whole % major[1]) / minor[1]);
  const head = `${String(Math.floor(whole / major[1]))} ${major[0]}`;
  return rest === 0 ? head : `${head} ${String(rest)} ${minor?.[0] ?? ''}`;
}
