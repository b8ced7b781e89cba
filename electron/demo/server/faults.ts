/** What shall go wrong, for which requests, how many times; and the rate limit. Decides only; the transport does it. */
import type { Now } from './clock';

/** A part of `METHOD /v1/path?query`, or a pattern for it. Absent: every request. */
export type Match = string | RegExp;
interface Aimed {
  readonly match?: Match;
  /** How many requests it befalls; absent: all, until the levers are reset. */
  readonly times?: number;
}
export interface FailOptions extends Aimed {
  readonly status?: number;
  /** Seconds, a date in HTTP's form, or whatever else. */
  readonly retryAfter?: string;
}
export interface CutOptions extends Aimed {
  /** How much of the body is sent; negative: counted from its end. */
  readonly atByte: number;
  /** `chunked-close` adds `Connection: close`; `none` has neither a length nor chunks. */
  readonly framing: 'length' | 'chunked' | 'chunked-close' | 'none';
  readonly end: 'fin' | 'rst';
  /** Chunked framings: leaves the last chunk unfinished instead of stopping after a whole one. */
  readonly insideChunk?: boolean;
}
export interface StallOptions extends Aimed {
  readonly where: 'before-headers' | 'mid-body';
}
export interface TrickleOptions extends Aimed {
  readonly bytesPerSecond: number;
}
export interface ReplaceOptions extends Aimed {
  readonly status?: number;
  readonly contentType?: string;
  /** Absent: the body stays. */
  readonly body?: string;
}
export type Fault =
  | ({ readonly kind: 'fail' } & FailOptions)
  | ({ readonly kind: 'cut' } & CutOptions)
  | ({ readonly kind: 'stall' } & StallOptions)
  | ({ readonly kind: 'trickle' } & TrickleOptions)
  | ({ readonly kind: 'replace' } & ReplaceOptions);

export interface Faults {
  add(fault: Fault): void;
  /** The oldest fault waiting for a request like this; it then waits for one less. */
  take(request: string): Fault | undefined;
  clear(): void;
}

export function createFaults(): Faults {
  let waiting: { readonly fault: Fault; left: number }[] = [];
  return {
    add: (fault) => void waiting.push({ fault, left: fault.times ?? Infinity }),
    take(request) {
      const found = waiting.find(({ fault, left }) => left > 0 && matches(fault.match, request));
      if (found === undefined) return undefined;
      found.left -= 1;
      waiting = waiting.filter(({ left }) => left > 0);
      return found.fault;
    },
    clear: () => {
      waiting = [];
    },
  };
}

function matches(match: Match | undefined, request: string): boolean {
  if (match === undefined) return true;
  return typeof match === 'string' ? request.includes(match) : match.test(request);
}

export interface RateLimitOptions {
  readonly perMinute: number;
  readonly retryAfter?: 'seconds' | 'date' | 'none';
  /** The window that `perMinute` requests fit in, ms; a minute when absent. */
  readonly windowMs?: number;
}
export interface RateLimiter {
  set(options: RateLimitOptions | undefined): void;
  /** Undefined when the request may pass; else the Retry-After header, empty for none. */
  refuse(): { readonly retryAfter: string } | undefined;
}

/** A sliding window over the service's own time. */
export function createRateLimiter(clock: Now): RateLimiter {
  let options: RateLimitOptions | undefined;
  let passed: number[] = [];
  return {
    set: (next) => {
      options = next;
      passed = [];
    },
    refuse() {
      if (options === undefined) return undefined;
      const now = clock.now();
      const windowMs = options.windowMs ?? 60_000;
      passed = passed.filter((time) => time > now - windowMs);
      if (passed.length < options.perMinute) {
        passed.push(now);
        return undefined;
      }
      const freeAt = (passed[0] ?? now) + windowMs;
      return { retryAfter: retryAfterText(options.retryAfter ?? 'none', freeAt, now) };
    },
  };
}

function retryAfterText(form: 'seconds' | 'date' | 'none', freeAt: number, now: number): string {
  if (form === 'none') return '';
  const seconds = Math.max(1, Math.ceil((freeAt - now) / 1_000));
  return form === 'seconds' ? String(seconds) : new Date(Math.ceil(freeAt / 1_000) * 1_000).toUTCString();
}
