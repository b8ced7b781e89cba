/** The present values of an instrument, by the names the Live API gives them. */
import type { DemoInstrument, World } from '../../world/world';

export interface LiveValue {
  readonly name: string;
  readonly value: number;
}

const DIRECT = new Set(['LAeq', 'LCeq', 'LZeq', 'LAPeak', 'LCPeak', 'LZPeak']);
const SECOND = 1_000;

/**
 * The values of the second that begins at `at`. Names that are unknown, not in the instrument's plan or without data
 * are left out.
 */
export function liveValues(
  world: World,
  instrument: DemoInstrument,
  types: readonly string[],
  at: number,
): readonly LiveValue[] {
  const now = at + SECOND;
  const read = (channel: string, from = at) => [
    ...world.levels(instrument.serial, channel, SECOND, from, now, now).values,
  ];
  const bands = (set: 'Octave' | 'Third', name: string) =>
    world
      .bands(instrument.serial, set, 'Z', SECOND, at, now, now)
      .find((band) => band.name === name)
      ?.samples.values.at(-1);
  const periodStart = Math.floor(at / instrument.measurementMs) * instrument.measurementMs;
  const valueOf = (type: string): number | undefined => {
    if (DIRECT.has(type)) return read(type).at(-1);
    if (/^L[ACZ][FSI]$/.test(type)) return read(`${type}Max`).at(-1);
    if (type === 'LAeqI') return read('LAIMax').at(-1);
    if (type === 'LAeqT') return energyMean(read('LAeq', periodStart));
    const exceeded = /^Ln(1|5|10|50|90|95|99)$/.exec(type)?.[1];
    if (exceeded !== undefined) return exceededLevel(read('LAFMax', periodStart), Number(exceeded));
    const minutes = /^LAeq,(5|15|30|60)m$/.exec(type)?.[1];
    if (minutes !== undefined) return energyMean(read('LAeq', now - Number(minutes) * 60 * SECOND));
    if (/^[\d.]+K?Hz$/.test(type)) return bands('Octave', type);
    // Third octaves come with the larger plans only.
    if (/^[\d.]+K?Hz3$/.test(type) && instrument.tier !== 'Standard')
      return bands('Third', type.slice(0, -1));
    return undefined;
  };
  return types.flatMap((name) => {
    const value = valueOf(name);
    return value === undefined || !Number.isFinite(value)
      ? []
      : [{ name, value: Math.round(value * 10) / 10 }];
  });
}

function energyMean(levels: readonly number[]): number | undefined {
  const known = levels.filter((level) => !Number.isNaN(level));
  if (known.length === 0) return undefined;
  return 10 * Math.log10(known.reduce((sum, level) => sum + 10 ** (level / 10), 0) / known.length);
}

/** The level that was exceeded for `percent` of the time. */
function exceededLevel(levels: readonly number[], percent: number): number | undefined {
  const known = levels.filter((level) => !Number.isNaN(level)).sort((a, b) => b - a);
  return known[Math.min(known.length - 1, Math.floor((known.length * percent) / 100))];
}
