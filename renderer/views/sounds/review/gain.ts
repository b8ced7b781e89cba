/** Gain for listening, in dB: recordings of a site are mostly far too quiet to be heard as they are. Pure. */
import { MISSING } from '../../../format';
import type { Loudness } from './analysis';

/** dB below full scale: speech at a comfortable setting of the volume. */
const TARGET_RMS_DB = -20;
/** What is left above the highest peak. */
const HEADROOM_DB = 1;
export const GAIN_STEP_DB = 3;
export const MAX_GAIN_DB = 60;
export const MIN_GAIN_DB = -20;

const clamp = (gainDb: number): number => Math.min(MAX_GAIN_DB, Math.max(MIN_GAIN_DB, gainDb));

/** Brings the mean to a comfortable loudness, but no peak above full scale; whole dB. Silence is left alone. */
export function automaticGain({ rmsDb, peakDb }: Loudness): number {
  if (!Number.isFinite(rmsDb) || !Number.isFinite(peakDb)) return 0;
  return clamp(Math.floor(Math.min(TARGET_RMS_DB - rmsDb, -HEADROOM_DB - peakDb)));
}
/** To the next multiple of {@link GAIN_STEP_DB}, up (1) or down (−1). */
export const stepGain = (gainDb: number, by: 1 | -1): number =>
  clamp(
    (by === 1 ? Math.floor(gainDb / GAIN_STEP_DB) + 1 : Math.ceil(gainDb / GAIN_STEP_DB) - 1) * GAIN_STEP_DB,
  );

export const gainFactor = (gainDb: number): number => 10 ** (gainDb / 20);
/** Whether peaks are cut off at that gain, so that it no longer sounds as recorded. */
export const clips = (gainDb: number, loudness: Loudness | undefined): boolean =>
  loudness !== undefined && loudness.peakDb + gainDb > 0;

/** `+24 dB`, `0 dB`, `−6 dB`. */
export const gainText = (gainDb: number | undefined): string =>
  gainDb === undefined
    ? MISSING
    : `${gainDb > 0 ? '+' : gainDb < 0 ? '\u2212' : ''}${String(Math.abs(gainDb))} dB`;
