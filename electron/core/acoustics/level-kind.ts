/** What the samples of a channel are, by its name. */
import type { LevelKind } from '../../contract/selection';

export function levelKind(channel: string): LevelKind {
  if (/^L[ABCZ]eq$/i.test(channel)) return 'leq';
  if (/Peak$/i.test(channel)) return 'peak';
  return /^L.*Max$/i.test(channel) ? 'max' : 'other';
}

/** `100 ms`, `1 s`. */
export const stepName = (stepMs: number): string => (stepMs < 1_000 ? `${stepMs} ms` : `${stepMs / 1_000} s`);

/** `15 min`, `1 h`, `24 h`. */
export const periodName = (minutes: number): string =>
  minutes % 60 === 0 ? `${minutes / 60} h` : `${minutes} min`;

/** Such as `LAeq,15 min`. */
export const periodLevelName = (channel: string, minutes: number): string =>
  `${channel},${periodName(minutes)}`;
