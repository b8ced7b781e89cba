import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { LevelSeries } from '../../../../../electron/contract/index';
import { levelDrawing } from '../../../../../renderer/views/print/selection/level-drawing';

const MINUTE = 60_000;
const T0 = Date.UTC(2026, 9, 24, 22);
const series = (levels: readonly number[], more: Partial<LevelSeries> = {}): LevelSeries => ({
  ...{ bucketMs: MINUTE, stepMs: 1_000, gaps: [], validFraction: 1 },
  time: Float64Array.from(levels, (_, i) => T0 + i * MINUTE),
  channels: [
    {
      name: 'LAeq',
      min: Float32Array.from(levels, (level) => level - 4),
      mean: Float32Array.from(levels),
      max: Float32Array.from(levels, (level) => level + 4),
    },
  ],
  ...more,
});
const draw = (levels: LevelSeries, more: Partial<Parameters<typeof levelDrawing>[0]> = {}) =>
  levelDrawing({
    span: { from: T0, to: T0 + Math.max(1, levels.time.length) * MINUTE },
    zone: 'Europe/London',
    levels,
    exclusions: { excluded: [], unknownWeather: [] },
    exceedances: undefined,
    ...more,
  });
const pointsOf = (path: string) =>
  [...path.matchAll(/[ML]([\d.]+) ([\d.]+)/g)].map(([, x, y]) => [Number(x), Number(y)] as const);

describe('the drawing of a selection', () => {
  it('has each point once, inside the plot, and no line across a hole', () => {
    const level = fc.oneof(fc.constant(NaN), fc.float({ min: 20, max: 120, noNaN: true }));
    fc.assert(
      fc.property(fc.array(level, { minLength: 1, maxLength: 60 }), (levels) => {
        const drawing = draw(series(levels));
        const path = drawing.lines[0]?.path ?? '';
        const points = pointsOf(path);
        expect(points).toHaveLength(levels.filter((each) => !Number.isNaN(each)).length);
        for (const [x, y] of [...points, ...drawing.bands.flatMap(pointsOf)]) {
          expect(x >= drawing.left && x <= drawing.right).toBe(true);
          expect(y >= drawing.top && y <= drawing.bottom).toBe(true);
        }
        const runs = levels.filter((each, i) => !Number.isNaN(each) && Number.isNaN(levels[i - 1] ?? NaN));
        expect(path.match(/M/g) ?? []).toHaveLength(runs.length);
      }),
    );
  });
  it('leaves peaks to the figures, and draws them only where there is nothing else', () => {
    const one = series([60, 61]);
    const peak = { ...(one.channels[0] as (typeof one.channels)[0]), name: 'LCPeak' };
    const names = (channels: LevelSeries['channels']) =>
      draw({ ...one, channels }).lines.map(({ name }) => name);
    expect([names([...one.channels, peak]), names([peak])]).toEqual([['LAeq'], ['LCPeak']]);
  });
  it('marks gaps, what is left out and what is over a limit where they are', () => {
    const span = { from: T0, to: T0 + 4 * MINUTE };
    const over = Float64Array.from([T0 + MINUTE]);
    const drawing = draw(
      series([50, 66, NaN, 50], {
        gaps: [{ from: T0 + 2 * MINUTE, to: T0 + 3 * MINUTE, reason: 'offline' }],
      }),
      {
        span,
        exclusions: {
          excluded: [{ from: T0, to: T0 + MINUTE, why: 'hand', text: 'Lorry' }],
          unknownWeather: [{ from: T0 + 3 * MINUTE, to: T0 + 4 * MINUTE }],
        },
        exceedances: {
          leastFraction: 0.9,
          limits: [
            {
              ...{
                id: 1,
                name: 'Night',
                channel: 'LAeq',
                limit: 55,
                label: 'LAeq,1 min',
                periods: 4,
                judged: 3,
                thin: 0,
              },
              ...{
                from: over,
                to: over.map((at) => at + MINUTE),
                level: over.map(() => 66),
                over: over.map(() => 11),
              },
              validFraction: Float32Array.of(1),
            },
          ],
        },
      },
    );
    const quarter = (drawing.right - drawing.left) / 4;
    expect(drawing.gaps).toEqual([{ x: drawing.left + 2 * quarter, width: quarter, isCheck: false }]);
    expect(drawing.leftOut).toEqual([{ x: drawing.left, width: quarter }]);
    expect(drawing.unknown).toEqual([{ x: drawing.left + 3 * quarter, width: quarter }]);
    expect(drawing.limits[0]).toMatchObject({ label: 'Night: LAeq,1 min', dB: 55 });
    expect(drawing.limits[0]?.over).toMatch(
      new RegExp(`^M${String(drawing.left + quarter)} [\\d.]+h${String(quarter)}$`),
    );
  });
  it('has round levels and times, and of nothing at all only the frame', () => {
    const none = draw(series([NaN]));
    expect([none.lines[0]?.path, none.bands, none.levels.length > 1]).toEqual(['', [], true]);
    expect(draw(series([50, 61])).levels.map(({ dB }) => dB)).toEqual([40, 50, 60, 70]);
  });
});
