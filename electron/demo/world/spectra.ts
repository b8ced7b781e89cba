/** What each kind of sound is made of: third-octave spectra, and what the weightings do to them. */
import { energyOf } from './decibel';

/** The kinds of sound the world knows, in the order in which fields keep them. */
export const kinds = ['ambient', 'road', 'rail', 'plant', 'impact', 'birds', 'rain', 'wind'] as const;
export type Kind = (typeof kinds)[number];
export const KIND: Readonly<Record<Kind, number>> = {
  ambient: 0,
  road: 1,
  rail: 2,
  plant: 3,
  impact: 4,
  birds: 5,
  rain: 6,
  wind: 7,
};

const nominal =
  '6.3 8 10 12.5 16 20 25 31.5 40 50 63 80 100 125 160 200 250 315 400 500 630 800 1K 1.25K 1.6K 2K 2.5K 3.15K 4K 5K 6.3K 8K 10K 12.5K 16K 20K';
/** Third-octave names as the service spells them, 6.3Hz to 20KHz. */
export const thirdNames: readonly string[] = nominal.split(' ').map((name) => `${name}Hz`);
/** Exact base-ten centre frequencies of the thirds, Hz. */
export const thirdCentres: readonly number[] = thirdNames.map((_, i) => 10 ** ((i + 8) / 10));
/** Octaves 31.5Hz to 16KHz; octave `i` is made of thirds `3i + 6` to `3i + 8`. */
export const octaveNames: readonly string[] = Array.from(
  { length: 10 },
  (_, i) => thirdNames[3 * i + 7] ?? '',
);

/** Frequency weighting in dB at a frequency in Hz, after the formulas of IEC 61672-1 annex E. */
export function weightingDb(weighting: 'A' | 'C' | 'Z', frequency: number): number {
  if (weighting === 'Z') return 0;
  const f2 = frequency * frequency;
  const low = 20.598997 ** 2;
  const high = 12194.217 ** 2;
  const c = (high * f2) / ((f2 + low) * (f2 + high));
  if (weighting === 'C') return 20 * Math.log10(c) + 0.062;
  const a = (c * f2) / Math.sqrt((f2 + 107.65265 ** 2) * (f2 + 737.86223 ** 2));
  return 20 * Math.log10(a) + 2;
}

/** Relative third-octave levels at corner frequencies, joined by straight lines over the logarithm of frequency. */
const corners: Readonly<Record<Kind, readonly (readonly [hz: number, db: number])[]>> = {
  ambient: [
    [6.3, 2],
    [31.5, 3],
    [63, 2],
    [250, -4],
    [1000, -7],
    [4000, -16],
    [20000, -32],
  ],
  road: [
    [6.3, -14],
    [31.5, -3],
    [63, 2],
    [125, -3],
    [500, -5],
    [1000, 0],
    [2000, -3],
    [4000, -12],
    [20000, -34],
  ],
  rail: [
    [6.3, -8],
    [31.5, 0],
    [63, 2],
    [125, -2],
    [500, -1],
    [1250, 0],
    [2500, -2],
    [5000, -10],
    [20000, -32],
  ],
  plant: [
    [6.3, -14],
    [31.5, 0],
    [63, 6],
    [80, 8],
    [125, 2],
    [500, -2],
    [1600, -4],
    [4000, -12],
    [20000, -34],
  ],
  impact: [
    [6.3, -20],
    [63, -6],
    [125, -3],
    [500, 0],
    [1600, 1],
    [3150, -2],
    [8000, -10],
    [20000, -24],
  ],
  birds: [
    [6.3, -60],
    [500, -45],
    [1600, -22],
    [2500, -6],
    [4000, 0],
    [6300, -5],
    [8000, -14],
    [20000, -42],
  ],
  rain: [
    [6.3, -16],
    [125, -14],
    [500, -8],
    [2000, -2],
    [5000, 0],
    [8000, -2],
    [20000, -10],
  ],
  wind: [
    [6.3, 31],
    [16, 27],
    [31.5, 21],
    [63, 14],
    [125, 7],
    [250, 2],
    [1000, -4],
    [4000, -10],
    [20000, -26],
  ],
};

function interpolate(points: readonly (readonly [number, number])[], frequency: number): number {
  for (let i = 1; i < points.length; i++) {
    const [f1, d1] = points[i] as readonly [number, number];
    const [f0, d0] = points[i - 1] as readonly [number, number];
    if (frequency <= f1) {
      const share = Math.log(frequency / f0) / Math.log(f1 / f0);
      return d0 + (d1 - d0) * share;
    }
  }
  return (points[points.length - 1] as readonly [number, number])[1];
}

/** Relative density of a kind at a frequency, dB per third octave; for synthesis. */
export function densityDb(kind: Kind, frequency: number): number {
  return interpolate(corners[kind], Math.max(6.3, frequency));
}

/** Linear weighting factors of the thirds. */
export const weightingFactors: Readonly<Record<'A' | 'C' | 'Z', Float64Array>> = {
  A: Float64Array.from(thirdCentres, (f) => energyOf(weightingDb('A', f))),
  C: Float64Array.from(thirdCentres, (f) => energyOf(weightingDb('C', f))),
  Z: Float64Array.from(thirdCentres, () => 1),
};

/** Unweighted third-octave energies of each kind (by index of `kinds`) for an A-weighted energy of one. */
export const spectra: readonly Float64Array[] = kinds.map((kind) => {
  const raw = Float64Array.from(thirdCentres, (f) => energyOf(densityDb(kind, f)));
  let sum = 0;
  raw.forEach((value, i) => (sum += value * (weightingFactors.A[i] ?? 0)));
  return raw.map((value) => value / sum);
});

const factor = (weighting: 'C' | 'Z') =>
  Float64Array.from(spectra, (bands) => {
    let sum = 0;
    bands.forEach((value, i) => (sum += value * (weightingFactors[weighting][i] ?? 0)));
    return sum;
  });
/** C-weighted and unweighted energy of each kind for an A-weighted energy of one. */
export const perA: Readonly<Record<'C' | 'Z', Float64Array>> = { C: factor('C'), Z: factor('Z') };

/** How far the fast maximum of a second rises over its mean, and the peak over that maximum, dB, by kind. */
export const crestDb: Float64Array = Float64Array.of(0.9, 1.3, 1.6, 1.2, 6.5, 3.2, 0.6, 1.8);
export const peakDb: Float64Array = Float64Array.of(9.5, 10.5, 11, 11, 15.5, 8.5, 11, 9);
