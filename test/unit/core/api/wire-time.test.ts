import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseDuration, parseTime } from '../../../../electron/core/api/wire-time';

describe('a time', () => {
  it('may have a zone or mean UTC, and any number of fraction digits', () => {
    const at = Date.UTC(2023, 5, 14, 14, 0, 0, 207);
    expect(
      [
        '2023-06-14T14:00:00.2074974Z',
        '2023-06-14T14:00:00.207',
        '2023-06-14 14:00:00.207Z',
        '2023-06-14T16:00:00.207+02:00',
        '2023-06-14T16:00:00.20700+0200',
        ' 2023-06-14t14:00:00.207z ',
      ].map(parseTime),
    ).toEqual(Array.from({ length: 6 }, () => at));
    expect(parseTime('2023-06-14T14:00Z')).toBe(Date.UTC(2023, 5, 14, 14));
    expect(parseTime('2023-06-14T14:00:00.5Z')).toBe(Date.UTC(2023, 5, 14, 14, 0, 0, 500));
  });

  it('is refused when there is no such moment', () => {
    const nonsense = [
      '2023-02-30T00:00:00Z',
      '2023-13-01T00:00:00Z',
      '2023-01-01T24:30:00Z',
      '12:00',
      '...',
      '',
    ];
    expect([...nonsense, 5, null, undefined].map(parseTime)).toEqual(Array.from({ length: 9 }));
  });

  it('reads back every moment that we write', () => {
    const times = fc.integer({ min: Date.UTC(1990, 0), max: Date.UTC(2090, 0) });
    fc.assert(fc.property(times, (at) => parseTime(new Date(at).toISOString()) === at));
  });

  it('may be a duration', () => {
    expect(['PT1S', 'PT0.1S', 'PT1M', 'P1DT2H', 'PT', '1S'].map(parseDuration)).toEqual([
      1_000,
      100,
      60_000,
      93_600_000,
      undefined,
      undefined,
    ]);
  });
});
