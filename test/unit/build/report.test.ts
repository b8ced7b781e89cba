import { expect, it } from 'vitest';
import { isBad, judge, summary, table, verdicts } from '../../../build/bench/report.mjs';

it('a summary gives the middle of an odd and of an even number of samples, and leaves their order alone', () => {
  const samples = [9, 1, 5];
  expect(summary(samples)).toEqual({ median: 5, min: 1, max: 9 });
  expect(samples).toEqual([9, 1, 5]);
  expect(summary([4, 1, 3, 2])).toEqual({ median: 2.5, min: 1, max: 4 });
});

it('a table names the bench, the figures with their spread, and why one failed', () => {
  const samples = [0.123456, 0.2, 1234.5];
  const rows = [{ label: 'query', unit: 'ms', samples, ...summary(samples) }];
  const text = table({ name: 'series', rows, failure: 'broke' });
  expect(text).toContain('series (median');
  expect(text).toContain('0.2 (0.123–1235) ms, n = 3'); // not rounded away, not padded with false digits
  expect(text).toContain('FAILED: broke');
});

it('a figure is judged by its median or by its worst sample, in the direction that is better', () => {
  const figures = { median: 5, min: 1, max: 9 };
  const verdict = (target: Parameters<typeof judge>[0]['target']) => judge({ ...figures, target });
  expect(verdict({ must: 6, aim: 5, better: 'less' })).toEqual({ measured: 5, verdict: 'aim' });
  expect(verdict({ must: 6, aim: 4, better: 'less' })).toEqual({ measured: 5, verdict: 'must' });
  expect(verdict({ must: 6, aim: 4, better: 'less', by: 'worst' })).toEqual({
    measured: 9,
    verdict: 'MISSED',
  });
  expect(verdict({ must: 5, aim: 6, better: 'more' })).toEqual({ measured: 5, verdict: 'must' });
  expect(verdict({ must: 2, aim: 6, better: 'more', by: 'worst' })).toEqual({
    measured: 1,
    verdict: 'MISSED',
  });
});

it('the table of promises leaves out what nothing was promised of, and voids what a failed bench measured', () => {
  const samples = [3, 4, 5];
  const target = { must: 5, aim: 2, better: 'less' as const };
  const judged = { label: 'query', unit: 'ms', samples, ...summary(samples), target };
  const plain = { label: 'beside it', unit: 'ms', samples, ...summary(samples) };
  const text = verdicts([
    { name: 'series', rows: [judged, plain] },
    { name: 'other', rows: [judged], failure: 'broke' },
  ]);
  expect(text).toMatch(/series: query +4 ms +≤ 5 +≤ 2 +must reached\n/);
  expect(text).not.toContain('beside it');
  expect(text).toContain('must reached, void: the bench failed');
});

it('a missed promise and a failure are bad, a promise kept is not', () => {
  const samples = [3, 4, 5];
  const row = (must: number) => ({
    ...{ label: 'query', unit: 'ms', samples, ...summary(samples) },
    target: { must, aim: 1, better: 'less' as const },
  });
  expect(isBad({ name: 'series', rows: [row(5)] })).toBe(false);
  expect(isBad({ name: 'series', rows: [row(3)] })).toBe(true);
  expect(isBad({ name: 'series', failure: 'broke' })).toBe(true);
});
