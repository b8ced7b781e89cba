import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Clock } from '../../../../electron/core/clock';
import { createRate } from '../../../../electron/core/transfer/rate';

/** A clock whose sleepers wake in order, each at its moment. */
function fakeClock() {
  let now = 1_000_000;
  const asleep: { at: number; wake: () => void }[] = [];
  const clock: Clock = {
    now: () => now,
    random: () => 0.5,
    sleep: (ms) => new Promise<void>((wake) => asleep.push({ at: now + ms, wake })),
  };
  return {
    clock,
    set: (to: number) => (now = to),
    /** Runs until nobody sleeps. */
    async run(): Promise<void> {
      const settled = () => new Promise<void>((resolve) => setImmediate(resolve));
      await settled();
      while (asleep.length > 0) {
        asleep.sort((a, b) => a.at - b.at);
        const next = asleep.shift();
        now = Math.max(now, next?.at ?? 0);
        next?.wake();
        await settled();
      }
    },
  };
}
const signal = new AbortController().signal;

describe('a cap on bytes per second', () => {
  it('holds over several connections, in no stretch more than it and what may come at once', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1_000, max: 5_000_000 }),
        fc.array(fc.integer({ min: 1, max: 70_000 }), { minLength: 1, maxLength: 60 }),
        fc.integer({ min: 1, max: 16 }),
        async (bytesPerSecond, pieces, width) => {
          const fake = fakeClock();
          const rate = createRate(bytesPerSecond, fake.clock);
          const began = fake.clock.now();
          const taken: { at: number; bytes: number }[] = [];
          const line = [...pieces];
          const connection = async (): Promise<void> => {
            for (let bytes = line.shift(); bytes !== undefined; bytes = line.shift()) {
              await rate?.take(bytes, signal);
              taken.push({ at: fake.clock.now(), bytes });
            }
          };
          const all = Promise.all(Array.from({ length: width }, connection));
          await fake.run();
          await all;
          let sum = 0;
          for (const { at, bytes } of taken) {
            sum += bytes;
            expect(sum).toBeLessThanOrEqual(((at - began + 250) * bytesPerSecond) / 1_000 + 1);
          }
          const total = pieces.reduce((a, b) => a + b, 0);
          // And no slower than asked for.
          expect(fake.clock.now() - began).toBeLessThanOrEqual((total * 1_000) / bytesPerSecond + 1);
        },
      ),
    );
  });

  it('does not make up for a long pause, and forgives a clock that was set back', async () => {
    const fake = fakeClock();
    const rate = createRate(1_000, fake.clock);
    fake.set(fake.clock.now() + 3_600_000);
    const before = fake.clock.now();
    const work = rate?.take(1_250, signal);
    await fake.run();
    await work;
    expect(fake.clock.now() - before).toBe(1_000);
    const fast = createRate(100_000_000, fake.clock);
    await fast?.take(1_000, signal);
    fake.set(before - 3_600_000);
    const again = fast?.take(1_000, signal);
    await fake.run();
    await again;
    expect(fake.clock.now()).toBeLessThan(before - 3_600_000 + 2_000);
  });

  it('is nothing where none is asked for', () => {
    expect(createRate(undefined, fakeClock().clock)).toBeUndefined();
  });
});
