import { describe, expect, it } from 'vitest';
import type { Entry, LevelSeries, MeasuredChannel } from '../../../../../electron/contract/index';
import {
  fromLevels,
  fromSurroundings,
  otherLines,
  ownLines,
  ownStrokes,
} from '../../../../../renderer/views/instrument/levels/chart-lines';
import { chartTable } from '../../../../../renderer/views/instrument/levels/chart-table';
import { comparable } from '../../../../../renderer/views/instrument/levels/compare/compared.svelte';
import { comparedTable } from '../../../../../renderer/views/instrument/levels/compare/compared-table';
import { pointWords } from '../../../../../renderer/views/instrument/levels/level-words';
import { limitLines } from '../../../../../renderer/views/instrument/levels/limit-lines';
import { mergeLines } from '../../../../../renderer/charts/merge-lines';
import { fakeFleet } from '../../../../support/fake-data';
import { fakeEntry } from '../../../../support/fake-people';
import { fakeFigures } from '../../../../support/fake-selection';

const channel = (source: MeasuredChannel['source'], name: string, unit = 'dB'): MeasuredChannel => ({
  ...{ source, name, unit },
});
const [LAEQ, LAFMAX, LAF90, WIND] = [
  channel('timehistory', 'LAeq'),
  channel('timehistory', 'LAFMax'),
  channel('measurements', 'LAF90'),
  channel('weather', 'windSpeed', 'm/s'),
];
const span = { from: 0, to: 3 };
function series(names: readonly string[], bucketMs: number, meanless = false): LevelSeries {
  return {
    ...{ time: Float64Array.of(0, 1, 2), bucketMs, stepMs: 1_000, gaps: [], validFraction: 1 },
    channels: names.map((name) => ({
      name,
      min: Float32Array.of(40, NaN, 42),
      max: Float32Array.of(60, NaN, 62),
      mean: meanless ? Float32Array.of(NaN, NaN, NaN) : Float32Array.of(50, NaN, 52),
    })),
  };
}
const levels = fromLevels('timehistory', series(['LAeq', 'LAFMax'], 60_000), span);
const wind = fromSurroundings(
  'weather',
  {
    ...{ time: Float64Array.of(0, 2), bucketMs: 60_000, stepMs: 60_000, gaps: [] },
    columns: [
      {
        ...{ name: 'windSpeed', unit: 'm/s', joined: 'mean', over: 2, latest: undefined },
        ...{ values: Float64Array.of(1.5, 2.5), min: Float64Array.of(1, 2), max: Float64Array.of(2, 3) },
      },
    ],
  },
  span,
);

describe('lines of the levels chart', () => {
  it('stand on the axis of their unit, a mean with its band, a maximum as maximum', () => {
    const lines = ownLines([levels, wind], [LAEQ, LAFMAX, WIND]).flatMap((part) => part.lines);
    expect(
      lines.map(({ name, unit, isRight, ink, values, band }) => [name, unit, isRight, ink, values, band]),
    ).toEqual([
      ['LAeq', 'dB', false, 'strong', [50, null, 52], { low: [40, null, 42], high: [60, null, 62] }],
      ['LAFMax', 'dB', false, 'thin', [60, null, 62], undefined],
      ['Wind speed', 'm/s', true, 'thin', [1.5, 2.5], undefined],
    ]);
  });
  it('are drawn to the end of the last sample before nothing, and not where a point is of many samples', () => {
    const told = (names: readonly string[], bucketMs: number) =>
      ownLines(
        [
          fromLevels(
            'timehistory',
            { ...series(names, bucketMs), time: Float64Array.of(0, 400, 5_000) },
            span,
          ),
        ],
        [LAEQ],
      )[0]?.lines[0]?.tails;
    expect(told(['LAeq'], 1_000)).toEqual([
      { from: 0, to: 400, value: 50 },
      { from: 5_000, to: 6_000, value: 52 },
    ]);
    expect(told(['LAeq'], 60_000)).toBeUndefined();
  });
  it('stand on the left when nothing is a level', () => {
    const [line] = ownLines([wind], [WIND]).flatMap((part) => part.lines);
    expect([line?.isRight, line?.ink]).toEqual([false, 'strong']);
  });
  it('show only the range of what cannot be made one', () => {
    const measured = fromLevels('measurements', series(['LAF90'], 60_000, true), span);
    const lines = ownLines([levels, measured], [LAEQ, LAF90]).flatMap((part) => part.lines);
    expect(lines[1]).toMatchObject({ values: [null, null, null], band: { high: [60, null, 62] } });
  });
  it('are told apart by more than their colour', () => {
    const many = Array.from({ length: 8 }, (_, index) => channel('timehistory', `L${String(index)}`));
    const others = Array.from({ length: 6 }, (_, index) => ({
      ...{ serial: `QT${String(index)}`, title: `QT${String(index)}` },
      drawn: levels,
    }));
    const drawn = [...ownStrokes(many), ...otherLines(others, LAEQ, [LAEQ]).flatMap(({ lines }) => lines)];
    const looks = drawn.map(({ ink, hue, dash }) => [ink, hue, dash].join(' '));
    expect(new Set(looks).size).toBe(looks.length);
    const dashes = otherLines(others, LAEQ, [LAEQ]).flatMap(({ lines }) =>
      lines.map(({ dash }) => dash?.join()),
    );
    expect(new Set(dashes).size).toBe(6);
  });
  it('of others have their serial in the name, and their own gaps', () => {
    const gaps = [{ from: 1, to: 2, reason: 'offline' as const }];
    const other = { serial: 'QT9', title: 'Gate (QT9)', drawn: { ...levels, gaps } };
    const missing = { serial: 'QT8', title: 'QT8', drawn: undefined };
    const parts = otherLines([other, missing], LAEQ, [LAEQ]);
    expect(parts.flatMap(({ lines }) => lines.map(({ name, owner }) => [name, owner?.gaps]))).toEqual([
      ['QT9 LAeq', gaps],
    ]);
  });
});

