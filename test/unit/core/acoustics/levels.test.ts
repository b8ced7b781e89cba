import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  energyMean,
  energyMeanOf,
  lden,
  ldn,
  lexEightHours,
  soundExposureLevel,
} from '../../../../electron/core/acoustics/levels';
import { golden } from '../../../support/golden';

const MINUTE_MS = 60_000;
const level = fc.double({ min: -50, max: 200, noNaN: true });

describe('the energy mean', () => {
  it.each(golden.energyMeans)('of $name is $leq dB', ({ parts, leq }) => {
    const weighted = parts.map(([dB, weight]) => ({ level: dB, durationMs: weight * 1_000 }));
    expect(energyMean(weighted)).toBeCloseTo(leq, 3);
  });

  it('leaves missing parts out instead of taking them for silence', () => {
    expect(energyMeanOf([60, NaN, 80, NaN])).toBe(energyMeanOf([60, 80]));
    expect(energyMean([{ level: 70, durationMs: 0 }])).toBeNaN();
    expect(energyMeanOf([])).toBeNaN();
    expect(energyMeanOf([NaN])).toBeNaN();
  });

  it('of a constant level is that level, however loud or quiet', () => {
    for (const dB of [-1e6, -300, 0, 60, 5_000, 1e6]) expect(energyMeanOf([dB, dB, dB])).toBeCloseTo(dB, 6);
  });

  it('lies between the arithmetic mean and the loudest', () => {
    fc.assert(
      fc.property(fc.array(level, { minLength: 1, maxLength: 50 }), (levels) => {
        const mean = energyMeanOf(levels);
        const arithmetic = levels.reduce((sum, each) => sum + each, 0) / levels.length;
        expect(mean).toBeGreaterThanOrEqual(arithmetic - 1e-9);
        expect(mean).toBeLessThanOrEqual(Math.max(...levels) + 1e-9);
      }),
    );
  });

  it('of parts, each weighted by its length, is that of the whole', () => {
    const parts = fc.array(fc.array(level, { minLength: 1, maxLength: 20 }), { minLength: 1, maxLength: 8 });
    fc.assert(
      fc.property(parts, (pieces) => {
        const means = pieces.map((piece) => ({ level: energyMeanOf(piece), durationMs: piece.length }));
        expect(energyMean(means)).toBeCloseTo(energyMeanOf(pieces.flat()), 9);
      }),
    );
  });
});

describe('exposure', () => {
  it('over a quarter of an hour is told as one second', () => {
    const { leq, durationS, lae } = golden.exposure;
    expect(soundExposureLevel(leq, durationS * 1_000)).toBeCloseTo(lae, 3);
  });

  it.each(golden.lexEightHours)('of $leq dB for $exposureMin min is $lex dB over eight hours', (each) => {
    expect(lexEightHours(each.leq, each.exposureMin * MINUTE_MS)).toBeCloseTo(each.lex, 3);
  });
});

describe('rating levels', () => {
  it.each(golden.lden)('Lden of $day, $evening, $night dB is $lden dB', (each) => {
    expect(lden(each)).toBeCloseTo(each.lden, 3);
  });

  it.each(golden.ldn)('Ldn of $day, $night dB is $ldn dB', (each) => {
    expect(ldn(each)).toBeCloseTo(each.ldn, 3);
  });

  it('come out of the hours of a day', () => {
    const { hourly } = golden.day;
    const day = energyMeanOf(hourly.slice(7, 19));
    const evening = energyMeanOf(hourly.slice(19, 23));
    const night = energyMeanOf([...hourly.slice(23), ...hourly.slice(0, 7)]);
    const rounded = (value: number): number => Math.round(value * 1_000) / 1_000;
    expect({
      hourly,
      day: rounded(day),
      evening: rounded(evening),
      night: rounded(night),
      lden: rounded(lden({ day, evening, night })),
      leq24: rounded(energyMeanOf(hourly)),
    }).toEqual(golden.day);
  });

  it('are unknown when a period is', () => {
    expect(lden({ day: 60, evening: NaN, night: 50 })).toBeNaN();
    expect(ldn({ day: NaN, night: 50 })).toBeNaN();
  });
});
