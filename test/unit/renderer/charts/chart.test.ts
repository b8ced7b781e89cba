import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { describe, expect, it } from 'vitest';
import type { LevelSeries } from '../../../../electron/contract/index';
import { numberLabels, roundRange, timeLabels } from '../../../../renderer/charts/axis';
import { dayParts, showsDayParts } from '../../../../renderer/charts/day-parts';
import { limitSpans } from '../../../../renderer/charts/limit-spans';
import { gapAt, mergeGaps, notAsked } from '../../../../renderer/charts/gaps';
import { drawTails } from '../../../../renderer/charts/draw-tails';
import {
  columnValues,
  extremes,
  isCoarse,
  levelLines,
  plotColumns,
  tailsOf,
} from '../../../../renderer/charts/lines';
import { alpha, chartOptions, type Look } from '../../../../renderer/charts/options';

const HOUR = 3_600_000;
const look: Look = {
  ink: '#000000',
  soft: '#333333',
  surface: '#ffffff',
  grid: '#eeeeee',
  hatch: '#aaaaaa',
  shade: '#223344',
  unread: '#eeeeee',
  accent: '#005a94',
  left: '#7d5000',
  over: '#a83f00',
  lines: { strong: '#005a94', thin: '#b85c00', faint: '#7a8793' },
  hues: ['#00734f', '#8b2c8f'],
  strong: 1.5,
  thin: 1,
  font: 'Inter',
  fontSize: 12,
};
function series(bucketMs: number): LevelSeries {
  const channel = (name: string, base: number) => ({
    name,
    min: Float32Array.of(base - 5, NaN, base - 4),
    mean: Float32Array.of(base, NaN, base + 1),
    max: Float32Array.of(base + 5, NaN, base + 6),
  });
  return {
    time: Float64Array.of(0, bucketMs, 2 * bucketMs),
    bucketMs,
    stepMs: 1_000,
    channels: [channel('LAeq', 50), channel('LAFMax', 60), channel('LCPeak', 80)],
    gaps: [],
    validFraction: 2 / 3,
  };
}

describe('level lines', () => {
  it('shows LAeq as its mean and maxima as maxima, with nothing where nothing is held', () => {
    const [laeq, lafmax, lcpeak] = levelLines(series(60_000));
    expect(laeq?.values).toEqual([50, null, 51]);
    expect(lafmax?.values).toEqual([65, null, 66]);
    expect(lcpeak).toMatchObject({ ink: 'faint', values: [85, null, 86] });
  });
  it('has a band of lowest and highest only where a point stands for several samples', () => {
    expect(isCoarse(series(60_000))).toBe(true);
    expect(levelLines(series(60_000))[0]?.band).toEqual({ low: [45, null, 46], high: [55, null, 56] });
    expect(levelLines(series(1_000)).map(({ band }) => band)).toEqual([undefined, undefined, undefined]);
  });
  it('draws the strong line last, over band and faint lines', () => {
    const lines = levelLines(series(60_000));
    const columns = plotColumns(lines);
    expect(columns.map(({ line, part }) => `${lines[line]?.name ?? ''} ${part}`)).toEqual([
      'LAeq high',
      'LAeq low',
      'LCPeak line',
      'LAFMax line',
      'LAeq line',
    ]);
    expect(columns.map((column) => columnValues(lines, column)[0])).toEqual([55, 45, 85, 65, 50]);
  });
  it('finds the extremes of what is there', () => {
    expect(extremes([null, 3, -1, null])).toEqual({ low: -1, high: 3 });
    expect(extremes([null])).toBeUndefined();
  });
});

describe('tails', () => {
  it('go on at the level of the last sample to its end, in sight only and where they are wide enough', () => {
    const values = [50, 51, null, 60, null];
    const time = [0, 1_000, 2_000, 3_000, 4_000];
    const line = { name: 'LAeq', ink: 'strong' as const, values, tails: tailsOf(time, values, 1_000) };
    const drawn = (pxPerSecond: number, room: number) => {
      const points: number[][] = [];
      const told = (x: number, y: number) => points.push([x, y]);
      const ctx = {
        ...{ save() {}, restore() {}, beginPath() {}, rect() {}, clip() {}, stroke() {}, setLineDash() {} },
        ...{ moveTo: told, lineTo: told, translate() {} },
      } as unknown as CanvasRenderingContext2D;
      const valToPos = (value: number, scale: string) =>
        scale === 'x' ? (value / 1_000) * pxPerSecond : 100 - value;
      drawTails({ ctx, bbox: { left: 0, top: 0, width: room, height: 100 }, valToPos }, [line], look);
      return points;
    };
    expect(drawn(100, 1_000)).toEqual([
      ...[
        [100, 49],
        [200, 49],
      ],
      ...[
        [300, 40],
        [400, 40],
      ],
    ]);
    expect(drawn(100, 250)).toHaveLength(2);
    expect(drawn(0.5, 1_000)).toEqual([]);
  });
});