describe('what is taken along', () => {
  it('is every point that is drawn in the span, as numbers, with its band, empty where a line has none', () => {
    const merged = mergeLines([
      ...ownLines([levels, wind], [LAEQ, WIND]),
      ...otherLines([{ serial: 'QT9', title: 'Gate (QT9)', drawn: levels }], LAEQ, [LAEQ]),
    ]);
    const { columns, rows } = chartTable(merged, { from: 0, to: 2 }, 'UTC');
    expect(columns.map(({ name, unit }) => [name, unit])).toEqual([
      ['time', undefined],
      ...['LAeq', 'LAeq lowest', 'LAeq highest'].map((name) => [name, 'dB']),
      ['Wind speed', 'm/s'],
      ['Gate (QT9): QT9 LAeq', 'dB'],
    ]);
    expect(rows).toEqual([
      [0, 50, 40, 60, 1.5, 50],
      [1, null, null, null, null, null],
    ]);
  });
  it('is a row for each instrument that is compared', () => {
    const [own, other] = comparable(fakeFleet(0).slice(0, 2), []);
    if (own === undefined || other === undefined) throw new Error('the canned fleet has two instruments');
    const now = { from: 0, to: 3_000 };
    const told = { [own.serial]: fakeFigures({ channels: ['LAeq'], span: now }) };
    const { rows } = comparedTable({ rows: [own, other], told, main: LAEQ, span: now, zone: 'UTC' });
    expect(rows).toEqual([
      [own.serial, own.name, null, 58.3, expect.closeTo(79.3), 1_000, 97, null],
      [other.serial, other.name, null, null, null, null, null, null],
    ]);
  });
  it('says what a point is', () => {
    expect(pointWords(levels, [LAEQ, LAFMAX])).toBe(
      'each point 1 min of 1 s samples: LAeq as energy mean, LAFMax as maximum; the band is from lowest to highest',
    );
    expect(pointWords({ ...levels, bucketMs: 1_000 }, [LAEQ])).toBe('every sample, 1 s');
  });
});

describe('a limit', () => {
  const exceedances = {
    leastFraction: 0.9,
    limits: [
      {
        ...{
          id: 1,
          name: 'Night',
          channel: 'LAeq',
          limit: 45,
          label: 'LAeq,15 min',
          periods: 0,
          judged: 0,
          thin: 0,
        },
        ...{ from: new Float64Array(), to: new Float64Array(), level: new Float64Array() },
        ...{ over: new Float64Array(), validFraction: new Float32Array() },
      },
    ],
  };
  const entry = (from: number, to: number): Entry =>
    fakeEntry(1, {
      added: {
        ...{ kind: 'limit', name: 'Night', channel: 'LAeq', periodMinutes: 15, level: 45, from, to },
        weekdays: [1, 2, 3, 4, 5, 6, 7],
      },
    });
  const HOUR = 3_600_000;
  it('is drawn where it holds; over long spans faintly; all along when it always holds', () => {
    const day = { span: { from: 0, to: 24 * HOUR }, isWide: false };
    expect(limitLines(exceedances, [entry(1_380, 420)], day, 'UTC')[0]?.spans).toEqual([
      { from: 0, to: 7 * HOUR },
      { from: 23 * HOUR, to: 24 * HOUR },
    ]);
    expect(limitLines(exceedances, [entry(1_380, 420)], { ...day, isWide: true }, 'UTC')[0]).toMatchObject({
      ...{ isFaint: true, label: 'Night: LAeq,15 min 45 dB, at its hours' },
    });
    expect(limitLines(exceedances, [entry(0, 0)], day, 'UTC')[0]).not.toHaveProperty('spans');
    expect(limitLines(undefined, [], day, 'UTC')).toEqual([]);
  });
});
