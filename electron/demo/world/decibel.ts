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

export const round1 = (value: number): number => Math.round(value * 10) / 10;
export const round2 = (value: number): number => Math.round(value * 100) / 100;
export const round = (value: number, digits: number): number => {
  const scale = 10 ** digits;
  return Math.round(value * scale) / scale;
};
