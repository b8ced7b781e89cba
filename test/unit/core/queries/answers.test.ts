/** Answers kept until what they rest on changes. */
import { expect, test } from 'vitest';
import type { Events } from '../../../../electron/contract/index';
import type { Archive } from '../../../../electron/core/db/archive';
import { createAnswers } from '../../../../electron/core/queries/answers';

function answering() {
  let tell: (change: Events['data-changed']) => void = () => undefined;
  const writes = { elsewhere: 1 };
  const archive = () => ({ otherWrites: () => writes.elsewhere }) as Archive;
  const answers = createAnswers<{ instrument: string; n?: number }, number>({
    ...{ tables: ['series'], most: 2, onChange: (listener) => (tell = listener) },
  });
  let found = 0;
  const find = () => Promise.resolve(++found);
  return { answers, archive, find, tell: (change: Events['data-changed']) => tell(change), writes };
}
const a = { instrument: 'A' };
const b = { instrument: 'B' };

test('the same question is answered once, another one by itself, and the longest unused is forgotten', async () => {
  const { answers, archive, find } = answering();
  const one = archive();
  expect(await answers.of(one, a, find)).toBe(1);
  expect(await answers.of(one, { ...a, n: 1 }, find)).toBe(2);
  expect(await answers.of(one, { ...a }, find)).toBe(1);
  expect(await answers.of(one, b, find)).toBe(3);
  expect(await answers.of(one, a, find)).toBe(1);
  expect(await answers.of(one, { ...a, n: 1 }, find)).toBe(4);
  expect(await answers.of(archive(), a, find)).toBe(5);
});

test('what changes for its instrument, or by another process, is answered anew; what concerns others is not', async () => {
  const { answers, archive, find, tell, writes } = answering();
  const one = archive();
  await answers.of(one, a, find);
  tell({ tables: ['series'], instruments: ['B'] });
  tell({ tables: ['people'], instruments: ['A'] });
  expect(await answers.of(one, a, find)).toBe(1);
  tell({ tables: ['series', 'coverage'], instruments: ['A'] });
  expect(await answers.of(one, a, find)).toBe(2);
  tell({ tables: ['series'], instruments: undefined });
  expect(await answers.of(one, a, find)).toBe(3);
  writes.elsewhere = 2;
  expect(await answers.of(one, a, find)).toBe(4);
});

test('what was found while something changed is told and not kept, and neither is a failure', async () => {
  const { answers, archive, find, tell } = answering();
  const one = archive();
  const told = await answers.of(one, a, () => {
    tell({ tables: ['series'], instruments: ['A'] });
    return Promise.resolve(99);
  });
  expect(told).toBe(99);
  await expect(answers.of(one, a, () => Promise.reject(new Error('no')))).rejects.toThrow('no');
  expect(await answers.of(one, a, find)).toBe(1);
});
