/** Days decoded once for all who read them at the same time. */
import { expect, test } from 'vitest';
import { SharedDays } from '../../../../electron/core/db/shared-days';

const day = (length: number) => ({ start: 0, stepMs: 1_000, column: new Float64Array(length) });
/** Counts how often a day is read. */
function reading(length = 10) {
  const read: string[] = [];
  const days = new SharedDays<ReturnType<typeof day>>();
  const of = (at: number) =>
    days.of(1, at, () => {
      read.push(String(at));
      return day(length);
    });
  return { days, of, read };
}

test('while several read, each day is read once; what is written meanwhile is read again', async () => {
  const { days, of, read } = reading();
  let end: () => void = () => undefined;
  const other = days.during(() => new Promise<void>((resolve) => (end = resolve)));
  await days.during(() => Promise.resolve([of(1), of(2)]));
  expect(of(1)).toBe(of(1));
  expect(read).toEqual(['1', '2']);
  days.forget(1, 2);
  of(2);
  expect(read).toEqual(['1', '2', '2']);
  end();
  await other;
  of(1);
  expect(read).toEqual(['1', '2', '2', '1']);
});

test('once nobody reads, or reading failed, nothing is held', async () => {
  const { days, of, read } = reading();
  of(1);
  of(1);
  await expect(days.during(() => Promise.reject(new Error(String(of(1)?.start))))).rejects.toThrow('0');
  of(1);
  expect(read).toEqual(['1', '1', '1', '1']);
});

test('the longest unused gives way, and a day larger than all the room is told all the same', async () => {
  const { days, of, read } = reading(600_000);
  await days.during(() => {
    for (const at of [1, 2, 1, 3, 1, 2]) expect(of(at)?.column).toHaveLength(600_000);
    return Promise.resolve();
  });
  expect(read).toEqual(['1', '2', '3', '2']);
  const large = reading(2_000_000);
  await large.days.during(() => Promise.resolve([large.of(1), large.of(1)]));
  expect(large.read).toEqual(['1', '1']);
});
