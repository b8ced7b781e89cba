import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Events } from '../../../../electron/contract/index';
import type { SpectrumVariant } from '../../../../electron/contract/spectra';
import { bandChannel, BANDS } from '../../../../electron/core/dataset-list';
import type { Archive, CoverageRow } from '../../../../electron/core/db/archive';
import { openArchive } from '../../../../electron/core/db/open';
import { createPace } from '../../../../electron/core/export/table-pace';
import { spectrumAt, spectrumOver, type SpectraDeps } from '../../../../electron/core/queries/spectra';
import { heldSpectra } from '../../../../electron/core/queries/spectra-held';
import { spectrumImage } from '../../../../electron/core/queries/spectra-image';
import { createMeasuredSpectra } from '../../../../electron/core/queries/spectra-measured';
import { noise } from '../../../support/levels';
import { clockAt } from '../../../support/temp-archive';

const MINUTE = 60_000;
const QUARTER = 15 * MINUTE;
const FROM = Date.parse('2026-03-02T00:00:00Z');
const LATER = FROM + 3 * 86_400_000;
const SERIAL = 'QT1';
const history: SpectrumVariant = { source: 'history', bands: 'Octave', weighting: 'Z' };
const measurements: SpectrumVariant = { ...history, source: 'measurements' };
const about = (variant: SpectrumVariant) => ({ instrument: SERIAL, variant });
const pace = () => createPace(new AbortController().signal);
const listeners: ((change: Events['data-changed']) => void)[] = [];
const announce = (change: Events['data-changed']) => listeners.forEach((listener) => listener(change));
const measured = createMeasuredSpectra((listener) => void listeners.push(listener));
const deps = (from: Archive): SpectraDeps => ({ archive: from, measured, pace: pace() });
const DAY = 86_400_000;
const at = (minute: number): number => FROM + minute * MINUTE;

let folder: string;
let archive: Archive;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'leqbook-test-'));
  archive = openArchive(path.join(folder, 'archive.sqlite'), clockAt(LATER));
});
afterEach(() => {
  archive.close();
  rmSync(folder, { recursive: true, force: true });
});

const ledger = (dataset: CoverageRow['dataset'], params: string, to: number): CoverageRow => ({
  ...{ dataset, instrument: SERIAL, params, from: FROM, to: at(to) },
  ...{ state: 'settled', askedAt: at(to), asks: 1, why: undefined },
});
function writeSamples(minutes: number): readonly Float64Array[] {
  const all = BANDS.Octave.map((_, band) => {
    const values = noise(band + 1, minutes * 60);
    values.fill(NaN, 20 * 60, 25 * 60);
    return values;
  });
  archive.series.write(
    'frequencyhistory',
    SERIAL,
    BANDS.Octave.map((band, i) => ({
      channel: bandChannel('Octave', 'Z', band),
      stepMs: 1_000,
      start: FROM,
      values: all[i] ?? new Float64Array(),
    })),
  );
  archive.coverage.put(ledger('frequencyhistory', 'Octave-Z-1s', minutes));
  return all;
}
function writeMeasurement(from: number, levels: Readonly<Record<string, number | null>>): void {
  const bands = Object.entries(levels).map(([name, value]) => ({ name, value }));
  archive.records.upsert(
    'frequency',
    SERIAL,
    [{ key: `Octave-Z ${from}`, variant: 'Octave-Z', time: from, until: from + QUARTER, data: { bands } }],
    FROM,
  );
}
const flat = (level: number) => Object.fromEntries(BANDS.Octave.map((band) => [band, level]));
const plainMean = (values: Float64Array): number =>
  10 * Math.log10(values.reduce((sum, value) => sum + 10 ** (value / 10), 0) / values.length);

test("a spectrum over a span has the energy mean, lowest and highest of each band's samples", async () => {
  const all = writeSamples(180);
  const span = { from: at(7) + 12_345, to: at(150) + 6_789 };
  const { bands, mean, min, max, valid, broadband } = await spectrumOver(deps(archive), about(history), span);
  expect(bands.map(({ name }) => name)[5]).toBe('1 kHz');
  all.forEach((values, band) => {
    const held = values.subarray(7 * 60 + 13, 150 * 60 + 7).filter((value) => !Number.isNaN(value));
    expect(mean[band]).toBeCloseTo(plainMean(held), 4);
    expect(min[band]).toBe(held.reduce((a, b) => Math.min(a, b)));
    expect(max[band]).toBe(held.reduce((a, b) => Math.max(a, b)));
    expect(valid[band]).toBeCloseTo((held.length * 1_000) / (span.to - span.from), 9);
  });
  const sum = mean.reduce((total, level) => total + 10 ** (level / 10), 0);
  expect(broadband).toEqual({ level: expect.closeTo(10 * Math.log10(sum), 9) as number, bands: 10 });
});

