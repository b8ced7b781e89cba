import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Span } from '../../../../electron/contract/model';
import { withArchive } from '../../../support/temp-archive';

const MINUTE = 60_000;
const DAY = 86_400_000;
const FROM = Date.parse('2026-03-01T00:00:00Z');

/** What no row covers, minute by minute. */
function naive(rows: readonly Span[], span: Span, leastMs: number): readonly Span[] {
  const holes: Span[] = [];
  for (let at = span.from; at < span.to; at += MINUTE) {
    if (rows.some(({ from, to }) => from <= at && at < to)) continue;
    const last = holes.at(-1);
    if (last?.to === at) holes[holes.length - 1] = { from: last.from, to: at + MINUTE };
    else holes.push({ from: at, to: at + MINUTE });
  }
  return holes.filter(({ from, to }) => to - from >= leastMs);
}

it('holes between rows are those that a look at every minute finds, whatever else is asked for beside them', () => {
  const cases = fc.record({
    everyMinutes: fc.constantFrom(5, 15, 60),
    days: fc.integer({ min: 1, max: 9 }),
    missing: fc.array(fc.double({ min: 0, max: 0.999, noNaN: true }), { maxLength: 4 }),
    othersMissing: fc.array(fc.double({ min: 0, max: 0.999, noNaN: true }), { maxLength: 3 }),
    shorter: fc.option(fc.double({ min: 0, max: 0.999, noNaN: true }), { nil: undefined }),
    cut: fc.tuple(fc.integer({ min: -90, max: 200 }), fc.integer({ min: -200, max: 90 })),
    leastMinutes: fc.constantFrom(1, 15, 45, 120),
  });
  fc.assert(
    fc.property(cases, ({ everyMinutes, days, missing, othersMissing, shorter, cut, leastMinutes }) => {
      withArchive((archive) => {
        const count = (days * 1_440) / everyMinutes;
        const gone = (shares: readonly number[]) => new Set(shares.map((share) => Math.floor(share * count)));
        const rowsWithout = (absent: ReadonlySet<number>): readonly Span[] =>
          Array.from({ length: count }, (_, i) => i)
            .filter((i) => !absent.has(i))
            .map((i) => {
              const from = FROM + i * everyMinutes * MINUTE;
              const isShort = shorter !== undefined && i === Math.floor(shorter * count);
              return { from, to: from + (isShort ? everyMinutes - 1 : everyMinutes) * MINUTE };
            });
        const put = (variant: string, rows: readonly Span[]) =>
          archive.records.upsert(
            'frequency',
            'QT1',
            rows.map(({ from, to }) => ({
              ...{ key: `${variant} ${String(from)}`, variant, time: from, until: to, data: {} },
            })),
            FROM,
          );
        const rows = rowsWithout(gone(missing));
        put('Octave-Z', rows);
        put('Third-Z', rowsWithout(gone(othersMissing)));
        const span = { from: FROM + cut[0] * MINUTE, to: FROM + days * DAY + cut[1] * MINUTE };
        const about = { dataset: 'frequency', instrument: 'QT1', variant: 'Octave-Z' } as const;
        const leastMs = leastMinutes * MINUTE;
        expect(archive.records.holes(about, span, leastMs)).toEqual(naive(rows, span, leastMs));
        const none = { ...about, variant: 'Octave-A' };
        expect(archive.records.holes(none, span, leastMs)).toEqual([span]);
      });
    }),
    {
      ...{ numRuns: 60, seed: 20_260_101 },
      // As many rows as there is room for, one of them shorter than the others.
      examples: [
        [
          {
            ...{ everyMinutes: 5, days: 1, missing: [], othersMissing: [], shorter: 1 / 288 },
            ...{ cut: [0, 0], leastMinutes: 1 },
          },
        ],
      ],
    },
  );
}, 120_000);
