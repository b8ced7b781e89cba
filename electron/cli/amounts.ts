/** Bytes and rates as people type them, in decimal units. Pure. */
import { UsageError } from './arguments';

const UNITS: Readonly<Record<string, number>> = { b: 1, kb: 1e3, mb: 1e6, gb: 1e9, tb: 1e12 };
const AMOUNT = /^(\d+(?:\.\d+)?)\s*([kKMGT]?B)$/;

/** Bytes of `200MB`, `1.5 GB`. A small b would mean bits to some, and a bare number anything: both are refused. */
export function parseBytes(option: string, text: string): number {
  const bytes = bytesIn(text);
  if (bytes === undefined || bytes < 1)
    throw new UsageError(`${option} is ${text}, but must be an amount such as 500kB, 200MB or 1.5GB`);
  return bytes;
}

/** Bytes per second of `500kB/s`; the `/s` may be left out. */
export function parseRate(option: string, text: string): number {
  const rate = bytesIn(text.trim().replace(/\/s$/, ''));
  if (rate === undefined || rate < LEAST_RATE)
    throw new UsageError(`${option} is ${text}, but must be a rate of at least 1kB/s, such as 500kB/s`);
  return rate;
}
/** As the contract has it. */
const LEAST_RATE = 1_000;

function bytesIn(text: string): number | undefined {
  const [, amount = '', unit = ''] = AMOUNT.exec(text.trim()) ?? [];
  const bytes = Math.round(Number(amount) * (UNITS[unit.toLowerCase()] ?? NaN));
  return Number.isSafeInteger(bytes) ? bytes : undefined;
}
