/**
 * The pacing policy against every kind of limit that nobody announced, in counted time. It is measured against one who
 * knows the limit and when its minutes begin, and who has as many places and the same courtesy.
 */
import { describe, expect, it } from 'vitest';
import { fixedWindow, leakyQueue, slidingLog, tokenBucket, type Limiter } from './limiters';
import { IN_FLIGHT, leastMs, simulate, START, type Line, type Outcome } from './simulate';

const MINUTE = 60_000;
const LIMITS = [10, 30, 60, 120, 600, 6_000];
/** How much is asked for, in minutes of the limit. */
const AMOUNTS = [2, 10, 30, 60];
const MOST_REQUESTS = 60_000;
const SEED = 7;

interface Model {
  readonly name: string;
  readonly make: (perMinute: number) => Limiter;
  /**
   * It refuses two requests that the line brings closer together than they were sent. With a line that does so, no
   * pace slower than the limit by less than that can avoid it: such lines are left out.
   */
  readonly isStrict?: true;
}
const models: readonly (readonly [string, readonly Model[]])[] = [
  [
    'a fixed window of a minute',
    [0.03, 0.3, 0.55, 0.8].map((phase) => ({
      name: `whose next begins after ${String(phase)} of one`,
      make: (perMinute) => fixedWindow(perMinute, START + phase * MINUTE),
    })),
  ],
  ['a sliding minute', [{ name: 'of its log', make: slidingLog }]],
  [
    'a token bucket, or a leaky one that meters',
    [
      ...[1, 3].map((burst) => ({
        name: `for ${String(burst)}`,
        make: (perMinute: number) => tokenBucket(perMinute, burst),
        isStrict: true as const,
      })),
      ...[10, 2, 1].map((part) => ({
        name: `for 1/${String(part)} of a minute's`,
        make: (perMinute: number) => tokenBucket(perMinute, Math.max(2, Math.floor(perMinute / part))),
      })),
    ],
  ],
  [
    'a leaky bucket that holds requests back',
    [
      { name: 'two of them', make: (perMinute) => leakyQueue(perMinute, 2), isStrict: true },
      { name: 'eight of them', make: (perMinute) => leakyQueue(perMinute, 8) },
    ],
  ],
];
const lines: readonly Line[] = [5, 500, 2_000].flatMap((latencyMs) =>
  [0, 0.3].flatMap((jitter) => [true, false].map((retryAfter) => ({ latencyMs, jitter, retryAfter }))),
);

interface Run extends Outcome {
  readonly what: string;
  readonly perMinute: number;
  readonly minutes: number;
  readonly least: number;
}
function* runs(all: readonly Model[]): Generator<Run> {
  for (const perMinute of LIMITS)
    for (const { name, make, isStrict } of all)
      for (const line of lines.filter(({ jitter }) => jitter === 0 || isStrict !== true))
        for (const minutes of AMOUNTS) {
          const requests = perMinute * minutes;
          // The cap on our own pace makes more of the same of what is more.
          if (requests > MOST_REQUESTS || (perMinute > 1_000 && line.latencyMs > 5)) continue;
          const { latencyMs, jitter, retryAfter } = line;
          const how = `${String(latencyMs)} ms ± ${String(jitter)}, ${retryAfter ? 'with' : 'without'} Retry-After`;
          yield {
            what: `${String(requests)} requests at ${String(perMinute)} a minute, ${name}, ${how}`,
            ...{ perMinute, minutes, least: leastMs(make(perMinute), line, requests, SEED) },
            ...simulate(make(perMinute), line, requests, SEED),
          };
        }
}

