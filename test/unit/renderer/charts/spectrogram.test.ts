import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { SpectrumImage } from '../../../../electron/contract/index';
import { clockTicks } from '../../../../renderer/charts/clock-ticks';
import { levelRange, shortName } from '../../../../renderer/charts/bands-draw';
import { colourOf, PALETTE } from '../../../../renderer/charts/palette';
import {
  bandAt,
  colourRange,
  colourStep,
  columnAt,
  isNamed,
  namedEvery,
  pixelsOf,
  placesIn,
  rangeTicks,
  timeAt,
  xOf,
} from '../../../../renderer/charts/spectrogram-scale';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

test('ticks lie on round times of the zone, also on the day on which its clocks are changed', () => {
  const day = Date.parse('2026-03-28T23:00:00Z');
  const ticks = clockTicks({ from: day, to: day + DAY }, 'Europe/Berlin', 9);
  expect(ticks.map(({ label }) => label)).toEqual([
    '00:00\n29 Mar',
    ...['03:00', '06:00', '09:00', '12:00', '15:00', '18:00', '21:00'],
    '00:00\n30 Mar',
  ]);
  const night = clockTicks({ from: day, to: day + 4 * HOUR }, 'Europe/Berlin', 5);
  expect(night.map(({ label }) => label.slice(0, 5))).toEqual(['00:00', '01:00', '03:00', '04:00']);
});

test('ticks are within the span, ascending, and never more than there is room for', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 10_000, max: 800 * DAY }),
      fc.integer({ min: 2, max: 16 }),
      fc.constantFrom('UTC', 'Europe/London', 'Asia/Kolkata'),
      (length, most, zone) => {
        const from = Date.parse('2025-02-11T07:13:21Z');
        const moments = clockTicks({ from, to: from + length }, zone, most).map(({ at }) => at);
        expect(moments.length).toBeLessThanOrEqual(most);
        expect(moments.every((at) => at >= from && at < from + length)).toBe(true);
        expect([...moments].sort((a, b) => a - b)).toEqual(moments);
      },
    ),
    { numRuns: 60 },
  );
});

const image: SpectrumImage = {
  bands: ['31.5 Hz', '63 Hz'].map((name) => ({ name, centreHz: 1 })),
  ...{ first: 1_000, columnMs: 500, columns: 3, stepsMs: [500], gaps: [] },
  levels: Float32Array.of(20, NaN, 60, 40, NaN, 200),
};

test('the highest band is the top row of the picture, and what is missing has no colour', () => {
  const pixels = [...pixelsOf(image, [20, 60])];
  expect(pixels).toEqual([PALETTE[128], 0, PALETTE[255], PALETTE[0], 0, PALETTE[255]]);
  expect([
    columnAt(image, 999),
    columnAt(image, 1_499),
    columnAt(image, 2_499),
    columnAt(image, 2_500),
  ]).toEqual([...[undefined, 0, 2, undefined]]);
});

test('colours run in whole tens of dB, whatever one outlier does, and get lighter with the level', () => {
  const levels = Float32Array.from({ length: 10_000 }, (_, i) => 31 + (i % 35));
  levels[77] = 190;
  levels[78] = NaN;
  expect(colourRange(levels)).toEqual([30, 70]);
  expect(colourRange(new Float32Array(9).fill(NaN))).toBeUndefined();
  expect(rangeTicks([30, 70])).toEqual([30, 40, 50, 60, 70]);
  expect(rangeTicks([0, 90])).toEqual([0, 20, 40, 60, 80]);
  expect([0, 30, 50, 70, 90].map((level) => colourStep(level, [30, 70]))).toEqual([0, 0, 128, 255, 255]);
  const light = Array.from({ length: 256 }, (_, step) => {
    const [red, green, blue] = colourOf(step);
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  });
  expect(light.every((value, i) => i === 0 || value >= (light[i - 1] ?? 0) - 0.5)).toBe(true);
});

test("a place in the plot and its moment are each other's inverse", () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 400, max: 3_000 }),
      fc.integer({ min: 60_000, max: 400 * DAY }),
      fc.double({ min: 0, max: 1, noNaN: true }),
      (width, length, share) => {
        const span = { from: 1_700_000_000_000, to: 1_700_000_000_000 + length };
        const places = placesIn(width, 500);
        const time = span.from + share * length;
        expect(Math.abs(timeAt(xOf(time, span, places), span, places) - time)).toBeLessThanOrEqual(1);
      },
    ),
  );
  const places = placesIn(800, 500);
  const { top, height } = places.bands;
  expect([top - 1, top + 1, top + height - 1, top + height + 1].map((y) => bandAt(y, 10, places))).toEqual([
    ...[undefined, 9, 0, undefined],
  ]);
});

test("bands are named as far as there is room, octaves' centres first", () => {
  expect([20, 9, 5].map((perBand) => namedEvery(36, perBand, 18))).toEqual([1, 3, 6]);
  expect([20, 10].map((perBand) => namedEvery(10, perBand, 18))).toEqual([1, 2]);
  const named = Array.from({ length: 36 }, (_, band) => band).filter((band) => isNamed(band, 36, 3));
  expect(named.slice(0, 4)).toEqual([1, 4, 7, 10]);
  expect(['31.5 Hz', '500 Hz', '1.25 kHz'].map(shortName)).toEqual(['31.5', '500', '1.25k']);
});

test('the scale of the bars holds whiskers and cursor, and is there without any', () => {
  const of = (...levels: number[]) => Float64Array.from(levels);
  const none = { bands: [], mean: undefined, min: undefined, max: undefined, cursor: undefined };
  expect(levelRange(none)).toEqual([0, 10]);
  expect(
    levelRange({ ...none, mean: of(50, NaN), min: of(33, NaN), max: of(71, NaN), cursor: of(82, 40) }),
  ).toEqual([30, 90]);
});
