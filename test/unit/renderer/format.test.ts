import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import * as f from '../../../renderer/format';

const at = (text: string) => Date.parse(text);

describe('figures', () => {
  it('shows a missing value as an en dash, never as 0', () => {
    for (const missing of [undefined, null, NaN, Infinity])
      expect([
        f.level(missing),
        f.offset(missing),
        f.drift(missing),
        f.bytes(missing),
        f.percent(missing),
        f.duration(missing),
      ]).toEqual(Array(6).fill('–'));
  });
  it('gives levels one decimal and offsets two, with a true minus and no sign on a rounded zero', () => {
    expect([f.level(55.25), f.level(-3.04), f.level(-0.04)]).toEqual(['55.3', '−3.0', '0.0']);
    expect([f.offset(0.04), f.offset(-0.12)]).toEqual(['0.04', '−0.12']);
    expect([f.drift(0.08), f.drift(-0.12), f.drift(0), f.drift(-0.001)]).toEqual([
      '+0.08',
      '−0.12',
      '0.00',
      '0.00',
    ]);
  });
  it('says 100 % only of all and 0 % only of nothing', () => {
    expect([1, 0.999, 0.924, 0.001, 0].map(f.percent)).toEqual(['100 %', '99 %', '92 %', '< 1 %', '0 %']);
    fc.assert(
      fc.property(fc.double({ min: 0, max: 1, noNaN: true }), (x) => {
        expect(f.percent(x) === '100 %').toBe(x === 1);
        expect(f.percent(x) === '0 %').toBe(x === 0);
      }),
    );
  });
  it('counts bytes in decimal units and groups digits', () => {
    expect([0, 999, 1_000, 48_200_000, 999_600_000, 61e9].map(f.bytes)).toEqual([
      '0 B',
      '999 B',
      '1.0 kB',
      '48.2 MB',
      '1.0 GB',
      '61.0 GB',
    ]);
    expect([
      f.count(7_912),
      f.count(12_345_678),
      f.plural(1, 'file'),
      f.plural(2, 'success', 'successes'),
    ]).toEqual(['7,912', '12.3 M', '1 file', '2 successes']);
  });
});

describe('lengths of time', () => {
  it('uses the two largest units and carries over instead of showing 60', () => {
    const cases: [number, string][] = [
      [0, '0 s'],
      [500, '0.5 s'],
      [19_000, '19 s'],
      [59_900, '1 min'],
      [125_000, '2 min 5 s'],
      [3_599_900, '1 h'],
      [4_800_000, '1 h 20 min'],
      [86_399_000, '1 d'],
      [273_600_000, '3 d 4 h'],
    ];
    expect(cases.map(([ms]) => f.duration(ms))).toEqual(cases.map(([, text]) => text));
  });
  it('is coarse about what is left', () => {
    expect([20_000, 228_000, 7_200_000, 200_000_000].map(f.roughly)).toEqual([
      'less than a minute',
      'about 4 min',
      'about 2 h',
      'about 2 days',
    ]);
  });
  it('says how long ago, and does not call a small clock difference the future', () => {
    const now = at('2026-11-22T12:00:00Z');
    const ages = [-30_000, 30_000, 180_000, 3 * 3_600_000, 3 * f.DAY, 100 * f.DAY, 800 * f.DAY].map((ms) =>
      f.age(now - ms, now),
    );
    expect(ages).toEqual([
      'just now',
      'just now',
      '3 min ago',
      '3 h ago',
      '3 days ago',
      '3 months ago',
      '2 years ago',
    ]);
    expect(f.age(now + 600_000, now)).toBe('in the future');
  });
  it('counts one of anything in the singular, whatever the age', () => {
    const days = [1, 1.9, 2, 59, 60, 61, 90, 92, 364, 365, 396, 729, 730, 1_094, 1_095, 1_460];
    expect(days.map((n) => f.age(0, n * f.DAY))).toEqual([
      '24 h ago',
      '45 h ago',
      '2 days ago',
      '59 days ago',
      '1 month ago',
      '2 months ago',
      '2 months ago',
      '3 months ago',
      '11 months ago',
      '12 months ago',
      '13 months ago',
      '23 months ago',
      '2 years ago',
      '2 years ago',
      '3 years ago',
      '4 years ago',
    ]);
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 20_000 * f.DAY }), (ms) => {
        const [number = '', unit = ''] = f.age(0, ms).split(' ');
        expect(/s$/.test(unit) && !['just', '1'].includes(number)).toBe(/^(days|months|years)$/.test(unit));
        if (number === '1') expect(['min', 'h', 'day', 'month', 'year']).toContain(unit);
      }),
    );
    expect([f.progressCount(0, 1, 'files'), f.progressCount(412, 1_204, 'requests')]).toEqual([
      '0 of 1 file',
      '412 of 1,204 requests',
    ]);
    expect([f.roughly(129_600_000), f.roughly(60_000)]).toEqual(['about 2 days', 'about 1 min']);
  });
  it('does not say 0.0 s of something that took a moment', () => {
    expect([f.duration(3), f.duration(100), f.duration(0)]).toEqual(['< 0.1 s', '0.1 s', '0 s']);
  });
  it('makes a reason from elsewhere a sentence', () => {
    expect(['no service is running', 'It is locked.', 'why?', ' '].map(f.sentence)).toEqual([
      'No service is running.',
      'It is locked.',
      'Why?',
      '',
    ]);
  });
});

describe('moments', () => {
  it('always carries the offset that held at that moment, across a change of clocks', () => {
    const zone = 'Europe/London';
    expect(f.exactTime(at('2026-03-29T00:59:59Z'), zone)).toBe('29 Mar 2026 00:59:59 +00:00');
    expect(f.exactTime(at('2026-03-29T01:00:00Z'), zone)).toBe('29 Mar 2026 02:00:00 +01:00');
    expect(f.exactTime(at('2026-03-29T01:00:00Z'), 'UTC')).toBe('29 Mar 2026 01:00:00 UTC');
    expect(f.exactTime(at('2026-01-01T12:00:00Z'), 'America/St_Johns')).toBe('1 Jan 2026 08:30:00 −03:30');
    expect(f.exactTime(undefined, zone)).toBe('–');
  });
  it('names both offsets of a span in which clocks changed', () => {
    const span = { from: at('2026-10-24T12:00:00Z'), to: at('2026-10-25T12:00:00Z') };
    expect(f.spanText(span, 'Europe/London')).toBe(
      '24 Oct 2026 13:00 to 25 Oct 2026 12:00 (+01:00 to +00:00)',
    );
    expect(f.spanText(span, 'UTC')).toBe('24 Oct 2026 12:00 to 25 Oct 2026 12:00 (UTC)');
  });
  it('tells "as of" with its age, with the date only when it was another day', () => {
    const now = at('2026-11-22T17:02:00Z');
    expect(f.asOf(at('2026-11-22T14:02:00Z'), now, 'UTC')).toBe('as of 14:02 · 3 h ago');
    expect(f.asOf(at('2026-11-12T14:02:00Z'), now, 'UTC')).toBe('as of 12 Nov 14:02 · 10 days ago');
    expect(f.asOf(undefined, now, 'UTC')).toBe('not asked yet');
  });
});
