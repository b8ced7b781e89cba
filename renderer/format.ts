/** How figures, ages and times look on screen. A missing figure is an en dash, never 0. Pure. */
import { Temporal } from 'temporal-polyfill';
import { bytesText } from '../electron/contract/bytes-text';

export const MISSING = '–';
const MINUS = '\u2212';
const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

type Maybe = number | null | undefined;
const present = (value: Maybe): value is number =>
  value !== undefined && value !== null && Number.isFinite(value);

function fixed(value: Maybe, decimals: number, signed = false): string {
  if (!present(value)) return MISSING;
  const text = Math.abs(value).toFixed(decimals);
  // A rounded zero has no sign: −0.00 would claim a direction that is not there.
  const sign = Number(text) === 0 ? '' : value < 0 ? MINUS : signed ? '+' : '';
  return sign + text;
}
/** A level in dB with the one decimal it is read to. */
export const level = (dB: Maybe): string => fixed(dB, 1);
/** A calibration offset in dB, two decimals. */
export const offset = (dB: Maybe): string => fixed(dB, 2);
/** A drift in dB, two decimals and always its sign. */
export const drift = (dB: Maybe): string => fixed(dB, 2, true);

const group = (digits: string): string => digits.replace(/\B(?=(\d{3})+(?!\d))/g, ',');
/** A count: `7,912`, and from ten million on `12.3 M`. */
export function count(value: Maybe): string {
  if (!present(value)) return MISSING;
  return value >= 1e7 ? `${(value / 1e6).toFixed(1)} M` : group(String(Math.round(value)));
}
/** `1 file`, `2 files`. */
export const plural = (value: number, one: string, many = `${one}s`): string =>
  `${count(value)} ${value === 1 ? one : many}`;

/** `412 of 1,204 requests`, `1 of 1 file`; `unit` comes in the plural. */
export const progressCount = (done: number, total: number, unit: string): string =>
  `${count(done)} of ${plural(total, unit.replace(/s$/, ''))}`;

/** A reason from elsewhere as a sentence of its own: a capital first, a full stop last. */
export function sentence(text: string): string {
  const trimmed = text.trim();
  const ended = /[.!?…]$/.test(trimmed) ? trimmed : `${trimmed}.`;
  return trimmed === '' ? '' : ended.charAt(0).toUpperCase() + ended.slice(1);
}

/** Bytes in decimal units, as disks are sold. */
export function bytes(value: Maybe): string {
  if (!present(value)) return MISSING;
  return bytesText(value);
}

/** A fraction as whole per cent that says 100 % only of all and 0 % only of nothing. */
export function percent(fraction: Maybe): string {
  if (!present(fraction)) return MISSING;
  if (fraction > 0 && fraction < 0.01) return '< 1 %';
  return `${String(fraction >= 1 ? 100 : Math.min(99, Math.round(fraction * 100)))} %`;
}

/** A length of time in its two largest units: `19 s`, `2 min 5 s`, `3 d 4 h`. */
export function duration(ms: Maybe): string {
  if (!present(ms)) return MISSING;
  const whole = Math.max(0, ms);
  if (whole > 0 && whole < SECOND / 10) return '< 0.1 s';
  if (whole < 10 * SECOND && whole % SECOND !== 0) return `${(whole / SECOND).toFixed(1)} s`;
  const parts = [
    [DAY, 'd'],
    [HOUR, 'h'],
    [MINUTE, 'min'],
    [SECOND, 's'],
  ] as const;
  const first = parts.findIndex(([size]) => whole >= size);
  if (first === -1) return '0 s';
  const [major, minor] = [parts[first] ?? parts[3], parts[first + 1]];
  // Rounded in the smaller unit first, so that 59.9 s is 1 min and not 60 s.
  const step = minor?.[0] ?? SECOND;
  const rounded = Math.round(whole / step) * step;
  if (rounded >= (parts[first - 1]?.[0] ?? Infinity)) return duration(rounded);
  const rest = Math.round((rounded % major[0]) / step);
  const head = `${String(Math.floor(rounded / major[0]))} ${major[1]}`;
  return minor !== undefined && rest > 0 ? `${head} ${String(rest)} ${minor[1]}` : head;
}

