import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CoveragePiece, CoverageStrip, DatasetId } from '../../../../electron/contract/model';
import type { Archive, CoverageRow } from '../../../../electron/core/db/archive';
import { heldExtent } from '../../../../electron/core/extent';
import { readStrips } from '../../../../electron/core/queries/coverage';
import { ASK_AGAIN_MS } from '../../../../electron/core/sync/plan';
import { withArchive } from '../../../support/temp-archive';

const MINUTE = 60_000;
const FROM = Date.parse('2026-03-02T20:00:00Z');
const SERIAL = 'QT1';
const LENGTH = 600;

const instrument = (serial = SERIAL, data: Readonly<Record<string, unknown>> = {}) => ({
  serial,
  data: { serialNumber: serial, type: 'Noise', feature: ['SIC', 'Weather'], ...data },
});
const listed = (archive: Archive, data: Readonly<Record<string, unknown>> = {}): void =>
  archive.instruments.replace([instrument(SERIAL, data)], FROM);
const at = (minute: number): number => FROM + minute * MINUTE;
const row = (
  dataset: DatasetId,
  params: string,
  from: number,
  to: number,
  rest: Partial<CoverageRow> = {},
): CoverageRow => ({
  ...{ dataset, instrument: SERIAL, params, from: at(from), to: at(to) },
  ...{ state: 'settled', askedAt: at(to), asks: 1, why: undefined, ...rest },
});
const stripOf = (strips: readonly CoverageStrip[], dataset: DatasetId, variant: string): CoverageStrip => {
  const strip = strips.find((each) => each.dataset === dataset && each.variant === variant);
  if (strip === undefined) throw new Error(`no strip of ${dataset} ${variant}`);
  return strip;
};
const minutesOf = ({ pieces }: CoverageStrip) =>
  pieces.map(({ from, to, reason }) => [(from - FROM) / MINUTE, (to - FROM) / MINUTE, reason]);

/** Samples over whole minutes. */
function writeSamples(
  archive: Archive,
  dataset: DatasetId,
  channel: string,
  stepMs: number,
  minutes: [number, number][],
) {
  archive.series.write(
    dataset,
    SERIAL,
    minutes.map(([from, to]) => ({
      ...{ channel, stepMs, start: at(from) },
      values: new Float64Array(((to - from) * MINUTE) / stepMs).fill(50),
    })),
  );
}
const writeRows = (archive: Archive, dataset: DatasetId, minutes: readonly (readonly [number, number])[]) =>
  archive.records.upsert(
    dataset,
    SERIAL,
    minutes.map(([from, to]) => ({ key: String(from), time: at(from), until: at(to), data: {} })),
    FROM,
  );
const moments = (archive: Archive, dataset: DatasetId, minutes: readonly number[], data = {}) =>
  archive.records.upsert(
    dataset,
    SERIAL,
    minutes.map((minute) => ({ key: String(minute), time: at(minute), until: undefined, data })),
    FROM,
  );