/** A bucket that is full at first is found out by its first refusal. */
const FIRST_MS = 5_000;
/** Nothing tells when the service's own minutes begin; the best there could be knows. */
const PHASE_MS = MINUTE;
/** Asked for more than an hour's, a large bucket may look like a count, which suits it but for what it holds at first. */
const LARGE_MS = 30_000;
const DAY = 86_400_000;
function* returns(all: readonly Model[]) {
  for (const perMinute of [60, 120, 600])
    for (const { name, make, isStrict } of all)
      for (const line of lines.filter(({ jitter }) => jitter === 0 || isStrict !== true)) {
        const how = `${String(line.latencyMs)} ms ± ${String(line.jitter)}, ${line.retryAfter ? 'with' : 'without'} Retry-After`;
        yield { what: `${String(perMinute)} a minute, ${name}, ${how}`, make, line, perMinute };
      }
}

/** Where so few fit that a handful of refusals is more than a share of them. */
const FEW = 60;

describe.each(models)('against %s', (_name, all) => {
  it('a sync takes hardly longer than it must, and is hardly ever refused', { timeout: 300_000 }, () => {
    for (const run of runs(all)) {
      const { what, perMinute, minutes, least, ms, refused, answers, mostInFlight, intrusions } = run;
      expect([mostInFlight <= IN_FLIGHT, intrusions], what).toEqual([true, 0]);
      const isHour = minutes >= 60;
      // To learn an unknown limit one has to be refused, and what refuses without a word has to be tried, each time
      // for what may be a refusal: with ten a minute and a hundred to ask, two would be the most that is allowed. A
      // minute that began just before the first request also lets those have more who need not begin with care.
      const learningMs = isHour ? 0 : perMinute < FEW ? 110_000 : minutes >= 30 ? 30_000 : 80_000;
      expect(ms, `${what}: ms`).toBeLessThanOrEqual(1.05 * least + learningMs);
      const lessons = perMinute >= FEW && minutes >= 30 ? 0 : 18;
      expect(refused, `${what}: refused`).toBeLessThanOrEqual(0.02 * answers + lessons);
    }
  });
});

describe.each(models)('against %s that was learnt some days ago', (name, all) => {
  const firstMs = name.includes('fixed') ? PHASE_MS : name.includes('token') ? LARGE_MS : FIRST_MS;
  it('a short sync is as quick as a long one, and is hardly ever refused', { timeout: 300_000 }, () => {
    for (const { what, make, line, perMinute } of returns(all)) {
      const first = simulate(make(perMinute), line, 60 * perMinute, SEED);
      const learnt = first.known;
      if (learnt === undefined) {
        // Where the line itself is about as slow as the limit there is little to learn.
        expect(first.refused, what).toBeLessThanOrEqual(3);
        continue;
      }
      for (const minutes of [2, 5, 10]) {
        const requests = perMinute * minutes;
        const known = { ...learnt, learntAt: START - 2 * DAY, usedAt: START - 2 * DAY };
        const again = simulate(make(perMinute), line, requests, SEED + 1, known);
        const least = leastMs(make(perMinute), line, requests, SEED + 1);
        const which = `${String(requests)} requests, ${what}`;
        expect(again.ms, `${which}: ms`).toBeLessThanOrEqual(1.05 * least + firstMs + 2 * line.latencyMs);
        expect(again.refused, `${which}: refused`).toBeLessThanOrEqual(0.02 * again.answers + IN_FLIGHT);
      }
    }
  });
});