/** How long is left, deliberately coarse: `about 4 min`. */
export function roughly(ms: Maybe): string {
  if (!present(ms)) return MISSING;
  if (ms < 45 * SECOND) return 'less than a minute';
  if (ms < 90 * MINUTE) return `about ${String(Math.max(1, Math.round(ms / MINUTE)))} min`;
  return ms < 36 * HOUR
    ? `about ${String(Math.round(ms / HOUR))} h`
    : `about ${String(Math.round(ms / DAY))} days`;
}

const MONTH_DAYS = 365 / 12;
/** How long ago: `just now`, `3 min ago`, `3 h ago`, `2 days ago`, `5 months ago`. */
export function age(at: Maybe, now: number): string {
  if (!present(at)) return MISSING;
  const ms = now - at;
  if (ms < -MINUTE) return 'in the future';
  if (ms < MINUTE) return 'just now';
  if (ms < HOUR) return `${String(Math.floor(ms / MINUTE))} min ago`;
  if (ms < 2 * DAY) return `${String(Math.floor(ms / HOUR))} h ago`;
  const days = Math.floor(ms / DAY);
  if (days < 60) return `${String(days)} days ago`;
  const months = Math.floor(days / MONTH_DAYS);
  return `${months < 24 ? plural(months, 'month') : plural(Math.floor(months / 12), 'year')} ago`;
}

const two = (value: number): string => String(value).padStart(2, '0');
const at = (ms: number, zone: string): Temporal.ZonedDateTime =>
  Temporal.Instant.fromEpochMilliseconds(Math.floor(ms)).toZonedDateTimeISO(zone);

/** `14:02`, or `14:02:11` with seconds. */
export function clock(ms: Maybe, zone: string, seconds = false): string {
  if (!present(ms)) return MISSING;
  const time = at(ms, zone);
  return `${two(time.hour)}:${two(time.minute)}${seconds ? `:${two(time.second)}` : ''}`;
}
/** `29 Mar 2026`. */
export function date(ms: Maybe, zone: string): string {
  if (!present(ms)) return MISSING;
  const day = at(ms, zone);
  return `${String(day.day)} ${MONTHS[day.month - 1] ?? ''} ${String(day.year)}`;
}
/** `29 Mar 2026 14:02`. */
export const dateTime = (ms: Maybe, zone: string, seconds = false): string =>
  present(ms) ? `${date(ms, zone)} ${clock(ms, zone, seconds)}` : MISSING;
/** The zone's offset at that moment: `+01:00`; `UTC` for UTC itself. */
export function zoneOffset(ms: number, zone: string): string {
  return zone === 'UTC' ? 'UTC' : at(ms, zone).offset.replace('-', MINUS);
}
/** A moment that leaves no doubt: `29 Mar 2026 14:02:11 +01:00`. */
export const exactTime = (ms: Maybe, zone: string): string =>
  present(ms) ? `${dateTime(ms, zone, true)} ${zoneOffset(ms, zone)}` : MISSING;

/** `as of 14:02 · 3 h ago`, with the date when it was another day. */
export function asOf(ms: Maybe, now: number, zone: string): string {
  if (!present(ms)) return 'not asked yet';
  const day = date(ms, zone);
  const sameDay = day === date(now, zone);
  return `as of ${sameDay ? '' : `${day.replace(/ \d{4}$/, '')} `}${clock(ms, zone)} · ${age(ms, now)}`;
}

/** `28 Mar 2026 14:00 to 29 Mar 2026 14:00 (+01:00)`, naming the second date or offset only where it differs. */
export function spanText(span: { readonly from: number; readonly to: number }, zone: string): string {
  const sameDay = date(span.from, zone) === date(span.to, zone);
  const [first, last] = [zoneOffset(span.from, zone), zoneOffset(span.to, zone)];
  const offsets = first === last ? first : `${first} to ${last}`;
  const seconds = span.to - span.from < 10 * MINUTE;
  const end = sameDay ? clock(span.to, zone, seconds) : dateTime(span.to, zone, seconds);
  return `${dateTime(span.from, zone, seconds)} to ${end} (${offsets})`;
}
