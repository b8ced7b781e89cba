import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createPace, MOST_PER_SECOND } from '../../../../electron/core/api/pacer';

const NOW = 1_700_000_000_000;

/** Sends as soon as it may, and is served after `latencyMs`. */
function serve(pace: ReturnType<typeof createPace>, from: number, count: number, latencyMs = 20): number {
  let now = from;
  for (let i = 0; i < count; i += 1) {
    now += pace.waitMs(now);
    const sentAt = now;
    pace.sent(now);
    now += latencyMs;
    pace.served(sentAt, now);
  }
  return now;
}
function refuse(pace: ReturnType<typeof createPace>, at: number, retryAt?: number, random = 0): number {
  const sentAt = at + pace.waitMs(at);
  pace.sent(sentAt);
  pace.refused(sentAt, sentAt + 20, retryAt, random);
  return sentAt + 20;
}

describe('the pace', () => {
  it('speeds up as long as nothing is refused, to a courteous limit', () => {
    const pace = createPace(NOW);
    const end = serve(pace, NOW, 200, 0);
    expect(end - NOW).toBeLessThan(6_000);
    expect(serve(pace, end, 1_000, 0) - end).toBeGreaterThanOrEqual((1_000 * 1_000) / MOST_PER_SECOND - 20);
  });

  it('asks one by one at first, and side by side once answers are good', () => {
    const pace = createPace(NOW);
    expect(pace.places()).toBe(1);
    serve(pace, NOW, 40);
    expect(pace.places()).toBeGreaterThanOrEqual(4);
  });
});

describe('a refusal', () => {
  it('holds everything until the moment the service named, and never shortens an earlier one', () => {
    const pace = createPace(NOW);
    pace.sent(NOW);
    pace.sent(NOW);
    pace.refused(NOW, NOW + 50, NOW + 60_000, 0);
    pace.refused(NOW, NOW + 60, NOW + 2_000, 0);
    expect(pace.waitMs(NOW + 60)).toBe(59_940);
  });

  it('is followed by one request alone, and trust has to be earned again', () => {
    const pace = createPace(NOW);
    const at = refuse(pace, serve(pace, NOW, 40));
    expect(pace.places()).toBe(1);
    serve(pace, at, 40);
    expect(pace.places()).toBeGreaterThanOrEqual(4);
  });

  it('is asked about again when the request that was to find out failed for another reason', () => {
    for (const before of [2, 4, 40]) {
      const pace = createPace(NOW);
      let now = serve(pace, NOW, before);
      const retryAt = now + 1_000;
      now = refuse(pace, now, retryAt);
      for (let failures = 0; failures < 2; failures += 1) {
        now += pace.waitMs(now);
        pace.sent(now);
        expect(pace.places()).toBe(1);
      }
      expect(serve(pace, now, 60) - retryAt).toBeLessThan(10_000);
    }
  });

  it('without a named moment pauses at least a second, and longer while refusals go on', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0, max: 0.999, noNaN: true }),
        fc.integer({ min: 0, max: 60 }),
        (random, served) => {
          const pace = createPace(NOW);
          let at = serve(pace, NOW, served);
          const pauses = Array.from({ length: 12 }, () => {
            at = refuse(pace, at, undefined, random);
            return pace.waitMs(at);
          });
          for (const pause of pauses) expect(pause).toBeGreaterThanOrEqual(1_000);
          expect(Math.max(...pauses.slice(6))).toBeGreaterThan(4_000);
          expect(Math.max(...pauses)).toBeLessThanOrEqual(15 * 60_000);
        },
      ),
      { seed: 20_260_101 },
    );
  });

  it('waits no longer than a quarter of an hour, even when the clock is set back by years', () => {
    const pace = createPace(NOW);
    refuse(pace, NOW, NOW + 60_000);
    expect(pace.waitMs(0)).toBe(15 * 60_000);
  });
});
