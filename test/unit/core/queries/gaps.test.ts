import { describe, expect, it } from 'vitest';
import type { CoverageRow } from '../../../../electron/core/db/archive';
import { checkWindows, explainGap } from '../../../../electron/core/queries/gaps';

const MINUTE = 60_000;
const row = (from: number, to: number, rest: Partial<CoverageRow> = {}): CoverageRow => ({
  ...{ dataset: 'timehistory', instrument: 'QT1', params: '1s', from: from * MINUTE, to: to * MINUTE },
  ...{ state: 'settled', askedAt: 7, asks: 1, why: undefined, ...rest },
});
const explain = (from: number, to: number, ledger: readonly CoverageRow[], checks: readonly number[] = []) =>
  explainGap(
    { from: from * MINUTE, to: to * MINUTE },
    ledger,
    checkWindows(checks.map((minute) => minute * MINUTE)),
  );
const reasons = (...args: Parameters<typeof explain>) =>
  explain(...args).map((piece) => [piece.from / MINUTE, piece.to / MINUTE, piece.reason]);

describe('an empty stretch', () => {
  it('is cut where the ledger changes its mind', () => {
    const ledger = [
      row(10, 20),
      row(30, 40, { state: 'provisional', why: 'offline' }),
      row(40, 50, { state: 'provisional', why: 'gap' }),
      row(50, 60, { state: 'provisional', why: 'young' }),
      row(60, 65, { state: 'failed', reason: 'it broke' }),
      row(65, 70, { state: 'forbidden', reason: 'no scope' }),
    ];
    expect(reasons(5, 80, ledger)).toEqual([
      [5, 10, 'not-asked'],
      [10, 20, 'empty'],
      [20, 30, 'not-asked'],
      [30, 40, 'offline'],
      [40, 60, 'provisional'],
      [60, 65, 'failed'],
      [65, 70, 'forbidden'],
      [70, 80, 'not-asked'],
    ]);
  });

  it('says when it was asked, when it will be again, and what the service said', () => {
    const HOUR = 60 * MINUTE;
    expect(explain(0, 1, [row(0, 1, { state: 'provisional', why: 'gap', asks: 2 })])).toEqual([
      { from: 0, to: MINUTE, reason: 'provisional', detail: undefined, askedAt: 7, askAgainAt: 7 + 6 * HOUR },
    ]);
    expect(explain(0, 1, [row(0, 1, { state: 'provisional', why: 'offline', asks: 99 })])[0]).toMatchObject({
      askAgainAt: 7 + 7 * 24 * HOUR,
    });
    expect(explain(0, 1, [row(0, 1, { state: 'failed', reason: 'it broke' })])[0]).toMatchObject({
      ...{ reason: 'failed', detail: 'it broke', askedAt: 7, askAgainAt: undefined },
    });
    expect(explain(0, 1, [row(0, 1)])[0]).toMatchObject({ reason: 'empty', askAgainAt: undefined });
  });
});

describe('a self-check', () => {
  const settled = [row(0, 100)];

  it('explains a gap from two minutes before it to ten after, and no part of a longer one', () => {
    expect(reasons(18, 30, settled, [20])).toEqual([[18, 30, 'self-check']]);
    expect(reasons(17, 30, settled, [20])).toEqual([[17, 30, 'empty']]);
    expect(reasons(18, 31, settled, [20])).toEqual([[18, 31, 'empty']]);
  });

  it('may be followed by another, up to a quarter of an hour in all', () => {
    expect(reasons(18, 33, settled, [20, 24])).toEqual([[18, 33, 'self-check']]);
    expect(reasons(18, 34, settled, [20, 24])).toEqual([[18, 34, 'empty']]);
  });

  it('explains what was asked about and is not final, but nothing that was never asked or could not be', () => {
    const ledger = [
      row(0, 20, { state: 'provisional', why: 'young' }),
      row(20, 22, { state: 'provisional', why: 'offline' }),
      row(22, 24, { state: 'forbidden' }),
    ];
    expect(reasons(18, 26, ledger, [20])).toEqual([
      [18, 20, 'self-check'],
      [20, 22, 'offline'],
      [22, 24, 'forbidden'],
      [24, 26, 'not-asked'],
    ]);
  });
});
