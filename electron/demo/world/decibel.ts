/** Levels and energies. Stored levels are whole tenths of a decibel, as an instrument sends them. */
export const energyOf = (level: number): number => Math.pow(10, level / 10);
export const levelOf = (energy: number): number => 10 * Math.log10(energy);

/** Marks a second without a sample among tenths of a decibel. */
export const NONE = -32768;

const LOWEST = -400;
const HIGHEST = 2000;
const table: Float64Array = (() => {
  const values = new Float64Array(HIGHEST - LOWEST + 1);
  for (let i = 0; i < values.length; i++) values[i] = energyOf((i + LOWEST) / 10);
  return values;
})();

/** The energy of a level given in tenths of a decibel, -40 to 200 dB. */
export function energyOfTenths(tenths: number): number {
  return table[tenths - LOWEST] as number;
}

const MANTISSA_BITS = 12;
const mantissas: Float64Array = Float64Array.from(
  { length: 1 << MANTISSA_BITS },
  (_, i) => 10 * levelOf(1 + (i + 0.5) / (1 << MANTISSA_BITS)),
);
const TENTHS_PER_DOUBLING = 100 * Math.log10(2);
const asFloat = new Float32Array(1);
const asBits = new Int32Array(asFloat.buffer);

/** The level of a positive energy in whole tenths of a decibel; reads the exponent instead of taking a logarithm. */
export function tenthsOf(energy: number): number {
  asFloat[0] = energy;
  const bits = asBits[0] as number;
  const mantissa = mantissas[(bits >>> (23 - MANTISSA_BITS)) & ((1 << MANTISSA_BITS) - 1)] as number;
  // Rounds like Math.round, which minds negative zeros and takes twice the time.
  return Math.floor(((bits >>> 23) - 127) * TENTHS_PER_DOUBLING + mantissa + 0.5);
}

/** The energy of a level, to a tenth of a decibel; for the many small sources. */
export function roughEnergyOf(level: number): number {
  return energyOfTenths(Math.round(level * 10));
}

// Adding zero makes a positive zero of a negative one.
export const round1 = (value: number): number => Math.round(value * 10) / 10 + 0;
export const round2 = (value: number): number => Math.round(value * 100) / 100 + 0;
export const round = (value: number, digits: number): number => {
  const scale = 10 ** digits;
  return Math.round(value * scale) / scale + 0;
};
