import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createDoor } from '../../../electron/core/door';

describe('a door', () => {
  it('never has more inside than it has places, lets in by order, and nobody waits beside a free place', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.scheduler(),
        fc.integer({ min: 1, max: 4 }),
        fc.array(fc.boolean(), { maxLength: 20 }),
        async (scheduler, places, failing) => {
          const door = createDoor(places);
          const entered: number[] = [];
          let inside = 0;
          const results = failing.map((fails, index) =>
            door(async () => {
              entered.push(index);
              inside += 1;
              expect(inside).toBeLessThanOrEqual(places);
              await scheduler.schedule(Promise.resolve());
              inside -= 1;
              if (fails) throw new Error(`work ${index}`);
              return index;
            }),
          );
          const settled = Promise.allSettled(results);
          expect(inside).toBe(Math.min(places, failing.length));
          await scheduler.waitFor(settled);
          const outcomes = await settled;
          expect(outcomes.map(({ status }) => status === 'rejected')).toEqual(failing);
          expect(entered).toEqual(failing.map((_, index) => index));
          expect(inside).toBe(0);
        },
      ),
    );
  });
});