test('the spectrum of a moment is the one sample it lies in, beside the LAeq of that sample', async () => {
  const all = writeSamples(60);
  archive.series.write('timehistory', SERIAL, [
    { channel: 'LAeq', stepMs: 1_000, start: FROM, values: noise(99, 3_600) },
  ]);
  const found = await spectrumAt(archive, about(history), at(1) + 999, pace());
  expect(found?.span).toEqual({ from: at(1), to: at(1) + 1_000 });
  expect([...(found?.mean ?? [])]).toEqual(all.map((values) => values[60]));
  expect(found?.laeq).toEqual({
    level: expect.closeTo(noise(99, 3_600)[60] ?? NaN, 9) as number,
    valid: 1,
  });
  expect(await spectrumAt(archive, about(history), at(22), pace())).toBeUndefined();
  expect(await spectrumAt(archive, about(history), at(90), pace())).toBeUndefined();
  expect(await spectrumAt(archive, about({ ...history, weighting: 'A' }), at(1), pace())).toBeUndefined();
});

test('beside a spectrum stands the LAeq of the time that the bands are of, however long the span', async () => {
  writeSamples(60);
  const laeq = noise(99, 3 * 3_600);
  archive.series.write('timehistory', SERIAL, [
    { channel: 'LAeq', stepMs: 1_000, start: FROM, values: laeq },
  ]);
  const whole = { from: FROM, to: at(180) };
  const ofSamples = await spectrumOver(deps(archive), about(history), whole);
  expect(ofSamples.valid[0]).toBeLessThan(0.4);
  const expected = plainMean(laeq.subarray(0, 3_600).filter((value) => !Number.isNaN(value)));
  expect(ofSamples.laeq.level).toBeCloseTo(expected, 4);
  writeMeasurement(at(60), flat(50));
  writeMeasurement(at(75), flat(60));
  const periods = await spectrumOver(deps(archive), about(measurements), whole);
  const there = laeq.subarray(3_600, 5_400).filter((value) => !Number.isNaN(value));
  expect(periods.laeq.level).toBeCloseTo(plainMean(there), 4);
});

test('a picture has the energy mean of each band and column, and a reason for each stretch without any', async () => {
  const all = writeSamples(60);
  const span = { from: FROM, to: at(70) };
  const image = await spectrumImage(deps(archive), { ...about(history), span, columns: 71 });
  expect([image.first, image.columnMs, image.columns]).toEqual([FROM, MINUTE, 70]);
  for (const column of [0, 7, 59])
    all.forEach((values, band) =>
      expect(image.levels[band * image.columns + column]).toBeCloseTo(
        plainMean(values.subarray(column * 60, (column + 1) * 60)),
        3,
      ),
    );
  expect(image.levels[20]).toBeNaN();
  expect(image.gaps).toEqual([
    { from: at(20), to: at(25), reason: 'empty' },
    { from: at(60), to: at(70), reason: 'not-asked' },
  ]);
});