describe('options', () => {
  const options = chartOptions({
    lines: levelLines(series(60_000)),
    look,
    zone: 'UTC',
    size: { width: 800, height: 300 },
    unit: 'dB',
    step: 10,
    include: [],
    span: () => [0, HOUR],
  });
  it('numbers no scale of which nothing is there', () => {
    // The whole plot is not needed for it.
    const numbers = options.axes?.[1]?.values as unknown as (
      plot: { readonly data: readonly (readonly (number | null | undefined)[])[] },
      splits: readonly number[],
    ) => readonly string[];
    const times = [0, 1];
    expect(numbers({ data: [times, [null, undefined], []] }, [0, 10])).toEqual(['', '']);
    expect(numbers({ data: [times, [], [null, 0]] }, [0, 10])).toEqual(['0', '10']);
  });

  it('fills the band between highest and lowest and leaves gaps open', () => {
    expect(options.bands).toEqual([{ series: [1, 2], fill: '#005a9433' }]);
    expect(options.series.slice(1).map(({ width, spanGaps }) => [width, spanGaps ?? false])).toEqual([
      [0, false],
      [0, false],
      [1, false],
      [1, false],
      [1.5, false],
    ]);
  });
  it('shows the span that was asked for, whatever figures have come', () => {
    const range = options.scales?.['x']?.range;
    if (typeof range !== 'function') throw new Error('the time scale has no range of its own');
    expect(Reflect.apply(range, undefined, [])).toEqual([0, HOUR]);
  });
  it('leaves colours alone that it cannot read', () => {
    expect(alpha('rgb(1 2 3)', 0.5)).toBe('rgb(1 2 3)');
  });
});

describe('axes', () => {
  it('puts the day below the first tick and below each that begins a new one, in the zone on display', () => {
    const first = Date.UTC(2026, 2, 28, 22);
    const ticks = [0, 1, 2, 3].map((n) => first + n * HOUR);
    expect(timeLabels(ticks, HOUR, 'Europe/London')).toEqual([
      '22:00\n28 Mar',
      '23:00',
      '00:00\n29 Mar',
      '02:00',
    ]);
    expect(timeLabels([Date.UTC(2025, 11, 31), Date.UTC(2026, 0, 1)], 24 * HOUR, 'UTC')).toEqual([
      '31 Dec\n2025',
      '1 Jan\n2026',
    ]);
    expect(timeLabels([first + 5_000], 5_000, 'UTC')).toEqual(['22:00:05\n28 Mar']);
  });
  it('gives all numbers of a scale the same decimals, and a true minus', () => {
    expect(numberLabels([-1, -0.5, 0, 0.5])).toEqual(['−1.0', '−0.5', '0.0', '0.5']);
    expect(numberLabels([0.1 + 0.2, 0.55])).toEqual(['0.30', '0.55']);
    expect(numberLabels([30, 40])).toEqual(['30', '40']);
  });
  it('rounds the scale outwards and never to nothing', () => {
    expect([roundRange(41.2, 87.9, 10), roundRange(50, 50, 10), roundRange(null, null, 10)]).toEqual([
      [40, 90],
      [50, 60],
      [0, 10],
    ]);
  });
});

describe('gaps', () => {
  it('joins neighbours of one reason and keeps different ones apart', () => {
    const merged = mergeGaps([
      { from: 20, to: 30, reason: 'empty' },
      { from: 0, to: 10, reason: 'empty' },
      { from: 10, to: 20, reason: 'empty' },
      { from: 30, to: 40, reason: 'not-asked' },
    ]);
    expect(merged).toEqual([
      { from: 0, to: 30, reason: 'empty' },
      { from: 30, to: 40, reason: 'not-asked' },
    ]);
    expect([gapAt(merged, 29)?.reason, gapAt(merged, 30)?.reason, gapAt(merged, 40)]).toEqual([
      'empty',
      'not-asked',
      undefined,
    ]);
  });
  it('knows how much was never asked for, and since when', () => {
    const gaps = [
      { from: 50, to: 60, reason: 'not-asked' },
      { from: 10, to: 30, reason: 'not-asked' },
      { from: 30, to: 50, reason: 'empty' },
    ] as const;
    expect([notAsked(gaps), notAsked(gaps.slice(2))]).toEqual([{ from: 10, ms: 30 }, undefined]);
  });
});

const minuteOfDay = fc.integer({ min: 0, max: 1_439 });
const periodsOf = fc.record({ day: minuteOfDay, evening: minuteOfDay, night: minuteOfDay });
const USUAL = { day: 420, evening: 1_140, night: 1_380 };
const zone = 'Europe/London';
const DAY = 24 * HOUR;

