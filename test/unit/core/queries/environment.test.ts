import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { EnvironmentDataset, SurroundingsSeries } from '../../../../electron/contract/surroundings';
import type { Archive, CoverageRow } from '../../../../electron/core/db/archive';
import { createPace } from '../../../../electron/core/export/table-pace';
import { environmentSeries } from '../../../../electron/core/queries/environment';
import { aboutSurroundings } from '../../../../electron/core/queries/environment-about';
import { withArchiveDuring } from '../../../support/async-archive';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const FROM = Date.parse('2026-03-02T00:00:00Z');
const SERIAL = 'QT1';
const pace = () => createPace(new AbortController().signal);
const put = (archive: Archive, dataset: EnvironmentDataset, channel: string, values: readonly number[]) =>
  archive.series.write(dataset, SERIAL, [
    { channel, stepMs: MINUTE, start: FROM, values: Float64Array.from(values) },
  ]);
const ledger = (dataset: EnvironmentDataset, minutes: number): CoverageRow => ({
  ...{ dataset, instrument: SERIAL, params: '', from: FROM, to: FROM + minutes * MINUTE },
  ...{ state: 'settled', askedAt: FROM + HOUR, asks: 1, why: undefined },
});
const series = (
  archive: Archive,
  dataset: EnvironmentDataset,
  fields: readonly string[],
  minutes: number,
  maxPoints: number,
): Promise<SurroundingsSeries> =>
  environmentSeries(
    archive,
    {
      ...{ dataset, fields, maxPoints, instrument: SERIAL },
      span: { from: FROM, to: FROM + minutes * MINUTE },
    },
    pace(),
  );
/** Indices of the samples of each point. */
const bucketsOf = ({ time, bucketMs = MINUTE }: SurroundingsSeries, count: number): readonly number[][] =>
  Array.from(time, (from) =>
    Array.from({ length: count }, (_, i) => i).filter(
      (i) => FROM + i * MINUTE >= from && FROM + i * MINUTE < from + bucketMs,
    ),
  );

test('wind directions are joined as directions: around north they do not become south', async () => {
  await withArchiveDuring(async (archive) => {
    put(
      archive,
      'weather',
      'windDirection',
      Array.from({ length: 120 }, (_, i) => (i % 2 === 0 ? 350 : 10)),
    );
    const { columns } = await series(archive, 'weather', ['windDirection'], 120, 10);
    const [column] = columns;
    expect(column).toMatchObject({ joined: 'direction', unit: '°' });
    for (const value of column?.values ?? []) expect(Math.min(value, 360 - value)).toBeLessThan(0.001);
    expect([column?.min[0], column?.max[0]]).toEqual([10, 350]);
    expect(column?.latest).toEqual({ value: 10, time: FROM + 119 * MINUTE, unit: '°' });
  });
});

/** Sums in another order differ in their last digits. */
const rounded = (value = Infinity): number => Math.round(value * 1e9);
const rates = fc.array(
  fc.oneof(
    fc.constant(NaN),
    fc.integer({ min: 0, max: 400 }).map((n) => n / 10),
  ),
  {
    minLength: 30,
    maxLength: 300,
  },
);
test('rain of a point is what its minutes came to; a minute without rain is nothing, one without data unknown', async () => {
  await fc.assert(
    fc.asyncProperty(rates, fc.integer({ min: 10, max: 60 }), async (values, maxPoints) => {
      await withArchiveDuring(async (archive) => {
        put(archive, 'weather', 'precipitation', values);
        const told = await series(archive, 'weather', ['precipitation'], values.length, maxPoints);
        const sum = (indices: readonly number[]): number => {
          const held = indices.map((i) => values[i] ?? NaN).filter((rate) => !Number.isNaN(rate));
          return held.length === 0 ? NaN : held.reduce((all, rate) => all + rate / 60, 0);
        };
        const [column] = told.columns;
        bucketsOf(told, values.length).forEach((indices, i) =>
          expect(rounded(column?.values[i])).toBe(rounded(sum(indices))),
        );
        expect(rounded(column?.over)).toBe(rounded(sum(values.map((_, i) => i))));
        expect(column?.unit).toBe('mm');
      });
    }),
    { numRuns: 25 },
  );
});

const shakes = fc.array(
  fc.record({
    v: fc.oneof(fc.constant(NaN), fc.double({ min: 0.01, max: 5, noNaN: true })),
    f: fc.integer({ min: 1, max: 80 }),
  }),
  { minLength: 20, maxLength: 200 },
);
test('a point of vibration is its greatest velocity, with the frequency of that very moment', async () => {
  await fc.assert(
    fc.asyncProperty(shakes, fc.integer({ min: 10, max: 40 }), async (rows, maxPoints) => {
      await withArchiveDuring(async (archive) => {
        put(
          archive,
          'ppv',
          'vMaxX',
          rows.map(({ v }) => v),
        );
        put(
          archive,
          'ppv',
          'fDomX',
          rows.map(({ v, f }) => (Number.isNaN(v) ? NaN : f)),
        );
        const told = await series(archive, 'ppv', ['vMaxX', 'fDomX'], rows.length, maxPoints);
        const [velocity, frequency] = told.columns;
        bucketsOf(told, rows.length).forEach((indices, i) => {
          const held = indices.flatMap((at) =>
            Number.isNaN(rows[at]?.v) ? [] : [rows[at] ?? { v: 0, f: 0 }],
          );
          if (held.length === 0) {
            expect([velocity?.values[i], frequency?.values[i]]).toEqual([NaN, NaN]);
            return;
          }
          const most = Math.max(...held.map(({ v }) => v));
          expect(velocity?.values[i]).toBeCloseTo(most, 5);
          expect(held.filter(({ v }) => v === most).map(({ f }) => f)).toContain(frequency?.values[i]);
        });
      });
    }),
    { numRuns: 25 },
  );
});

