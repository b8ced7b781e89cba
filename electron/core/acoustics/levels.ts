/**
 * Levels from levels. Only energies add up: a Leq can be made of Leqs, but a maximum, a peak or a percentile cannot.
 * Formulas as in ISO 1996-1 and ISO 9612; all levels in dB.
 */

const HOUR_MS = 3_600_000;
const WORKING_DAY_MS = 8 * HOUR_MS;

export interface WeightedLevel {
  readonly level: number;
  /** How long it was held, ms of valid samples. */
  readonly durationMs: number;
}

/**
 * Energy mean 10·lg( Σ wᵢ·10^(Lᵢ/10) / Σ wᵢ ), weighted by duration. NaN is left out, never taken for 0 dB.
 * @returns NaN when nothing is left
 */
export function energyMean(parts: readonly WeightedLevel[]): number {
  const held = parts.filter(({ level, durationMs }) => !Number.isNaN(level) && durationMs > 0);
  // Relative to the loudest, so that no level is out of range.
  const loudest = held.reduce((max, { level }) => Math.max(max, level), -Infinity);
  if (held.length === 0 || !Number.isFinite(loudest)) return held.length === 0 ? NaN : loudest;
  const energy = held.reduce((sum, each) => sum + each.durationMs * 10 ** ((each.level - loudest) / 10), 0);
  return loudest + 10 * Math.log10(energy / held.reduce((sum, each) => sum + each.durationMs, 0));
}

/** Energy mean of samples of equal length. NaN marks a missing sample. */
export function energyMeanOf(levels: Iterable<number>): number {
  return energyMean(Array.from(levels, (level) => ({ level, durationMs: 1 })));
}

/** LAE = LAeq,T + 10·lg(T / 1 s). */
export const soundExposureLevel = (leq: number, durationMs: number): number =>
  leq + 10 * Math.log10(durationMs / 1_000);

/** LEX,8h = LAeq,Te + 10·lg(Te / 8 h). Outdoors this only restates an energy; it is nobody's dose. */
export const lexEightHours = (leq: number, exposureMs: number): number =>
  leq + 10 * Math.log10(exposureMs / WORKING_DAY_MS);

/** A part of the day: its Leq, by how many hours it counts, and what is added to it, dB. */
interface Period {
  readonly level: number;
  readonly hours: number;
  readonly penalty: number;
}
function rating(all: readonly Period[]): number {
  // A day may have no evening.
  const periods = all.filter(({ hours }) => hours > 0);
  if (periods.some(({ level }) => Number.isNaN(level))) return NaN;
  return energyMean(
    periods.map(({ level, hours, penalty }) => ({ level: level + penalty, durationMs: hours * HOUR_MS })),
  );
}

/**
 * Day-evening-night level of Directive 2002/49/EC: evening + 5 dB, night + 10 dB. Each level is the energy mean over the
 * real seconds of its period; the hours are the weights, whatever a clock change made of that night.
 * @returns NaN when a period has no level
 */
export function lden(
  levels: { readonly day: number; readonly evening: number; readonly night: number },
  hours = { day: 12, evening: 4, night: 8 },
): number {
  return rating([
    { level: levels.day, hours: hours.day, penalty: 0 },
    { level: levels.evening, hours: hours.evening, penalty: 5 },
    { level: levels.night, hours: hours.night, penalty: 10 },
  ]);
}

/** Day-night level: night + 10 dB. NaN when a period has no level. */
export function ldn(
  levels: { readonly day: number; readonly night: number },
  hours = { day: 15, night: 9 },
): number {
  return rating([
    { level: levels.day, hours: hours.day, penalty: 0 },
    { level: levels.night, hours: hours.night, penalty: 10 },
  ]);
}