describe('the pieces of a strip', () => {
  const lengths = fc.array(fc.tuple(fc.integer({ min: 0, max: 90 }), fc.integer({ min: 1, max: 90 })), {
    maxLength: 12,
  });
  const states = fc.constantFrom<Partial<CoverageRow>>(
    { state: 'settled' },
    { state: 'provisional', why: 'young', asks: 2 },
    { state: 'provisional', why: 'gap', asks: 4 },
    { state: 'provisional', why: 'offline', asks: 9 },
    { state: 'failed', why: undefined, reason: 'it broke' },
    { state: 'forbidden', why: undefined, reason: 'no scope' },
  );
  const runs = (list: readonly (readonly [number, number])[]): [number, number][] => {
    let end = 0;
    return list.map(([gap, length]) => {
      const from = end + gap;
      end = from + length;
      return [from, end];
    });
  };
  const cases = fc.record({
    kind: fc.constantFrom(
      'timehistory' as const,
      'weather' as const,
      'measurements' as const,
      'events' as const,
    ),
    held: lengths.map(runs),
    asked: fc.array(fc.tuple(fc.integer({ min: 0, max: 60 }), fc.integer({ min: 1, max: 120 }), states), {
      maxLength: 10,
    }),
    checks: fc.array(fc.integer({ min: 0, max: LENGTH }), { maxLength: 6 }),
    sics: fc.array(fc.integer({ min: 0, max: LENGTH }), { maxLength: 6 }),
    seen: fc.array(fc.integer({ min: 0, max: LENGTH }), { maxLength: 3 }),
    now: fc.integer({ min: -10, max: LENGTH + 60 }),
  });

  it(
    'tile the past of the span, and each minute says what a look at ledger and data says',
    { timeout: 120_000 },
    () => {
      fc.assert(
        fc.property(cases, ({ kind, held, asked, checks, sics, seen, now }) => {
          withArchive((archive) => {
            listed(archive);
            const variant = kind === 'timehistory' ? '1s' : '';
            if (kind === 'timehistory') writeSamples(archive, kind, 'LAFMax', 1_000, held);
            if (kind === 'weather') writeSamples(archive, kind, 'humidity', MINUTE, held);
            if (kind === 'measurements') writeRows(archive, kind, held);
            let end = 0;
            for (const [gap, length, rest] of asked) {
              // Nothing is asked for that has not begun.
              if (end + gap >= now) break;
              archive.coverage.put(row(kind, variant, end + gap, end + gap + length, rest));
              end += gap + length;
            }
            moments(archive, 'calibrations', checks);
            moments(archive, 'sic', sics);
            moments(archive, 'status', seen, { sicInProgress: true });
            const span = { from: FROM, to: at(LENGTH) };
            const strip = stripOf(readStrips(archive, at(now), { span }), kind, variant);
            const past = Math.max(0, Math.min(LENGTH, now));
            expectTiles(strip, FROM, at(past));
            const oracle = naive(archive, {
              kind,
              variant,
              held,
              checks: [...checks, ...sics, ...seen],
              past,
            });
            for (const [minute, expected] of oracle.entries()) {
              const found = strip.pieces.find((piece) => piece.from <= at(minute) && at(minute) < piece.to);
              expect({ minute, ...about(found) }).toEqual({ minute, ...expected });
            }
            const share = (count: number): number => (past === 0 ? 0 : count / past);
            expect(strip.held).toBeCloseTo(
              share(oracle.filter(({ reason }) => reason === undefined).length),
              9,
            );
            const rows = archive.coverage.list({ datasets: [kind] });
            const settled = oracle.filter((_, minute) => rowAt(rows, minute)?.state === 'settled').length;
            expect(strip.settled).toBeCloseTo(share(settled), 9);
          });
        }),
        { numRuns: 120 },
      );
    },
  );

  interface Said {
    readonly reason: CoveragePiece['reason'];
    readonly detail: string | undefined;
    readonly askedAt: number | undefined;
    readonly askAgainAt: number | undefined;
  }
  const about = (piece: CoveragePiece | undefined): Said => ({
    reason: piece?.reason,
    detail: piece?.detail,
    askedAt: piece?.askedAt,
    askAgainAt: piece?.askAgainAt,
  });
  const HELD: Said = { reason: undefined, detail: undefined, askedAt: undefined, askAgainAt: undefined };
  const rowAt = (rows: readonly CoverageRow[], minute: number) =>
    rows.find((each) => each.from <= at(minute) && at(minute) < each.to);

  /** Minute by minute, with nothing clever. */
  function naive(
    archive: Archive,
    facts: {
      readonly kind: DatasetId;
      readonly variant: string;
      readonly held: readonly (readonly [number, number])[];
      readonly checks: readonly number[];
      readonly past: number;
    },
  ): readonly Said[] {
    const rows = archive.coverage
      .list()
      .filter(({ dataset, params }) => dataset === facts.kind && params === facts.variant);
    const answered = (minute: number): boolean =>
      ['settled', 'provisional'].includes(rowAt(rows, minute)?.state ?? '');
    const inData = (minute: number): boolean =>
      facts.held.some(([from, to]) => from <= minute && minute < to);
    const isHeld = (minute: number): boolean => {
      if (facts.kind === 'measurements') return inData(minute) && answered(minute);
      if (facts.kind !== 'events') return inData(minute);
      return answered(minute) && !['gap', 'offline'].includes(rowAt(rows, minute)?.why ?? '');
    };
    const nearCheck = (minute: number): boolean =>
      facts.checks.some((check) => check - 2 <= minute && minute + 1 <= check + 10);
    return Array.from({ length: facts.past }, (_, minute) => {
      const entry = rowAt(rows, minute);
      if (isHeld(minute)) {
        if (entry?.state !== 'provisional') return HELD;
        const againMs = ASK_AGAIN_MS[Math.min(entry.asks, 4) - 1] ?? NaN;
        return { ...HELD, askedAt: entry.askedAt, askAgainAt: entry.askedAt + againMs };
      }
      if (entry === undefined) return { ...HELD, reason: 'not-asked' };
      const { askedAt, state, why, reason: detail } = entry;
      if (state === 'failed' || state === 'forbidden') return { ...HELD, reason: state, detail, askedAt };
      let [from, to] = [minute, minute + 1];
      while (from > 0 && !isHeld(from - 1)) from -= 1;
      while (to < facts.past && !isHeld(to)) to += 1;
      const isCheck =
        to - from <= 15 && Array.from({ length: to - from }, (_each, i) => from + i).every(nearCheck);
      const waitMs = ASK_AGAIN_MS[Math.min(entry.asks, 4) - 1] ?? NaN;
      const askAgainAt = state === 'provisional' ? askedAt + waitMs : undefined;
      const plain = state === 'settled' ? 'empty' : 'provisional';
      const reason = why === 'offline' ? 'offline' : isCheck ? 'self-check' : plain;
      return { ...HELD, reason, askedAt, askAgainAt };
    });
  }

  function expectTiles({ pieces }: CoverageStrip, from: number, to: number): void {
    if (from === to) expect(pieces).toEqual([]);
    else expect([pieces[0]?.from, pieces.at(-1)?.to]).toEqual([from, to]);
    for (const [i, piece] of pieces.entries()) {
      const next = pieces[i + 1];
      expect(piece.from).toBeLessThan(piece.to);
      if (next === undefined) continue;
      expect(next.from).toBe(piece.to);
      expect(about(next)).not.toEqual(about(piece));
    }
  }
});

