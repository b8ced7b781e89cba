/** The client, its gate and the demo service's own rate limit, over real HTTP in counted time. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createApi } from '../../../electron/core/api/client';
import { createPacer } from '../../../electron/core/api/gate';
import { fetchTransport } from '../../../electron/core/api/transport';
import type { Clock } from '../../../electron/core/clock';
import { createNetwork } from '../../../electron/core/network';
import { isFailure } from '../../../electron/contract/result';
import { startDemoServer, type DemoServer } from '../../../electron/demo/server/server';
import { DEMO_KEY } from '../../../electron/demo/key';
import { createFakeWorld } from '../../support/fake-world';
import { keptLog } from '../../support/quiet-log';

const NOW = Date.parse('2026-03-02T12:00:00Z');
const MINUTE = 60_000;
const PER_MINUTE = 600;
const REQUESTS = 4 * PER_MINUTE;

/** Time goes on only while nobody is being answered, and then at once to what is waited for next. */
function idleClock(start: number): Clock & { readonly busy: <T>(work: () => Promise<T>) => Promise<T> } {
  let now = start;
  let under = 0;
  const sleepers = new Set<{ readonly at: number; readonly wake: () => void }>();
  const tick = (): void => {
    const next = [...sleepers].sort((a, b) => a.at - b.at)[0];
    if (next === undefined || under > 0) return;
    sleepers.delete(next);
    now = Math.max(now, next.at);
    next.wake();
  };
  return {
    now: () => now,
    random: () => 0.5,
    sleep: (ms) =>
      new Promise((resolve) => {
        sleepers.add({ at: now + ms, wake: resolve });
        setImmediate(tick);
      }),
    async busy(work) {
      under += 1;
      try {
        return await work();
      } finally {
        under -= 1;
        setImmediate(tick);
      }
    },
  };
}

describe('a sync under a limit of 600 requests a minute', () => {
  const clock = idleClock(NOW);
  let demo: DemoServer;
  beforeAll(async () => {
    demo = await startDemoServer({ world: createFakeWorld(), clock });
  });
  afterAll(() => demo.close());

  it.each(['seconds', 'date', 'none'] as const)(
    'is hardly ever refused and hardly longer than it must be, with Retry-After as %s',
    { timeout: 240_000 },
    async (retryAfter) => {
      demo.levers.rateLimit({ perMinute: PER_MINUTE, retryAfter });
      const before = demo.journal.length;
      const start = clock.now();
      await askFor(REQUESTS);
      const answers = demo.journal.slice(before).map(({ status }) => status);
      const refused = answers.filter((status) => status === 429).length;
      expect(answers.filter((status) => status === 200)).toHaveLength(REQUESTS);
      expect(refused).toBeGreaterThan(0);
      expect(refused / answers.length).toBeLessThan(0.02);
      const least = ((REQUESTS - PER_MINUTE) / PER_MINUTE) * MINUTE;
      expect(clock.now() - start).toBeLessThan(1.05 * least + 6_000);
    },
  );

  /** Four workers, each of which asks again for what was refused once it may. */
  async function askFor(count: number): Promise<void> {
    const api = createApi({
      baseUrl: () => Promise.resolve(demo.url),
      key: () => DEMO_KEY,
      transport: fetchTransport((...request) => clock.busy(() => fetch(...request))),
      pacer: createPacer({ clock }),
      network: createNetwork({ clock, lastOnlineAt: undefined }),
      log: keptLog(),
      clock,
    });
    const { signal } = new AbortController();
    let left = count;
    const worker = async (): Promise<void> => {
      while (left > 0) {
        left -= 1;
        await api.snapshot('status', 'QT100001', signal).catch((error: unknown) => {
          if (!isFailure(error, 'rate-limited')) throw error;
          left += 1;
        });
      }
    };
    await Promise.all(Array.from({ length: 4 }, worker));
  }
});