test('over many months the frequency at the greatest velocity is found without reading every day, and is the same', async () => {
  await withArchiveDuring(async (archive) => {
    const [days, least] = [300, 0.01];
    // Nearly still but for a few shakes a day; a sample every hour is enough of a day.
    const shake = fc.sample(fc.double({ min: least, max: 5, noNaN: true }), { numRuns: days * 24, seed: 7 });
    const minutes = (of: (hour: number) => number) =>
      Array.from({ length: days * 24 * 60 }, (_, i) => (i % 60 === 17 ? of(Math.floor(i / 60)) : NaN));
    put(
      archive,
      'ppv',
      'vMaxX',
      minutes((hour) => shake[hour] ?? least),
    );
    put(
      archive,
      'ppv',
      'fDomX',
      minutes((hour) => 1 + (hour % 97)),
    );
    // Neither end of the span lies on a bucket's.
    const [from, to] = [FROM + 31 * HOUR, FROM + (days - 1) * 24 * HOUR + 5 * MINUTE];
    const asked = { dataset: 'ppv', instrument: SERIAL, fields: ['fDomX'], maxPoints: 1_000 } as const;
    const {
      time,
      bucketMs = 0,
      columns,
    } = await environmentSeries(archive, { ...asked, span: { from, to } }, pace());
    expect(bucketMs).toBeGreaterThan(24 * HOUR);
    const frequencyIn = (first: number, last: number): number => {
      const hours = shake.flatMap((v, hour) => {
        const at = FROM + hour * HOUR + 17 * MINUTE;
        return at >= first && at < last ? [{ v, f: 1 + (hour % 97) }] : [];
      });
      return hours.reduce((most, each) => (each.v > most.v ? each : most), { v: -1, f: NaN }).f;
    };
    expect([...(columns[0]?.values ?? [])]).toEqual(
      Array.from(time, (first) => frequencyIn(first, first + bucketMs)),
    );
    expect(columns[0]?.over).toBe(frequencyIn(from, to));
  });
});

test('doses of a span add up by their fourth powers, and no unit is claimed that the service does not state', async () => {
  await withArchiveDuring(async (archive) => {
    put(archive, 'vdv', 'vdvX', [0.1, 0.1, NaN, 0.2]);
    const { columns } = await series(archive, 'vdv', ['vdvX', 'vdvY'], 60, 100);
    expect(columns[0]?.over).toBeCloseTo((0.1 ** 4 * 2 + 0.2 ** 4) ** 0.25, 12);
    expect(columns[0]).toMatchObject({ joined: 'dose', unit: undefined });
    expect(columns[1]).toMatchObject({ over: NaN, latest: undefined });
  });
});

test('what was not asked for, what is empty and what is held are told apart', async () => {
  await withArchiveDuring(async (archive) => {
    put(archive, 'gases', 'co', [...Array<number>(10).fill(5), ...Array<number>(10).fill(NaN), 6]);
    archive.coverage.put(ledger('gases', 30));
    const { gaps, columns } = await series(archive, 'gases', ['co', 'cO2'], 60, 2_000);
    expect(
      gaps.map(({ from, to, reason }) => [(from - FROM) / MINUTE, (to - FROM) / MINUTE, reason]),
    ).toEqual([
      [10, 20, 'empty'],
      [21, 30, 'empty'],
      [30, 60, 'not-asked'],
    ]);
    expect(columns.map(({ unit }) => unit)).toEqual(['ppb', 'ppm']);
  });
});

test('an instrument is asked for what it can have, and what is held is told with when it was asked for', async () => {
  await withArchiveDuring((archive) => {
    const data = { serialNumber: SERIAL, type: 'Vibration', model: 'CK:447', feature: ['Modem'] };
    archive.instruments.replace([{ serial: SERIAL, data }], FROM);
    put(archive, 'ppv', 'vMaxX', [1, 2]);
    archive.coverage.put(ledger('ppv', 5));
    const about = new Map(aboutSurroundings(archive, SERIAL).map((each) => [each.dataset, each]));
    expect(about.get('ppv')).toMatchObject({
      ...{ skipped: undefined, askedAt: FROM + HOUR, extent: { from: FROM, to: FROM + 2 * MINUTE } },
      asked: { from: FROM, to: FROM + 5 * MINUTE },
    });
    expect(about.get('vdv')).toMatchObject({ skipped: undefined, askedAt: undefined, extent: undefined });
    expect(about.get('weather')?.skipped).toBe('feature');
    expect(about.get('gases')?.skipped).toBe('type');
    expect(about.get('monitorstats')?.skipped).toBe('type');
    return Promise.resolve();
  });
});