describe('day, evening and night', () => {
  it('begin at 07, 19 and 23 by the clocks of the zone on display', () => {
    const from = Date.parse('2026-11-20T12:00:00Z');
    const hours = (zoneShown: string) =>
      dayParts({ from, to: from + DAY }, zoneShown, USUAL).map(
        ({ part, from: start, to }) =>
          `${part} ${String((start - from) / HOUR)}–${String((to - from) / HOUR)}`,
      );
    expect(hours(zone)).toEqual(['day 0–7', 'evening 7–11', 'night 11–19', 'day 19–24']);
    expect(hours('Asia/Kolkata')).toEqual(['day 0–1.5', 'evening 1.5–5.5', 'night 5.5–13.5', 'day 13.5–24']);
  });
  it('have a night of seven or nine hours where clocks change', () => {
    const lengths = (day: string) =>
      dayParts(
        { from: Date.parse(`${day}T12:00:00Z`), to: Date.parse(`${day}T12:00:00Z`) + DAY },
        zone,
        USUAL,
      )
        .filter(({ part }) => part === 'night')
        .map(({ from, to }) => (to - from) / HOUR);
    expect([lengths('2026-03-28'), lengths('2026-10-24'), lengths('2026-11-20')]).toEqual([[7], [9], [8]]);
  });
  it('cover the span without a hole or an overlap, however the house divides the day', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: Date.UTC(2020, 0), max: Date.UTC(2030, 0) }),
        fc.integer({ min: 1, max: 10 * DAY }),
        fc.constantFrom('UTC', zone, 'Australia/Lord_Howe', 'America/St_Johns', 'Asia/Tehran'),
        periodsOf,
        (from, length, shown, periods) => {
          const parts = dayParts({ from, to: from + length }, shown, periods);
          expect([parts[0]?.from, parts.at(-1)?.to]).toEqual([from, from + length]);
          parts.slice(1).forEach((part, index) => {
            expect(part.from).toBe(parts[index]?.to);
            expect(part.part).not.toBe(parts[index]?.part);
          });
        },
      ),
    );
  });
  it('are at each moment what the clock on the wall says', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: Date.UTC(2020, 0), max: Date.UTC(2030, 0) }),
        fc.constantFrom('UTC', zone, 'Australia/Lord_Howe', 'America/St_Johns'),
        periodsOf,
        (at, shown, periods) => {
          const wall = Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(shown);
          // A part that begins in an hour that comes twice, or never, is told by the first of them.
          fc.pre([-1, 0, 1].every((days) => wall.add({ days }).hoursInDay === 24));
          const minute = wall.hour * 60 + wall.minute;
          const ago = (part: keyof typeof periods) => (minute - periods[part] + 1_440) % 1_440;
          const [part] = dayParts({ from: at, to: at + 1 }, shown, periods);
          expect(part && ago(part.part)).toBe(Math.min(ago('day'), ago('evening'), ago('night')));
        },
      ),
    );
  });
  it('are told apart in ten days, and not in more', () => {
    expect([showsDayParts({ from: 0, to: 10 * DAY }), showsDayParts({ from: 0, to: 11 * DAY })]).toEqual([
      true,
      false,
    ]);
  });
});

describe('the hours of a limit', () => {
  const FRIDAY = Date.parse('2026-03-27T00:00:00Z');
  const hours = (from: number, to: number, weekdays: readonly number[]) =>
    limitSpans({ from, to, weekdays: [...weekdays] }, { from: FRIDAY, to: FRIDAY + 4 * DAY }, zone).map(
      (span) => [span.from, span.to].map((ms) => (ms - FRIDAY) / HOUR),
    );
  it('belong to the day on which they begin, and are as long as a change of clocks makes them', () => {
    expect(hours(1_380, 420, [5, 6])).toEqual([
      [23, 31],
      [47, 54],
    ]);
    expect(hours(0, 0, [1, 2, 3, 4, 5, 6, 7])).toEqual([[0, 96]]);
  });
  it('are those in which the clock of the site shows them, whatever the clocks do', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: Date.UTC(2020, 0), max: Date.UTC(2030, 0) }),
        fc.constantFrom('UTC', zone, 'Australia/Lord_Howe', 'America/St_Johns'),
        minuteOfDay,
        minuteOfDay,
        fc.uniqueArray(fc.integer({ min: 1, max: 7 }), { minLength: 1 }),
        (at, shown, from, to, weekdays) => {
          const wall = Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(shown);
          fc.pre([-1, 0, 1].every((days) => wall.add({ days }).hoursInDay === 24));
          const minute = wall.hour * 60 + wall.minute;
          const goesOver = to <= from;
          const begins = goesOver && minute < to ? wall.subtract({ days: 1 }) : wall;
          const isWithin = goesOver ? minute >= from || minute < to : minute >= from && minute < to;
          const holds = isWithin && weekdays.includes(begins.dayOfWeek);
          expect(limitSpans({ from, to, weekdays }, { from: at, to: at + 1 }, shown)).toHaveLength(
            holds ? 1 : 0,
          );
        },
      ),
    );
  });
});
