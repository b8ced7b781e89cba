import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { refused, sent, served, startPace, waitMs, type Pace } from '../../../../electron/core/api/pacer';

interface Service {
  /** Requests per second it bears, and how many at once before it refuses. */
  readonly limit: number;
  readonly burst: number;
  readonly latencyMs: number;
  /** Whether it says when to come back, in whole seconds as HTTP has it. */
  readonly retryAfter: boolean;
}

/** A small generator of repeatable chance. */
function chance(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1_664_525 + 1_013_904_223) % 4_294_967_296;
    return state / 4_294_967_296;
  };
}

/** Four askers who always want more, against a leaky bucket. */
function simulate(
  service: Service,
  requests: number,
  seed: number,
): { pace: Pace; log: { at: number; ok: boolean }[] } {
  const random = chance(seed);
  let now = 1_700_000_000_000;
  let pace = startPace(now);
  let bucket = 0;
  let leakedAt = now;
  const inFlight: { endsAt: number; sentAt: number; ok: boolean; retryAt: number | undefined }[] = [];
  const log: { at: number; ok: boolean }[] = [];
  while (log.length < requests) {
    const next = inFlight.length < 4 ? now + waitMs(pace, now) : Infinity;
    const end = Math.min(...inFlight.map((r) => r.endsAt), Infinity);
    now = Math.min(next, end);
    if (next <= end) {
      bucket = Math.max(0, bucket - ((now - leakedAt) / 1_000) * service.limit);
      leakedAt = now;
      const ok = bucket + 1 <= service.burst;
      if (ok) bucket += 1;
      const roomInS = (bucket + 1 - service.burst) / service.limit;
      const latency = service.latencyMs * (0.7 + 0.6 * random());
      inFlight.push({
        endsAt: now + latency,
        sentAt: now,
        ok,
        retryAt: service.retryAfter ? now + latency + Math.max(1, Math.ceil(roomInS)) * 1_000 : undefined,
      });
      pace = sent(pace, now);
      log.push({ at: now, ok });
    } else {
      const index = inFlight.findIndex((r) => r.endsAt === end);
      const [r] = inFlight.splice(index, 1);
      if (r === undefined) break;
      pace = r.ok ? served(pace) : refused(pace, r.sentAt, now, r.retryAt, random());
    }
  }
  return { pace, log };
}

function figures(service: Service, seed: number): { refusedShare: number; throughput: number } {
  const { log } = simulate(service, 4_000, seed);
  const settled = log.slice(400);
  const seconds = ((settled.at(-1)?.at ?? 0) - (settled[0]?.at ?? 0)) / 1_000;
  const good = settled.filter((r) => r.ok).length;
  return { refusedShare: 1 - good / settled.length, throughput: good / seconds / service.limit };
}

describe('pacing against a leaky bucket that nobody announced', () => {
  const services = fc.record({
    limit: fc.double({ min: 0.5, max: 25, noNaN: true }),
    burst: fc.integer({ min: 1, max: 20 }),
    latencyMs: fc.integer({ min: 5, max: 150 }),
    retryAfter: fc.boolean(),
  });

  it('keeps refusals under 2 % and uses at least 90 % of what the service bears, once warm', () => {
    fc.assert(
      fc.property(services, fc.integer({ min: 1, max: 1_000_000 }), (service, seed) => {
        const { refusedShare, throughput } = figures(service, seed);
        expect(refusedShare).toBeLessThan(0.02);
        expect(throughput).toBeGreaterThan(0.9);
      }),
      { numRuns: 60, seed: 20_260_101 },
    );
  });

  it('speeds up without a limit', () => {
    const { log } = simulate({ limit: 1e6, burst: 1e6, latencyMs: 20, retryAfter: false }, 200, 1);
    expect((log.at(-1)?.at ?? 0) - (log[0]?.at ?? 0)).toBeLessThan(6_000);
  });
});

describe('a refusal', () => {
  const now = 1_700_000_000_000;

  it('halves the rate once for all requests that were in flight together', () => {
    const before = { ...startPace(now), rate: 8 };
    const once = refused(before, now + 10, now + 100, undefined, 0.5);
    const twice = refused(once, now + 20, now + 110, undefined, 0.5);
    expect(once.rate).toBe(4);
    expect(twice.rate).toBe(4);
  });

  it('holds everything until the moment the service named, and never shortens an earlier one', () => {
    const late = refused(startPace(now), now, now + 50, now + 60_000, 0);
    const early = refused(late, now, now + 60, now + 2_000, 0);
    expect(waitMs(early, now + 60)).toBe(59_940);
  });

  it('without a named moment pauses at least a second, longer each time, until an answer is good', () => {
    let pace = startPace(now);
    const pauses = [1, 2, 3, 4, 5].map(() => {
      const at = pace.pausedUntil + 1;
      pace = refused(pace, at, at, undefined, 0.999);
      return pace.pausedUntil - at;
    });
    expect(pauses[0]).toBe(1_000);
    for (let i = 1; i < pauses.length; i += 1) expect(pauses[i]).toBeGreaterThan((pauses[i - 1] ?? 0) * 1.5);
    expect(served(pace).refusals).toBe(0);
  });
});
