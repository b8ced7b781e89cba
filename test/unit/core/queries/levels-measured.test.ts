import { expect, test } from 'vitest';
import type { Events } from '../../../../electron/contract/index';
import { createPace } from '../../../../electron/core/export/table-pace';
import { measuredChannels } from '../../../../electron/core/queries/levels-channels';
import { measuredLevels } from '../../../../electron/core/queries/levels-measured';
import { createMeasuredValues } from '../../../../electron/core/queries/measured-values';
import { withArchiveDuring } from '../../../support/async-archive';
import { withArchive } from '../../../support/temp-archive';

const MINUTE = 60_000;
const QUARTER = 15 * MINUTE;
const FROM = Date.parse('2026-03-02T00:00:00Z');
const SERIAL = 'QT1';
const pace = createPace(new AbortController().signal);
const measurement = (index: number, data: Readonly<Record<string, number | null>>) => ({
  ...{ key: String(index), time: FROM + index * QUARTER, until: FROM + (index + 1) * QUARTER, data },
});
const channels = ['LAeq', 'LAFMax', 'LAF90'];
const values = () => createMeasuredValues(() => undefined);

test('a measured value stands for its measurement, and no line crosses where there was none', async () => {
  await withArchiveDuring(async (archive) => {
    archive.records.upsert(
      'measurements',
      SERIAL,
      [
        measurement(0, { LAeq: 50, LAFMax: 70, LAF90: 40 }),
        measurement(1, { LAeq: 60, LAFMax: 80, LAF90: null }),
        measurement(4, { LAeq: 55, LAFMax: 75, LAF90: 45 }),
      ],
      FROM,
    );
    const span = { from: FROM, to: FROM + 5 * QUARTER };
    const told = await measuredLevels(
      { archive, measured: values() },
      { instrument: SERIAL, channels, span, maxPoints: 100 },
      pace,
    );
    expect([told.bucketMs, told.stepMs]).toEqual([QUARTER, QUARTER]);
    expect([...told.time].map((at) => (at - FROM) / QUARTER)).toEqual([0, 1, 2, 4]);
    expect(told.channels.map(({ mean }) => [...mean])).toEqual([
      [50, 60, NaN, 55],
      [70, 80, NaN, 75],
      [40, NaN, NaN, 45],
    ]);
    expect(told.validFraction).toBeCloseTo(3 / 5, 9);
    expect(told.gaps).toMatchObject([{ reason: 'not-asked' }]);
  });
});

test('of several measurements Leqs are energy means, maxima the greatest, and percentiles only a range', async () => {
  await withArchiveDuring(async (archive) => {
    const rows = Array.from({ length: 96 }, (_, index) =>
      measurement(index, {
        LAeq: index % 2 === 0 ? 50 : 60,
        LAFMax: 70 + (index % 4),
        LAF90: 40 + (index % 2),
      }),
    );
    archive.records.upsert('measurements', SERIAL, rows, FROM);
    const span = { from: FROM, to: FROM + 96 * QUARTER };
    const told = await measuredLevels(
      { archive, measured: values() },
      { instrument: SERIAL, channels, span, maxPoints: 25 },
      pace,
    );
    expect([told.bucketMs, told.time.length]).toEqual([4 * QUARTER, 24]);
    const [laeq, lafmax, laf90] = told.channels;
    expect(laeq?.mean[0]).toBeCloseTo(10 * Math.log10((10 ** 5 + 10 ** 6) / 2), 4);
    expect(lafmax?.mean[0]).toBe(73);
    expect([laf90?.min[0], laf90?.max[0], laf90?.mean[0]]).toEqual([40, 41, NaN]);
  });
});

test('what is held of an instrument is listed with its unit, and nothing else', () => {
  withArchive((archive) => {
    const minute = { stepMs: MINUTE, start: FROM, values: Float64Array.of(1, 2) };
    archive.series.write('timehistory', SERIAL, [
      { channel: 'LAFMax', stepMs: 1_000, start: FROM, values: Float64Array.of(60) },
      { channel: 'LAeq', stepMs: 1_000, start: FROM, values: Float64Array.of(50) },
    ]);
    archive.series.write('weather', SERIAL, [{ channel: 'windSpeed', ...minute }]);
    archive.series.write('weather', 'other', [{ channel: 'humidity', ...minute }]);
    archive.records.upsert('measurements', SERIAL, [measurement(0, { LAeq: 50, LAF90: null })], FROM);
    archive.records.upsert(
      'monitorstats',
      SERIAL,
      [measurement(0, { period: 300, voltage: 12.4, temp: null })],
      FROM,
    );
    expect(measuredChannels(archive, SERIAL)).toEqual([
      { source: 'timehistory', name: 'LAeq', unit: 'dB' },
      { source: 'timehistory', name: 'LAFMax', unit: 'dB' },
      { source: 'measurements', name: 'LAeq', unit: 'dB' },
      { source: 'weather', name: 'windSpeed', unit: 'm/s' },
      { source: 'monitorstats', name: 'voltage', unit: 'V' },
    ]);
  });
});

test('what was read is remembered until a record of the instrument changes', async () => {
  await withArchiveDuring(async (archive) => {
    let announce: (change: Events['data-changed']) => void = () => undefined;
    const measured = createMeasuredValues((listener) => (announce = listener));
    const span = { from: FROM, to: FROM + 4 * QUARTER };
    const level = async (name = 'LAeq') => {
      const asked = { instrument: SERIAL, channels: [name], span, maxPoints: 100 };
      const told = await measuredLevels({ archive, measured }, asked, pace);
      return [...(told.channels[0]?.mean ?? [])];
    };
    archive.records.upsert('measurements', SERIAL, [measurement(0, { LAeq: 50 })], FROM);
    expect(await level()).toEqual([50]);
    archive.records.upsert(
      'measurements',
      SERIAL,
      [measurement(0, { LAeq: 51 }), measurement(1, { laeq: 52, LZeq: 60 })],
      FROM,
    );
    expect(await level()).toEqual([50]);
    announce({ tables: ['records'], instruments: ['another'] });
    expect(await level()).toEqual([50]);
    announce({ tables: ['records'], instruments: [SERIAL] });
    expect(await level('LZeq')).toEqual([NaN, 60]);
    expect((await level())[0]).toBe(51);
  });
});

test('a measurement that began before the span reaches into it, and one without a length does not count', async () => {
  await withArchiveDuring(async (archive) => {
    const endless = { ...measurement(2, { LAeq: 70 }), until: undefined };
    const rows = [measurement(0, { LAeq: 50 }), endless, measurement(3, { LAeq: 53 })];
    archive.records.upsert('measurements', SERIAL, rows, FROM);
    const span = { from: FROM + MINUTE, to: FROM + 3 * QUARTER + MINUTE };
    const asked = { instrument: SERIAL, channels: ['LAeq'], span, maxPoints: 100 };
    const told = await measuredLevels({ archive, measured: values() }, asked, pace);
    expect([...told.time].map((at) => (at - FROM) / QUARTER)).toEqual([0, 1, 3]);
    expect([...(told.channels[0]?.mean ?? [])]).toEqual([50, NaN, 53]);
    expect(told.validFraction).toBeCloseTo((14 + 1) / 45, 9);
  });
});