describe('what is held of a series', () => {
  const span = { from: FROM, to: at(60) };
  const read = (archive: Archive, variant: string) =>
    stripOf(readStrips(archive, at(600), { span }), 'timehistory', variant);

  it('is what any of its channels holds', () => {
    withArchive((archive) => {
      listed(archive);
      writeSamples(archive, 'timehistory', 'LAeq', 1_000, [[0, 10]]);
      writeSamples(archive, 'timehistory', 'LCPeak', 1_000, [[20, 30]]);
      writeSamples(archive, 'timehistory', 'LZeq', 1_000, [[40, 50]]);
      expect(minutesOf(read(archive, '1s'))).toEqual([
        [0, 10, undefined],
        [10, 20, 'not-asked'],
        [20, 30, undefined],
        [30, 60, 'not-asked'],
      ]);
    });
  });

  it('is told apart by the length of samples, except where an instrument has only longer ones', () => {
    withArchive((archive) => {
      listed(archive);
      writeSamples(archive, 'timehistory', 'LAeq', 100, [[0, 10]]);
      writeSamples(archive, 'timehistory', 'LAeq', 1_000, [[5, 40]]);
      archive.coverage.put(row('timehistory', '100ms', 20, 30));
      archive.keep.put([{ instrument: '', dataset: 'timehistory', variant: '100ms', days: 9 }]);
      expect(minutesOf(read(archive, '1s'))).toEqual([
        [0, 5, 'not-asked'],
        [5, 40, undefined],
        [40, 60, 'not-asked'],
      ]);
      expect(minutesOf(read(archive, '100ms'))).toEqual([
        [0, 10, undefined],
        [10, 20, 'not-asked'],
        [20, 30, undefined],
        [30, 60, 'not-asked'],
      ]);
    });
  });

  it('leaves out gaps too short to be seen, and finds the others from coarser levels', () => {
    withArchive((archive) => {
      listed(archive);
      const days: [number, number][] = [
        [0, 1_440],
        [1_443, 4_000],
        [4_400, 20_000],
      ];
      writeSamples(archive, 'timehistory', 'LAeq', 1_000, days);
      const wide = { from: FROM, to: at(20_000) };
      const strips = (leastGapMs: number) =>
        stripOf(readStrips(archive, at(90_000), { span: wide, leastGapMs }), 'timehistory', '1s');
      expect(minutesOf(strips(60 * MINUTE))).toEqual([
        [0, 4_000, undefined],
        [4_000, 4_400, 'not-asked'],
        [4_400, 20_000, undefined],
      ]);
      expect(minutesOf(strips(MINUTE))).toContainEqual([1_440, 1_443, 'not-asked']);
    }, at(90_000));
  });
});

