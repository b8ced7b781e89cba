/** A few seconds of each kind of sound, seamless when repeated, beside the same seconds A-weighted. */
import { hash, normal } from '../world/random';
import { densityDb, type Kind, weightingDb } from '../world/spectra';
import { fft } from './fft';

export const SAMPLE_RATE = 16_000;
export const LOOP_SAMPLES = 65_536;
const HIGHEST_HZ = 7_600;
const LOWEST_HZ = 25;

export interface Loop {
  readonly plain: Float64Array;
  /** The same after A weighting; its mean square is one. */
  readonly weighted: Float64Array;
}

const frequencyOf = (bin: number): number =>
  ((bin <= LOOP_SAMPLES / 2 ? bin : LOOP_SAMPLES - bin) * SAMPLE_RATE) / LOOP_SAMPLES;

/** Noise with the spectrum of its kind, made rougher by what is particular to it. */
export function createLoop(key: number, kind: Kind): Loop {
  const time = kind === 'birds' ? chirps(key) : noise(key, kind);
  if (kind === 'rail') throb(time, 11, 0.35);
  if (kind === 'plant') throb(time, 57, 0.25);
  return normalised(time);
}

function noise(key: number, kind: Kind): Float64Array {
  const re = new Float64Array(LOOP_SAMPLES);
  const im = new Float64Array(LOOP_SAMPLES);
  for (let bin = 1; bin < LOOP_SAMPLES / 2; bin++) {
    const frequency = frequencyOf(bin);
    if (frequency < LOWEST_HZ || frequency > HIGHEST_HZ) continue;
    const tone = kind === 'plant' && bin % 112 < 2 && frequency < 900 ? 16 : 0;
    // Bands are shares of an octave, bins of a hertz: hence the division by frequency.
    const size = Math.sqrt(Math.pow(10, (densityDb(kind, frequency) + tone) / 10) / frequency);
    const h = hash(key, bin);
    re[bin] = size * normal(h);
    im[bin] = size * normal(h >>> 12);
    re[LOOP_SAMPLES - bin] = re[bin] as number;
    im[LOOP_SAMPLES - bin] = -(im[bin] as number);
  }
  fft(re, im, true);
  return re;
}

/** Swells and fades a whole number of times in the loop. */
function throb(time: Float64Array, times: number, depth: number): void {
  for (let i = 0; i < time.length; i++)
    time[i] = (time[i] as number) * (1 + depth * Math.cos((2 * Math.PI * times * i) / time.length));
}

/** Short sweeps between 2.5 and 6 kHz, never silent for long. */
function chirps(key: number): Float64Array {
  const time = new Float64Array(LOOP_SAMPLES);
  let at = 0;
  for (let i = 0; at < LOOP_SAMPLES; i++) {
    const h = hash(key, i, 77);
    const length = Math.min(LOOP_SAMPLES - at, 1_100 + (h % 2_300));
    const from = 2_600 + ((h >>> 8) % 2_600);
    const sweep = ((h >>> 20) % 2_400) - 1_200;
    let phase = 0;
    for (let n = 0; n < length; n++) {
      const part = n / length;
      phase += (2 * Math.PI * (from + sweep * part + 130 * Math.sin(part * 40))) / SAMPLE_RATE;
      time[at + n] = Math.sin(phase) * Math.sin(Math.PI * part) ** 2;
    }
    at += length + 200;
  }
  return time;
}

function normalised(time: Float64Array): Loop {
  const re = Float64Array.from(time);
  const im = new Float64Array(LOOP_SAMPLES);
  fft(re, im);
  for (let bin = 0; bin < LOOP_SAMPLES; bin++) {
    const frequency = frequencyOf(bin);
    const gain = frequency === 0 ? 0 : Math.pow(10, weightingDb('A', frequency) / 20);
    re[bin] = (re[bin] as number) * gain;
    im[bin] = (im[bin] as number) * gain;
  }
  fft(re, im, true);
  const power = re.reduce((sum, value) => sum + value * value, 0) / LOOP_SAMPLES;
  const scale = 1 / Math.sqrt(power);
  return { plain: time.map((value) => value * scale), weighted: re.map((value) => value * scale) };
}
