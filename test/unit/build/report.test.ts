import { expect, it } from 'vitest';
import { summary, table } from '../../../build/bench/report.mjs';

it('a summary gives the middle of an odd and of an even number of samples, and leaves their order alone', () => {
  const samples = [9, 1, 5];
  expect(summary(samples)).toEqual({ median: 5, min: 1, max: 9 });
  expect(samples).toEqual([9, 1, 5]);
  expect(summary([4, 1, 3, 2])).toEqual({ median: 2.5, min: 1, max: 4 });
});

it('a table names the bench, the figures with their spread, and why one failed', () => {
  const samples = [0.123456, 0.2, 1234.5];
  const rows = [{ label: 'query', unit: 'ms', samples, ...summary(samples) }];
  const text = table({ name: 'series', loadAverage: [0.1, 0.2, 0.3], rows, failure: 'broke' });
  expect(text).toContain('series (median');
  expect(text).toContain('0.2 (0.123–1235) ms, n = 3'); // not rounded away, not padded with false digits
  expect(text).toContain('FAILED: broke');
});