describe('what is skipped', () => {
  const span = { from: FROM, to: at(60) };
  const skippedBy = (archive: Archive) =>
    new Map(
      readStrips(archive, at(600), { span }).map(({ dataset, variant, skipped, pieces }) => [
        `${dataset}:${variant}`,
        [skipped, pieces.length],
      ]),
    );

  it('is said with its reason, and has no pieces unless something is known of it all the same', () => {
    withArchive((archive) => {
      listed(archive, { type: 'Noise', model: 'CR:171A', feature: [] });
      writeSamples(archive, 'weather', 'humidity', MINUTE, [[0, 60]]);
      const found = skippedBy(archive);
      expect(found.get('gases:')).toEqual(['type', 0]);
      expect(found.get('monitorstats:')).toEqual(['model', 0]);
      expect(found.get('sic:')).toEqual(['feature', 0]);
      expect(found.get('weather:')).toEqual(['feature', 1]);
      expect(found.get('timehistory:100ms')).toEqual(['off', 0]);
      expect(found.get('timehistory:1s')).toEqual([undefined, 1]);
      expect(found.has('status:'), 'a present state has no span').toBe(false);
    });
  });

  it('is a scope when the key lacked it and nothing is held; what is held stays', () => {
    withArchive((archive) => {
      listed(archive);
      const forbidden = { state: 'forbidden' as const, reason: 'data.noise:read is missing' };
      writeSamples(archive, 'timehistory', 'LAeq', 1_000, [[0, 30]]);
      archive.coverage.put(row('timehistory', '1s', 0, 30));
      archive.coverage.put(row('timehistory', '1s', 30, 60, forbidden));
      archive.coverage.put(row('measurements', '', 0, 60, forbidden));
      const found = skippedBy(archive);
      expect(found.get('timehistory:1s')).toEqual([undefined, 2]);
      expect(found.get('measurements:')).toEqual(['scope', 1]);
      expect(found.get('frequency:Octave-Z'), 'the same scope').toEqual(['scope', 0]);
      expect(found.get('recordings:')).toEqual([undefined, 1]);
    });
  });

  it('is what the service no longer lists', () => {
    withArchive((archive) => {
      listed(archive);
      archive.instruments.replace([instrument('QT2')], FROM + 1);
      const strips = readStrips(archive, at(60), { span, instruments: [SERIAL] });
      expect(
        new Set(strips.map(({ skipped, instrument: serial }) => `${serial} ${String(skipped)}`)),
      ).toEqual(new Set([`${SERIAL} not-on-server`]));
    });
  });
});

describe('all that is held', () => {
  it('reaches from the first of any dataset to the end of the last', () =>
    withArchive((archive) => {
      listed(archive);
      expect(heldExtent(archive, SERIAL)).toBeUndefined();
      writeSamples(archive, 'timehistory', 'LAeq', 1_000, [[10, 20]]);
      expect(heldExtent(archive, SERIAL)).toEqual({ from: at(10), to: at(20) });
      writeRows(archive, 'measurements', [
        [5, 10],
        [15, 25],
      ]);
      archive.records.upsert(
        'status',
        SERIAL,
        [{ key: 'now', time: at(90), until: undefined, data: {} }],
        at(90),
      );
      expect(heldExtent(archive, SERIAL)).toEqual({ from: at(5), to: at(25) });
    }));
});
