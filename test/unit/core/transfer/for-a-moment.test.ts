import { expect, it } from 'vitest';
import { forAMoment } from '../../../../electron/core/transfer/for-a-moment';

/** A look that a test ends as it likes. */
function looking() {
  const looks: { readonly at: string; readonly end: (error?: Error) => void }[] = [];
  let now = 0;
  const look = forAMoment(
    (at: string) =>
      new Promise<void>((resolve, reject) => {
        looks.push({ at, end: (error) => (error === undefined ? resolve() : reject(error)) });
      }),
    () => now,
  );
  return { look, looks, wait: (ms: number) => (now += ms) };
}

it('is shared by all who ask within a moment, each place by itself', async () => {
  const { look, looks, wait } = looking();
  const all = [look('a'), look('a'), look('b')];
  expect(looks.map(({ at }) => at)).toEqual(['a', 'b']);
  for (const { end } of looks) end();
  await Promise.all(all);
  wait(9);
  await look('a');
  expect(looks).toHaveLength(2);
  wait(1);
  void look('a');
  expect(looks).toHaveLength(3);
});

it('is made again at once where it found something wrong', async () => {
  const { look, looks } = looking();
  const both = [look('a'), look('a')];
  looks[0]?.end(new Error('gone'));
  const ends = await Promise.allSettled(both);
  expect(ends.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  const again = look('a');
  looks[1]?.end();
  await again;
  expect(looks).toHaveLength(2);
});