test('measurements are shown as the periods that they are, and averaged by energy and length', async () => {
  archive.coverage.put(ledger('frequency', 'Octave-Z', 120));
  writeMeasurement(at(0), flat(60));
  writeMeasurement(at(15), { ...flat(80), '16KHz': null });
  writeMeasurement(at(45), flat(70));
  const inside = await spectrumOver(deps(archive), about(measurements), { from: at(0), to: at(50) });
  expect([inside.periods, inside.stepsMs]).toEqual([2, [QUARTER]]);
  expect(inside.mean[0]).toBeCloseTo(77.033, 3);
  expect([inside.min[0], inside.max[0], inside.valid[0]]).toEqual([60, 80, 0.6]);
  expect([inside.mean[9], inside.max[9], inside.valid[9]]).toEqual([60, 60, 0.3]);

  const moment = await spectrumAt(archive, about(measurements), at(16), pace());
  expect(moment?.span).toEqual({ from: at(15), to: at(30) });
  expect(moment?.broadband).toEqual({ level: expect.closeTo(89.542, 3) as number, bands: 9 });

  const span = { from: at(5), to: at(65) };
  const image = await spectrumImage(deps(archive), { ...about(measurements), span, columns: 600 });
  expect([image.first, image.columnMs, image.columns]).toEqual([at(0), QUARTER, 5]);
  expect([...image.levels.subarray(0, 5)]).toEqual([60, 80, NaN, 70, NaN]);
  expect(image.gaps).toEqual([
    { from: at(30), to: at(45), reason: 'empty' },
    { from: at(60), to: at(65), reason: 'empty' },
  ]);
});

test('what is held, kept and asked for is told of every way of measuring spectra', () => {
  archive.instruments.replace([{ serial: SERIAL, data: { serialNumber: SERIAL, type: 'Noise' } }], FROM);
  writeSamples(60);
  archive.coverage.put(ledger('frequency', 'Octave-Z', 5 * 24 * 60));
  archive.coverage.put(ledger('frequency', 'Octave-A', 60));
  writeMeasurement(at(30 * 60), flat(60));
  writeMeasurement(at(40 * 60), flat(60));
  archive.keep.put([{ instrument: '', dataset: 'frequencyhistory', variant: 'Third-A-100ms', days: 5 }]);
  const held = heldSpectra(archive, SERIAL);
  const told = held.map(({ variant: { source, bands, weighting }, ...rest }) => [
    `${source} ${bands} ${weighting}`,
    rest,
  ]);
  const none = { extent: undefined, stepsMs: [], keptDays: 0, skipped: undefined, askedAt: undefined };
  expect(Object.fromEntries(told)).toEqual({
    'history Octave Z': {
      ...none,
      extent: { from: at(0), to: at(60) },
      stepsMs: [1_000],
      keptDays: 31,
      askedAt: at(60),
    },
    'history Octave A': none,
    'history Octave C': none,
    'history Third Z': none,
    'history Third A': { ...none, keptDays: 5 },
    'history Third C': none,
    'measurements Octave Z': {
      ...none,
      extent: { from: at(30 * 60), to: at(40 * 60) + QUARTER },
      stepsMs: [QUARTER],
      keptDays: 31,
      askedAt: at(5 * 24 * 60),
    },
    'measurements Octave A': { ...none, askedAt: at(60) },
    'measurements Octave C': none,
    'measurements Third Z': { ...none, keptDays: 31 },
    'measurements Third A': none,
    'measurements Third C': none,
  });
});

test('spectra of measurements are those of the periods that lie in the span, however many weeks it is long', async () => {
  const random = fc.sample(fc.double({ min: 20, max: 110, noNaN: true }), { numRuns: 40, seed: 7 });
  random.forEach((level, n) => writeMeasurement(FROM + n * DAY, flat(level)));
  const asked = async (from: number, to: number) =>
    (await spectrumOver(deps(archive), about(measurements), { from, to })).mean[5];
  const mean = (levels: readonly number[]) => plainMean(Float64Array.from(levels));
  expect(await asked(FROM, FROM + 40 * DAY)).toBeCloseTo(mean(random), 9);
  expect(await asked(FROM + 3 * DAY, FROM + 29 * DAY)).toBeCloseTo(mean(random.slice(3, 29)), 9);
  // One that begins within and ends beyond is not wholly in it.
  expect(await asked(FROM + 3 * DAY, FROM + 5 * DAY + QUARTER - 1)).toBeCloseTo(mean(random.slice(3, 5)), 9);
  expect(await asked(FROM + 50 * DAY, FROM + 60 * DAY)).toBeNaN();

  writeMeasurement(FROM + 39 * DAY, flat(200));
  announce({ tables: ['records'], instruments: ['QT2'] });
  expect(await asked(FROM, FROM + 40 * DAY)).toBeCloseTo(mean(random), 9);
  announce({ tables: ['records'], instruments: [SERIAL] });
  expect(await asked(FROM, FROM + 40 * DAY)).toBeCloseTo(mean([...random.slice(0, 39), 200]), 9);
});
