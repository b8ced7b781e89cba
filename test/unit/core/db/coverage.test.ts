import Database from 'better-sqlite3';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isFailure } from '../../../../electron/contract/result';
import type { CoverageRow } from '../../../../electron/core/db/archive';
import { withArchive } from '../../../support/temp-archive';

const row = (from: number, to: number, more: Partial<CoverageRow> = {}): CoverageRow => ({
  dataset: 'measurements',
  instrument: 'QT1',
  params: '',
  from,
  to,
  state: 'settled',
  askedAt: 1,
  asks: 1,
  why: undefined,
  ...more,
});

const WIDEST = 40;
const STATES = ['settled', 'provisional', 'failed', 'forbidden'] as const;
const stretch = fc
  .record({
    from: fc.integer({ min: 0, max: WIDEST - 1 }),
    length: fc.integer({ min: 1, max: WIDEST }),
    state: fc.constantFrom(...STATES),
    askedAt: fc.integer({ min: 1, max: 2 }),
    why: fc.constantFrom(undefined, 'young' as const, 'gap' as const),
    reason: fc.constantFrom(undefined, 'The service said no.'),
    params: fc.constantFrom('', 'LAeq 1000'),
  })
  .map(({ length, reason, ...each }) =>
    row(each.from, Math.min(WIDEST, each.from + length), { ...each, ...(reason && { reason }) }),
  );
/** A row that is written, or a stretch that is forgotten, of one or of all params. */
const action = fc.oneof(
  { weight: 4, arbitrary: stretch.map((each) => ({ does: 'put' as const, row: each })) },
  {
    weight: 1,
    arbitrary: stretch.map((each) => ({ does: 'remove' as const, row: each, params: each.params })),
  },
  {
    weight: 1,
    arbitrary: stretch.map((each) => ({ does: 'remove' as const, row: each, params: undefined })),
  },
);
type Action = typeof action extends fc.Arbitrary<infer T> ? T : never;

/** One entry per unit of time: what was said last about it, where no answer gives way to a refusal. */
function naive(actions: readonly Action[], params: string): (string | undefined)[] {
  const units = Array.from<string | undefined>({ length: WIDEST });
  for (const each of actions) {
    const { from, to, state, askedAt, why, reason } = each.row;
    const isMine = each.does === 'put' ? each.row.params === params : (each.params ?? params) === params;
    if (!isMine) continue;
    for (let unit = from; unit < to; unit++) {
      if (each.does === 'remove') units[unit] = undefined;
      else if (['settled', 'provisional'].includes(state) || !/settled|provisional/.test(units[unit] ?? ''))
        units[unit] = JSON.stringify([state, askedAt, why, reason]);
    }
  }
  return units;
}
const puts = (rows: readonly CoverageRow[]): readonly Action[] =>
  rows.map((each) => ({ does: 'put' as const, row: each }));

/** In order, none over another, and none that could have been one with the row before. */
function expectFewest(rows: readonly CoverageRow[]): void {
  for (const [i, each] of rows.entries()) {
    const before = rows[i - 1];
    if (before === undefined) continue;
    expect(before.to).toBeLessThanOrEqual(each.from);
    const touching = { ...before, from: each.from, to: each.to };
    if (before.to === each.from) expect(touching).not.toEqual(each);
  }
}

