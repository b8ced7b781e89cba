/** How a second's energy lies over its ten tenths: patterns with the second's mean and its fast maximum. */
import { energyOf, levelOf } from './decibel';
import { hash, normal } from './random';

export const VARIANTS = 32;
const CREST_STEP = 5;
const CRESTS = 19;

/** Ten raw levels: even flutter for a small crest, one stroke that dies away (35 dB/s) for a large one. */
function raw(crest: number, variant: number): Float64Array {
  const stroke = Math.max(0, Math.min(1, (crest - 2) / 3));
  const at = hash(0x3c6ef372, variant) % 10;
  return Float64Array.from({ length: 10 }, (_, i) => {
    const flutter = normal(hash(0x1f83d9ab, variant * 32 + crest * 2, i));
    return (1 - stroke) * flutter + stroke * (-3.47 * ((i - at + 10) % 10) + 0.2 * flutter);
  });
}

const mean = (levels: Float64Array): number =>
  levelOf(levels.reduce((sum, level) => sum + energyOf(level), 0) / levels.length);

/** Scales a raw pattern until its maximum is `crest` dB over its energy mean, then puts that mean at 0. */
function shaped(crest: number, variant: number): Int16Array {
  const levels = raw(crest, variant);
  const top = Math.max(...levels);
  let low = 0;
  let high = 60;
  for (let i = 0; i < 40; i++) {
    const middle = (low + high) / 2;
    const scaled = levels.map((level) => level * middle);
    if (top * middle - mean(scaled) < crest) low = middle;
    else high = middle;
  }
  const scaled = levels.map((level) => level * low);
  const centre = mean(scaled);
  return Int16Array.from(scaled, (level) =>
    Math.max(-200, Math.min(10 * crest, Math.round(10 * (level - centre)))),
  );
}

const patterns: Int16Array = (() => {
  const all = new Int16Array(CRESTS * VARIANTS * 10);
  for (let c = 0; c < CRESTS; c++)
    for (let v = 0; v < VARIANTS; v++) all.set(shaped((c * CREST_STEP) / 10, v), (c * VARIANTS + v) * 10);
  return all;
})();

/** Where the ten offsets (tenths of a decibel from the second's Leq) of a crest and variant begin in `tenthOffsets`. */
export function patternAt(crest: number, variant: number): number {
  return (Math.floor(crest / CREST_STEP) * VARIANTS + variant) * 10;
}
export const tenthOffsets: Readonly<Int16Array> = patterns;

/** The loudest tenth of a pattern, 0-9. */
export function loudestTenth(pattern: number): number {
  let best = 0;
  for (let i = 1; i < 10; i++)
    if ((patterns[pattern + i] as number) > (patterns[pattern + best] as number)) best = i;
  return best;
}
