/** Days of levels to put into an archive and to find again. */
import { Failure } from '../../electron/contract/result';
import type { Archive } from '../../electron/core/db/archive';

export const DAY_MS = 86_400_000;

/** What kind of Failure `work` ends in. */
export function kindOf(work: () => unknown): string {
  try {
    work();
    return 'no failure';
  } catch (error) {
    return error instanceof Failure ? error.error.kind : String(error);
  }
}
/** Two-decimal levels without pattern, the same for a seed. */
export function noise(seed: number, length = 86_400): Float64Array {
  let state = seed;
  return Float64Array.from({ length }, () => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return (4_000 + (state % 5_000)) / 100;
  });
}
export const writeDay = (archive: Archive, day: number, values = noise(day + 1)): void =>
  archive.series.write('timehistory', 'QT1', [
    { channel: 'LAeq', stepMs: 1_000, start: day * DAY_MS, values },
  ]);
export const readDays = (archive: Archive, days: number): Float64Array =>
  archive.series.read('timehistory', 'QT1', 'LAeq', 1_000, { from: 0, to: days * DAY_MS });
