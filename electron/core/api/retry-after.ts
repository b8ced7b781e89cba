/** Reads `Retry-After`: seconds, or a date, which counts from the answer's own `Date` so that no clock needs to be right. */
import type { ReplyHeaders } from './transport';

const SOONEST_MS = 1_000;
const LATEST_MS = 15 * 60_000;

/** Epoch ms by our clock, between a second and a quarter of an hour from `now`; undefined when absent or unreadable. */
export function readRetryAfter(headers: ReplyHeaders, now: number): number | undefined {
  const text = headers.get('retry-after')?.trim();
  if (text === undefined || text === '') return undefined;
  const waitMs = /^\d+$/.test(text) ? Number(text) * 1_000 : dateWaitMs(text, headers, now);
  return waitMs === undefined ? undefined : now + Math.min(LATEST_MS, Math.max(SOONEST_MS, waitMs));
}

function dateWaitMs(text: string, headers: ReplyHeaders, now: number): number | undefined {
  // Only the three date forms of HTTP begin with a weekday; Date.parse alone would take far more.
  if (!/^[A-Za-z]{3,9}[, ]/.test(text)) return undefined;
  const at = Date.parse(text);
  return Number.isNaN(at) ? undefined : at - (dateOf(headers) ?? now);
}

/** When an answer was sent by the sender's own clock, epoch ms. */
export function dateOf(headers: ReplyHeaders): number | undefined {
  const at = Date.parse(headers.get('date') ?? '');
  return Number.isNaN(at) ? undefined : at;
}