describe('what was learnt', () => {
  it('by never being refused is where the next one begins', () => {
    const free: Limiter = { take: (at) => ({ answerAt: at }), freeAt: (at) => at };
    const far: Line = { latencyMs: 100, jitter: 0, retryAfter: false };
    const first = simulate(free, far, 40, SEED);
    expect(first.known).toMatchObject({ limit: { kind: 'none', most: 40 } });
    const again = simulate(free, far, 40, SEED, first.known);
    expect(again.ms).toBeLessThanOrEqual(leastMs(free, far, 40, SEED) + 10);
    expect(first.ms).toBeGreaterThan(again.ms + 3 * far.latencyMs);
  });

  const line: Line = { latencyMs: 50, jitter: 0.2, retryAfter: false };

  it('a moment ago counts what was sent then', () => {
    const first = simulate(slidingLog(60), line, 60 * 30, SEED);
    const known = first.known && { ...first.known, learntAt: START - 5_000, usedAt: START - 5_000 };
    expect(known).toMatchObject({ limit: { kind: 'counts', most: 60 } });
    const held = slidingLog(60);
    for (let i = 0; i < (known?.recent ?? 0); i++) held.take(START - 5_000);
    expect(simulate(held, line, 120, SEED, known).refused).toBeLessThanOrEqual(1);
  });

  it('and is true no more, is learnt anew', () => {
    const { known } = simulate(slidingLog(600), line, 600 * 30, SEED);
    const then = known && { ...known, learntAt: START - DAY, usedAt: START - DAY };
    for (const make of [slidingLog, (perMinute: number) => tokenBucket(perMinute, 10)]) {
      const { ms, refused, answers } = simulate(make(120), line, 120 * 30, SEED, then);
      expect(ms).toBeLessThan(1.1 * 30 * MINUTE);
      expect(refused / answers).toBeLessThan(0.03);
    }
  });

  it('is forgotten after a week', () => {
    const { known } = simulate(slidingLog(60), line, 60 * 30, SEED);
    const old = known && { ...known, learntAt: START - 8 * DAY };
    expect(simulate(slidingLog(6_000), line, 600, SEED, old).ms).toBeLessThan(MINUTE);
  });
});

describe('against no limit at all', () => {
  it('a sync is as quick as courtesy and the line allow', () => {
    for (const line of lines) {
      const none: Limiter = { freeAt: (at) => at, take: (at) => ({ answerAt: at }) };
      const { ms, refused } = simulate(none, line, 3_000, SEED);
      expect(refused).toBe(0);
      expect(ms).toBeLessThan(1.05 * leastMs(none, line, 3_000, SEED) + 35_000);
    }
  });
});

describe('against a limit that changes', () => {
  const changing = (first: Limiter, then: Limiter, atMs: number): Limiter => {
    const now = (at: number): Limiter => (at < START + atMs ? first : then);
    return { freeAt: (at) => now(at).freeAt(at), take: (at) => now(at).take(at) };
  };
  const line: Line = { latencyMs: 50, jitter: 0.2, retryAfter: false };

  it.each([
    ['counted', (perMinute: number) => slidingLog(perMinute)],
    ['refilled', (perMinute: number) => tokenBucket(perMinute, perMinute / 10)],
  ])('that is %s, it follows down and up', (_kind, make) => {
    const down = simulate(changing(make(600), make(120), 5 * MINUTE), line, 5 * 600 + 20 * 120, SEED);
    expect(down.ms).toBeLessThan(1.1 * 25 * MINUTE);
    expect(down.refused / down.answers).toBeLessThan(0.03);
    const up = simulate(changing(make(120), make(600), 5 * MINUTE), line, 5 * 120 + 20 * 600, SEED);
    expect(up.ms).toBeLessThan(1.6 * 25 * MINUTE);
    expect(up.refused / up.answers).toBeLessThan(0.03);
  });

  it('to nothing for a while, it does not storm, and it recovers', () => {
    const shut: Limiter = {
      freeAt: () => START + 30 * MINUTE,
      take: () => ({ freeAt: START + 30 * MINUTE }),
    };
    const outage = changing(
      changing(tokenBucket(600, 20), shut, 5 * MINUTE),
      tokenBucket(600, 20),
      30 * MINUTE,
    );
    const { ms, refused } = simulate(outage, line, 10 * 600, SEED);
    const usual = simulate(tokenBucket(600, 20), line, 10 * 600, SEED);
    expect(refused - usual.refused).toBeLessThan(60);
    expect(ms).toBeLessThan(46 * MINUTE);
  });
});
