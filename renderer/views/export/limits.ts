/** What a transfer may take: as it is typed, as it is asked for, as it is said. Pure. */
import { Temporal } from 'temporal-polyfill';
import type { AudioEstimate, TransferLimits } from '../../../electron/contract/index';
import { bytes, clock, date, zoneOffset } from '../../format';

/** As typed; empty: no such limit. */
export interface LimitFields {
  /** kB/s */
  readonly rate: string;
  /** MB */
  readonly amount: string;
  /** `HH:MM` on the clock of the zone that times are shown in. */
  readonly until: string;
  readonly metered: boolean;
}
export const NO_LIMITS: LimitFields = { rate: '', amount: '', until: '', metered: false };

export interface Limits {
  /** Undefined: none, or there is a problem. */
  readonly limits: TransferLimits | undefined;
  /** What cannot be meant, by field. */
  readonly problems: Readonly<Partial<Record<keyof LimitFields, string>>>;
}
const KILO = 1_000;
const MEGA = 1_000_000;
const MOST = 1e12;

/** @param now what `until` comes after, epoch ms */
export function readLimits(fields: LimitFields, now: number, zone: string): Limits {
  const rate = positive(fields.rate, KILO);
  const amount = positive(fields.amount, MEGA);
  const until = fields.until === '' ? undefined : nextTime(fields.until, now, zone);
  const problems = {
    ...((Number.isNaN(rate) || (rate ?? KILO) < KILO) && { rate: 'At least 1 kB/s, as a number.' }),
    ...(Number.isNaN(amount) && { amount: 'An amount in MB, as a number.' }),
    ...(Number.isNaN(until) && { until: 'A time of day such as 06:00.' }),
  };
  const limits: TransferLimits = {
    ...(rate !== undefined && { bytesPerSecond: rate }),
    ...(amount !== undefined && { bytes: amount }),
    ...(until !== undefined && { until }),
    ...(fields.metered && { metered: true }),
  };
  const isNone = Object.keys(limits).length === 0 || Object.keys(problems).length > 0;
  return { limits: isNone ? undefined : limits, problems };
}

/** In the unit given; undefined for nothing, NaN for what is no such number. */
function positive(text: string, unit: number): number | undefined {
  const plain = text.trim().replace(',', '.');
  if (plain === '') return undefined;
  const value = /^\d+(\.\d+)?$/.test(plain) ? Math.round(Number(plain) * unit) : NaN;
  return value > 0 && value < MOST ? value : NaN;
}

/** When the clock next shows that time; NaN when it is none. */
function nextTime(text: string, now: number, zone: string): number {
  const [, hour, minute] = /^(\d{1,2}):(\d{2})$/.exec(text) ?? [];
  if (hour === undefined || Number(hour) > 23 || Number(minute) > 59) return NaN;
  const here = Temporal.Instant.fromEpochMilliseconds(now).toZonedDateTimeISO(zone);
  const today = here.withPlainTime({ hour: Number(hour), minute: Number(minute) });
  const next = today.epochMilliseconds > now ? today : today.add({ days: 1 });
  return next.epochMilliseconds;
}

/** Such as `500 kB/s, stops after 200 MB, until 06:00 on 3 Mar 2026 (+01:00)`; `none`. */
export function limitWords(limits: TransferLimits | undefined, zone: string): string {
  const { bytesPerSecond, bytes: amount, until, metered } = limits ?? {};
  const words = [
    ...(metered === true ? ['metered link'] : []),
    ...(bytesPerSecond === undefined ? [] : [`${bytes(bytesPerSecond)}/s`]),
    ...(amount === undefined ? [] : [`stops after ${bytes(amount)}`]),
    ...(until === undefined ? [] : [`until ${untilWords(until, zone)}`]),
  ];
  return words.length === 0 ? 'none' : words.join(', ');
}
const untilWords = (until: number, zone: string): string =>
  `${clock(until, zone)} on ${date(until, zone)} (${zoneOffset(until, zone)})`;

/** How long what is not there yet takes to come within the limits, ms; undefined while nothing tells. */
export function limitedMs(
  { files, bytes: all, ms, present = 0 }: Pick<AudioEstimate, 'files' | 'bytes' | 'ms' | 'present'>,
  limits: TransferLimits | undefined,
): number | undefined {
  const missing = files === 0 ? 0 : all * (1 - Math.min(1, present / files));
  const toCome = Math.min(missing, limits?.bytes ?? Infinity);
  const linkMs = ms === undefined || missing === 0 ? ms : (ms * toCome) / missing;
  if (limits?.bytesPerSecond === undefined) return linkMs;
  return Math.max(linkMs ?? 0, (toCome / limits.bytesPerSecond) * 1_000);
}
