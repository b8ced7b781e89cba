import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CoveragePiece, GapReason } from '../../../../electron/contract/index';
import { faceOf, paintFace, type Face } from '../../../../renderer/charts/patterns';
import { middleOf, pieceAfterKey, pieceAt, stripBoxes } from '../../../../renderer/charts/strip';
import { timeTicks } from '../../../../renderer/charts/time-ticks';

const DAY = 86_400_000;
const piece = (from: number, to: number, reason?: GapReason): CoveragePiece => ({
  ...{ from, to, reason, detail: undefined },
  askedAt: undefined,
  askAgainAt: undefined,
});
const SPAN = { from: 0, to: 1_000 };

describe('a strip', () => {
  it('draws what is held first, gaps over it, and last the gaps too short to be seen', () => {
    const pieces = [
      piece(0, 500),
      piece(500, 501, 'self-check'),
      piece(501, 900),
      piece(900, 1_000, 'offline'),
    ];
    expect(
      stripBoxes(pieces, SPAN, 100).map(({ piece: { reason }, left, width, short }) => [
        reason,
        left,
        Math.round(width * 10) / 10,
        short,
      ]),
    ).toEqual([
      [undefined, 0, 50, false],
      [undefined, 50.1, 39.9, false],
      ['offline', 90, 10, false],
      ['self-check', 50, 1, true],
    ]);
  });
  it('keeps a mark for a gap however short, but no fence of marks', () => {
    const checks = Array.from({ length: 365 }, (_, day) =>
      piece(day * DAY, day * DAY + 60_000, 'self-check'),
    );
    const boxes = stripBoxes(checks, { from: 0, to: 365 * DAY }, 700);
    expect(boxes.length).toBeGreaterThan(80);
    expect(boxes.length).toBeLessThan(120);
    expect(stripBoxes([piece(999, 1_000, 'failed')], SPAN, 100)).toMatchObject([{ left: 99, width: 1 }]);
  });
  it('never draws outside its box, and cuts pieces at the ends of the span', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.integer({ min: -500, max: 1_500 }), fc.integer({ min: 1, max: 900 })), {
          maxLength: 30,
        }),
        fc.integer({ min: 5, max: 2_000 }),
        (starts, width) => {
          const pieces = starts.map(([from, length]) => piece(from, from + length, 'empty'));
          for (const box of stripBoxes(pieces, SPAN, width)) {
            expect(box.left).toBeGreaterThanOrEqual(0);
            expect(box.left + box.width).toBeLessThanOrEqual(width + 1e-6);
          }
        },
      ),
    );
  });
  it('means the short gap near the pointer, otherwise the piece below it', () => {
    const pieces = [
      piece(0, 500),
      piece(500, 501, 'self-check'),
      piece(501, 900),
      piece(900, 1_000, 'offline'),
    ];
    expect([100, 498, 500, 503, 520, 950, 1_000].map((ms) => pieceAt(pieces, ms, 4))).toEqual([
      0,
      1,
      1,
      1,
      2,
      3,
      undefined,
    ]);
  });
  it('is walked by arrows, Home and End, and stops at its ends', () => {
    const walk = (key: string, index: number) => pieceAfterKey(key, index, 4);
    expect(walk('ArrowLeft', 0)).toBe(0);
    expect(walk('ArrowRight', 0)).toBe(1);
    expect(walk('ArrowRight', 3)).toBe(3);
    expect(walk('Home', 2)).toBe(0);
    expect(walk('End', 2)).toBe(3);
    expect(walk('x', 2)).toBeUndefined();
    expect(middleOf(piece(-1_000, 500), SPAN, 100)).toBe(25);
  });
});

describe('the faces of pieces', () => {
  it('tell an answer that may grow from a final one', () => {
    expect(faceOf(piece(0, 1))).toBe('held');
    expect(faceOf({ ...piece(0, 1), askAgainAt: 5 })).toBe('held-open');
    expect(faceOf({ ...piece(0, 1, 'offline'), askAgainAt: 5 })).toBe('offline');
  });
  it('differ in what is drawn and not in colour alone', () => {
    const inks = { held: '#1', rule: '#1', soft: '#1', ok: '#1', warn: '#1', bad: '#1' };
    const faces: readonly Face[] = [
      ...(['held', 'held-open', 'not-asked', 'empty', 'provisional'] as const),
      ...(['offline', 'self-check', 'forbidden', 'failed'] as const),
    ];
    const drawn = faces.map((face) => {
      const strokes: string[] = [];
      const note =
        (name: string) =>
        (...at: number[]) =>
          void strokes.push(`${name} ${at.join()}`);
      const ctx = Object.fromEntries(
        [
          'save',
          'restore',
          'beginPath',
          'rect',
          'clip',
          'fill',
          'stroke',
          'fillRect',
          'moveTo',
          'lineTo',
          'arc',
        ].map((name) => [name, note(name)]),
      );
      paintFace(
        ctx as unknown as CanvasRenderingContext2D,
        { left: 3, top: 0, width: 40, height: 16 },
        face,
        inks,
        1,
      );
      return strokes.join(';');
    });
    expect(new Set(drawn).size).toBe(faces.length);
  });
});

describe('ticks of a long span', () => {
  const labels = (from: number, to: number, zone: string, most: number) =>
    timeTicks({ from, to }, zone, most).map(({ label }) => label);
  it('stand at midnights of the zone, across a change of its clocks', () => {
    const ticks = timeTicks(
      { from: Date.UTC(2026, 2, 27, 12), to: Date.UTC(2026, 2, 31, 12) },
      'Europe/London',
      8,
    );
    expect(ticks.map(({ at }) => new Date(at).toISOString().slice(5, 16))).toEqual([
      '03-28T00:00',
      '03-29T00:00',
      '03-29T23:00',
      '03-30T23:00',
    ]);
  });
  it('name the year at first and where it changes', () => {
    expect(labels(Date.UTC(2026, 11, 20), Date.UTC(2027, 0, 12), 'UTC', 5)).toEqual([
      '21 Dec 2026',
      '28 Dec',
      '4 Jan 2027',
      '11 Jan',
    ]);
    expect(labels(Date.UTC(2025, 10, 22), Date.UTC(2026, 10, 22), 'UTC', 7)).toEqual([
      '1 Jan 2026',
      '1 Mar',
      '1 May',
      '1 Jul',
      '1 Sep',
      '1 Nov',
    ]);
  });
  it('are never more than there is room for, and lie within the span', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 20_000 }),
        fc.integer({ min: 1, max: 3_660 }),
        fc.integer({ min: 2, max: 20 }),
        fc.constantFrom('UTC', 'Europe/London', 'Australia/Lord_Howe'),
        (start, days, most, zone) => {
          const span = { from: start * DAY, to: (start + days) * DAY };
          const ticks = timeTicks(span, zone, most);
          expect(ticks.length).toBeLessThanOrEqual(most);
          for (const { at } of ticks) expect(at >= span.from && at < span.to).toBe(true);
        },
      ),
      { numRuns: 60 },
    );
  });
});
