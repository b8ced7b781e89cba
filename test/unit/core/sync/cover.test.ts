import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dataset, DAY_MS } from '../../../../electron/core/datasets';
import type { CoverageRow } from '../../../../electron/core/db/archive';
import { coverAnswer, type Answered } from '../../../../electron/core/sync/cover';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const NOW = Date.parse('2026-03-02T12:00:00Z');
const answer = (more: Partial<Answered> = {}): Answered => ({
  dataset: dataset('timehistory'),
  variant: '1s',
  instrument: 'QT1',
  span: { from: NOW - 2 * DAY_MS, to: NOW },
  askedAt: NOW,
  online: true,
  received: [{ from: NOW - 2 * DAY_MS, to: NOW }],
  doubts: [],
  lastContact: undefined,
  before: [],
  ...more,
});
const hour = (time: number): number => (time - NOW) / HOUR;
/** Hours before now, state, reason, asks. */
const brief = (rows: readonly CoverageRow[]) =>
  rows.map(({ from, to, state, why, asks }) => [hour(from), hour(to), why ?? state, asks]);

describe('what a time history answer proves', () => {
  it('is final but for the last quarter of an hour, when every sample came', () => {
    expect(brief(coverAnswer(answer()))).toEqual([
      [-48, -0.25, 'settled', 1],
      [-0.25, 0, 'young', 1],
    ]);
  });

  it('leaves samples that are still on their way to the next sync', () => {
    const received = [{ from: NOW - 2 * DAY_MS, to: NOW - 5 * MINUTE }];
    expect(coverAnswer(answer({ received })).at(-1)?.to).toBe(NOW - 5 * MINUTE);
  });

  it('calls a longer silence at the end a gap while the instrument is online, and offline when it is not', () => {
    const received = [{ from: NOW - 2 * DAY_MS, to: NOW - 5 * HOUR }];
    expect(brief(coverAnswer(answer({ received })))).toEqual([
      [-48, -5, 'settled', 1],
      [-5, 0, 'gap', 1],
    ]);
    expect(brief(coverAnswer(answer({ received, online: false })))).toEqual([
      [-48, -5, 'settled', 1],
      [-5, 0, 'offline', 1],
    ]);
  });

  it('keeps asking for gaps that may still fill, and takes short or ancient ones as they are', () => {
    const holed = [
      { from: NOW - 48 * HOUR, to: NOW - 30 * HOUR },
      { from: NOW - 28 * HOUR, to: NOW - 10 * HOUR },
      { from: NOW - 10 * HOUR + 10 * MINUTE, to: NOW },
    ];
    expect(brief(coverAnswer(answer({ received: holed }))).slice(0, 3)).toEqual([
      [-48, -30, 'settled', 1],
      [-30, -28, 'gap', 1],
      [-28, -0.25, 'settled', 1],
    ]);
    const old = answer({ received: [], askedAt: NOW + 60 * DAY_MS });
    expect(brief(coverAnswer(old))).toEqual([[-48, 0, 'settled', 1]]);
  });

  it('settles a gap with the fifth answer that still has it', () => {
    const received: Answered['received'] = [];
    const asks: unknown[] = [];
    let before: readonly CoverageRow[] = [];
    for (let i = 0; i < 5; i += 1) {
      before = coverAnswer(answer({ received, before, askedAt: NOW + DAY_MS }));
      asks.push(brief(before)[0]?.slice(2));
    }
    expect(asks).toEqual([
      ['gap', 1],
      ['gap', 2],
      ['gap', 3],
      ['gap', 4],
      ['settled', 5],
    ]);
  });

  it('never settles what an instrument that is still offline may bring, and counts anew when it is back', () => {
    let before: readonly CoverageRow[] = [];
    for (let i = 0; i < 9; i += 1) before = coverAnswer(answer({ received: [], online: false, before }));
    expect(brief(before)).toEqual([[-48, 0, 'offline', 4]]);
    const back = coverAnswer(answer({ received: [], before, askedAt: NOW + DAY_MS }));
    expect(brief(back)).toEqual([[-48, 0, 'gap', 1]]);
  });
});

describe('what a list of records proves', () => {
  const measurements = dataset('measurements');
  it('is final but for the settling time', () => {
    expect(brief(coverAnswer(answer({ dataset: measurements, received: [] })))).toEqual([
      [-48, -2, 'settled', 1],
      [-2, 0, 'young', 1],
    ]);
  });

  it('is open from the last sign of life of an instrument that is offline', () => {
    const rows = coverAnswer(
      answer({ dataset: measurements, received: [], online: false, lastContact: NOW - 20 * HOUR - 300 }),
    );
    expect(rows.map(({ why }) => why)).toEqual([undefined, 'offline']);
    expect(rows[1]?.from).toBe(NOW - 20 * HOUR - 1_000);
  });

  it('is open where the levels are missing too', () => {
    const doubts = [{ from: NOW - 30 * HOUR, to: NOW - 20 * HOUR }];
    expect(brief(coverAnswer(answer({ dataset: measurements, received: [], doubts })))).toEqual([
      [-48, -30, 'settled', 1],
      [-30, -20, 'gap', 1],
      [-20, -2, 'settled', 1],
      [-2, 0, 'young', 1],
    ]);
  });
});

describe('any answer', () => {
  const minutes = fc.integer({ min: 0, max: 2_880 });
  const spans = fc.array(
    fc.tuple(minutes, minutes).map(([a, b]) => ({
      from: NOW - Math.max(a, b) * MINUTE,
      to: NOW - Math.min(a, b) * MINUTE,
    })),
    { maxLength: 30 },
  );
  it('covers no moment twice, nothing outside what was asked, and leaves open only the newest', () => {
    const cases = fc.record({
      id: fc.constantFrom(
        'timehistory' as const,
        'measurements' as const,
        'recordings' as const,
        'weather' as const,
      ),
      received: spans,
      doubts: spans,
      online: fc.constantFrom(true, false, undefined),
      ageMs: fc.integer({ min: 0, max: 40 }).map((days) => days * DAY_MS),
    });
    fc.assert(
      fc.property(cases, ({ id, received, doubts, online, ageMs }) => {
        const asked = answer({ dataset: dataset(id), received, doubts, online, askedAt: NOW + ageMs });
        const rows = coverAnswer(asked);
        let at = asked.span.from;
        for (const { from, to } of rows) {
          expect(from).toBe(at);
          expect(to).toBeGreaterThan(from);
          at = to;
        }
        expect(asked.span.to - at).toBeLessThan(dataset(id).settleMs);
        if (ageMs > 0 || dataset(id).kind !== 'series' || online === false) expect(at).toBe(asked.span.to);
        // A request per gap is dear, so gaps close together are asked again together.
        expect(rows.filter(({ why }) => why === 'gap').length).toBeLessThan(60);
      }),
      { numRuns: 2_000 },
    );
  });
});
