/**
 * The levels reached or exceeded for each of `percents` of the time (L10, L90 …) by samples of equal length, NaN left out:
 * the highest sample for which that many are at least as loud. Pool the samples of a long period and ask once; the
 * percentiles of its parts do not combine by any formula.
 * @param percents each in (0, 100]
 * @returns one level per percentage, dB; NaN when there is no sample
 */
export function statisticalLevels(samples: Float64Array, percents: readonly number[]): number[] {
  const held = samples.filter((level) => !Number.isNaN(level)).sort();
  return percents.map((percent) => {
    // Less a hair, so that 10 % of 30 samples is the third one and not, by a rounding error, the fourth.
    const louder = Math.max(1, Math.ceil((percent / 100) * held.length - 1e-9));
    return held[held.length - louder] ?? NaN;
  });
}
