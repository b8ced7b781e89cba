import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cellMs, drawStrip, isUtf8 } from '../../../electron/cli/strip';
import type { CoveragePiece, GapReason } from '../../../electron/contract/model';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const piece = (from: number, to: number, reason?: GapReason): CoveragePiece => ({
  ...{ from: from * HOUR, to: to * HOUR, reason },
  ...{ detail: undefined, askedAt: undefined, askAgainAt: undefined },
});
const span = { from: 0, to: 10 * HOUR };

describe('a strip of characters', () => {
  const pieces = [
    piece(0, 2),
    piece(2, 3, 'not-asked'),
    piece(3, 3.2, 'self-check'),
    piece(3.2, 3.99),
    piece(3.99, 4, 'empty'),
    piece(4, 4.4, 'offline'),
    piece(4.4, 5, 'forbidden'),
    piece(5, 5.01, 'failed'),
    piece(5.01, 6),
    piece(6, 7, 'provisional'),
    piece(7, 8, 'empty'),
    piece(8, 8.5, 'failed'),
  ];

  it('says in each what most of what is missing is missing for, and leaves the future blank', () => {
    expect(drawStrip({ span, pieces }, HOUR, false)).toBe('██·c×█?○! ');
    expect(drawStrip({ span, pieces }, HOUR, true)).toBe('##.cx#?o! ');
    expect(drawStrip({ span, pieces: [] }, HOUR, true)).toBe(' '.repeat(10));
  });

  it('fits a line whatever the span, with characters that are parts of a day or whole days', () => {
    expect([cellMs({ from: 0, to: 31 * DAY }), cellMs({ from: 0, to: DAY })]).toEqual([12 * HOUR, HOUR]);
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 3_660 * 24 }), (hours) => {
        const wide = { from: 0, to: hours * HOUR };
        const ms = cellMs(wide);
        expect(ms % DAY === 0 || DAY % ms === 0).toBe(true);
        expect(drawStrip({ span: wide, pieces: [] }, ms, true).length).toBeLessThanOrEqual(62);
      }),
    );
  });
});

it('is drawn in plain letters where the locale is not UTF-8', () => {
  expect(isUtf8({ LANG: 'de_DE.UTF-8' }, 'linux')).toBe(true);
  expect(isUtf8({ LANG: 'de_DE.UTF-8', LC_ALL: 'C' }, 'linux')).toBe(false);
  expect(isUtf8({ LANG: 'C.utf8', LC_ALL: '' }, 'darwin')).toBe(true);
  expect(isUtf8({}, 'linux')).toBe(false);
  expect([isUtf8({ LANG: 'x.UTF-8' }, 'win32'), isUtf8({ WT_SESSION: '1' }, 'win32')]).toEqual([false, true]);
});
