/**
 * What a sound looks like: its outline, its spectrum over time and how loud it is, from decoded samples. Pure, and made
 * small here, so that what travels and is kept does not grow with the length of the sound.
 *
 * The Fourier transform and the mel scale are wavesurfer.js's. Its own drawing is not used: it decodes and computes in
 * the page, cannot be given what was prepared ahead, and styles itself inline, which the page's policy forbids.
 */
import FFT from 'wavesurfer.js/dist/fft.js';
import { hzToMel, melToHz } from 'wavesurfer.js/dist/spectrogram-render-utils.js';

/** It is written as a function to be called with `new`, which its types do not tell. */
const Transform = FFT as unknown as new (
  size: number,
  sampleRate: number,
  window: 'hann',
) => { calculateSpectrum(frame: Float32Array): Float32Array };

/** Decoded sound, one array of samples between −1 and 1 per channel. */
export interface Samples {
  readonly channels: readonly Float32Array[];
  /** Hz */
  readonly sampleRate: number;
}
/** Lowest and highest sample of each column, all of one width. */
export interface Outline {
  readonly low: Float32Array;
  readonly high: Float32Array;
}
/** Columns of `rows` values from the lowest frequency up: 255 is the loudest of all, 0 is {@link RANGE_DB} below it or less. */
export interface Spectrum {
  readonly columns: number;
  readonly rows: number;
  readonly values: Uint8Array<ArrayBuffer>;
  /** Highest frequency shown, Hz; rows are even steps on the mel scale from 0 to it. */
  readonly topHz: number;
}
/** In dB below digital full scale, which says nothing of the level on site; −Infinity for digital silence. */
export interface Loudness {
  readonly peakDb: number;
  readonly rmsDb: number;
}
export interface Analysis {
  readonly seconds: number;
  readonly outline: Outline;
  readonly spectrum: Spectrum;
  readonly loudness: Loudness;
}

export const RANGE_DB = 70;
const OUTLINE_COLUMNS = 2_048;
const SPECTRUM_COLUMNS = 900;
const SPECTRUM_ROWS = 160;
/** Above this hardly anything is heard of a site, and the rows are needed below. */
const TOP_HZ = 16_000;
/** A column that stands for a long time shows the loudest of so many looks into it. */
const LOOKS = 3;

export function analyse(samples: Samples): Analysis {
  const length = samples.channels[0]?.length ?? 0;
  return {
    seconds: length / samples.sampleRate,
    outline: outlineOf(samples.channels, Math.min(OUTLINE_COLUMNS, Math.max(1, length))),
    spectrum: spectrumOf(samples),
    loudness: loudnessOf(samples.channels),
  };
}

const toDb = (amplitude: number): number => 20 * Math.log10(amplitude);

export function loudnessOf(channels: readonly Float32Array[]): Loudness {
  let [peak, sum, count] = [0, 0, 0];
  for (const channel of channels) {
    for (const sample of channel) {
      const size = Math.abs(sample);
      // A float file may hold anything; what is no number is silence.
      if (!(size < Infinity)) continue;
      if (size > peak) peak = size;
      sum += size * size;
    }
    count += channel.length;
  }
  return { peakDb: toDb(peak), rmsDb: toDb(Math.sqrt(sum / Math.max(1, count))) };
}

export function outlineOf(channels: readonly Float32Array[], columns: number): Outline {
  const low = new Float32Array(columns);
  const high = new Float32Array(columns);
  for (const channel of channels)
    for (let column = 0; column < columns; column += 1) {
      const to = Math.floor(((column + 1) * channel.length) / columns);
      for (let at = Math.floor((column * channel.length) / columns); at < to; at += 1) {
        const sample = channel[at] ?? 0;
        if (sample < (low[column] ?? 0)) low[column] = sample;
        else if (sample > (high[column] ?? 0)) high[column] = sample;
      }
    }
  return { low, high };
}

/** About 40 ms: long enough to tell hums apart, short enough to tell blows apart. */
const windowLength = (sampleRate: number): number =>
  2 ** Math.min(12, Math.max(6, Math.round(Math.log2(sampleRate * 0.043))));

/** First bin of each row, and one more: even steps on the mel scale. */
function rowBins(rows: number, bins: number, topHz: number, sampleRate: number): Int32Array {
  const top = hzToMel(topHz);
  return Int32Array.from({ length: rows + 1 }, (_, row) =>
    Math.min(bins - 1, Math.round((melToHz((row / rows) * top) / (sampleRate / 2)) * bins)),
  );
}

export function spectrumOf({ channels, sampleRate }: Samples): Spectrum {
  const signal = channels[0] ?? new Float32Array();
  const size = windowLength(sampleRate);
  const columns = Math.max(1, Math.min(SPECTRUM_COLUMNS, Math.ceil((2 * signal.length) / size)));
  const topHz = Math.min(TOP_HZ, sampleRate / 2);
  const edges = rowBins(SPECTRUM_ROWS, size / 2, topHz, sampleRate);
  const power = new Float32Array(columns * SPECTRUM_ROWS);
  const fft = new Transform(size, sampleRate, 'hann');
  const frame = new Float32Array(size);
  const looks = signal.length > columns * size ? LOOKS : 1;
  for (let look = 0; look < columns * looks; look += 1) {
    const middle = Math.floor(((look + 0.5) / (columns * looks)) * signal.length);
    cut(signal, middle - size / 2, frame);
    raise(power.subarray(Math.floor(look / looks) * SPECTRUM_ROWS), fft.calculateSpectrum(frame), edges);
  }
  return { columns, rows: SPECTRUM_ROWS, values: toSteps(power), topHz };
}
/** Fills the frame from `from` on; silence before the sound and after it. */
function cut(signal: Float32Array, from: number, frame: Float32Array): void {
  for (let at = 0; at < frame.length; at += 1) {
    const sample = signal[from + at] ?? 0;
    frame[at] = Number.isFinite(sample) ? sample : 0;
  }
}
/** Takes the loudest bin of each row where it is louder than what stands there. */
function raise(column: Float32Array, spectrum: Float32Array, edges: Int32Array): void {
  for (let row = 0; row + 1 < edges.length; row += 1) {
    const from = edges[row] ?? 0;
    const to = Math.max(from + 1, edges[row + 1] ?? 0);
    let loudest = column[row] ?? 0;
    for (let bin = from; bin < to; bin += 1) loudest = Math.max(loudest, spectrum[bin] ?? 0);
    column[row] = loudest;
  }
}
function toSteps(power: Float32Array): Uint8Array<ArrayBuffer> {
  const loudest = toDb(power.reduce((most, value) => Math.max(most, value), 0));
  return Uint8Array.from(power, (value) =>
    value === 0 ? 0 : Math.max(0, Math.round(255 * (1 + (toDb(value) - loudest) / RANGE_DB))),
  );
}

/** The frequency at a height of the picture, 0 at its foot to 1 at its top, Hz; and the other way round. */
export const hzAt = (share: number, topHz: number): number => melToHz(share * hzToMel(topHz));
export const shareOf = (hz: number, topHz: number): number => hzToMel(hz) / hzToMel(topHz);