describe('the ledger', () => {
  it('says of every moment what was said last, in as few rows as that takes', () => {
    withArchive(({ coverage }) => {
      let runs = 0;
      fc.assert(
        fc.property(fc.array(action, { maxLength: 25 }), (actions) => {
          const instrument = `QT${(runs += 1)}`;
          for (const each of actions) {
            if (each.does === 'put') coverage.put({ ...each.row, instrument });
            else coverage.remove('measurements', instrument, each.row, each.params);
          }
          for (const params of ['', 'LAeq 1000']) {
            const held = coverage
              .list({ instruments: [instrument] })
              .filter((each) => each.params === params);
            expect(naive(puts(held), params)).toEqual(naive(actions, params));
            expectFewest(held);
          }
        }),
      );
    });
  });

  it('tells what reaches beyond any moment as a look at all of it would', () => {
    withArchive(({ coverage }) => {
      let runs = 0;
      const moment = fc.integer({ min: -2, max: WIDEST + 2 });
      fc.assert(
        fc.property(fc.array(stretch, { maxLength: 15 }), moment, (rows, from) => {
          const instrument = `QT${(runs += 1)}`;
          for (const each of rows) coverage.put({ ...each, instrument });
          for (const params of ['', 'LAeq 1000']) {
            const all = coverage.list({ instruments: [instrument] }).filter((each) => each.params === params);
            expect(coverage.since('measurements', instrument, params, from)).toEqual(
              all.filter(({ to }) => to > from),
            );
          }
        }),
      );
    });
  });

  it('splits what was there around what is new', () => {
    withArchive(({ coverage }) => {
      coverage.put(row(0, 100));
      coverage.put(row(40, 60, { state: 'provisional', why: 'offline', asks: 3 }));
      expect(coverage.list()).toEqual([
        row(0, 40),
        row(40, 60, { state: 'provisional', why: 'offline', asks: 3 }),
        row(60, 100),
      ]);
      coverage.put(row(40, 60));
      expect(coverage.list()).toEqual([row(0, 100)]);
    });
  });

  it('keeps instruments, datasets and parameters apart, and lists those asked for', () => {
    withArchive(({ coverage }) => {
      const others = [
        row(0, 9, { instrument: 'QT2' }),
        row(0, 9, { dataset: 'sic' }),
        row(0, 9, { params: 'x' }),
      ];
      for (const each of [row(0, 9), ...others]) coverage.put(each);
      coverage.put(row(3, 4, { askedAt: 2 }));
      expect(coverage.list()).toHaveLength(6);
      expect(coverage.list({ instruments: ['QT2', 'QT3'] })).toEqual([others[0]]);
      expect(coverage.list({ datasets: ['sic'], instruments: ['QT1'] })).toEqual([others[1]]);
      expect(coverage.list({ datasets: [] })).toEqual([]);
    });
  });

  it('lists what lies in a span, in full', () => {
    withArchive(({ coverage }) => {
      coverage.put(row(0, 10));
      coverage.put(row(20, 30));
      coverage.put(row(30, 40, { askedAt: 2 }));
      const listed = (from: number, to: number) =>
        coverage.list({ span: { from, to } }).map((each) => [each.from, each.to]);
      expect([listed(10, 20), listed(9, 20), listed(25, 31)]).toEqual([
        [],
        [[0, 10]],
        [
          [20, 30],
          [30, 40],
        ],
      ]);
    });
  });

  it('lets an answer take the place of a refusal, and no refusal that of an answer', () => {
    withArchive(({ coverage }) => {
      const refused = { state: 'forbidden', reason: 'The key lacks data.noise:read.' } as const;
      coverage.put(row(10, 20));
      coverage.put(row(0, 40, refused));
      expect(coverage.list()).toEqual([row(0, 10, refused), row(10, 20), row(20, 40, refused)]);
      coverage.put(row(15, 30, { state: 'provisional', why: 'young' }));
      coverage.put(row(35, 50, { state: 'failed', reason: 'No answer.' }));
      expect(coverage.list()).toEqual([
        row(0, 10, refused),
        row(10, 15),
        row(15, 30, { state: 'provisional', why: 'young' }),
        row(30, 35, refused),
        row(35, 50, { state: 'failed', reason: 'No answer.' }),
      ]);
    });
  });

  it('drops a damaged row, so that it is planned again, and keeps its bytes', () => {
    for (const change of [
      `params = 'x'`,
      'time_to = time_to + 1',
      'asks = 2',
      `state = 'settled'`,
      `why = 'gap'`,
    ])
      withArchive(({ coverage }, file) => {
        coverage.put(row(0, 10, { state: 'provisional' }));
        coverage.put(row(20, 30, { askedAt: 4 }));
        const db = new Database(file);
        db.exec(`UPDATE coverage SET ${change} WHERE time_from = 0`);
        expect([change, coverage.list()]).toEqual([change, [row(20, 30, { askedAt: 4 })]]);
        expect(db.prepare('SELECT source FROM damaged').pluck().all()).toEqual(['coverage']);
        coverage.put(row(0, 25));
        expect(coverage.list()).toEqual([row(0, 25), row(25, 30, { askedAt: 4 })]);
        db.close();
      });
  });

  it('refuses a stretch that does not begin before it ends', () => {
    withArchive(({ coverage }) => {
      for (const [from, to] of [
        [5, 5],
        [6, 5],
        [0, Infinity],
      ] as const) {
        let thrown: unknown;
        try {
          coverage.put(row(from, to));
        } catch (error) {
          thrown = error;
        }
        expect(isFailure(thrown, 'invalid')).toBe(true);
      }
      expect(coverage.list()).toEqual([]);
    });
  });
});
