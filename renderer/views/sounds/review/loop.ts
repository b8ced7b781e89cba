/** Stretches of a sound, in seconds from its start: what is marked, what triggered it, what is played again and again. Pure. */
import type { Sound } from '../../../../electron/contract/index';

export interface Stretch {
  readonly from: number;
  readonly to: number;
}
/** Shorter than this is a click, not a stretch. */
const SHORTEST_S = 0.05;

const within = (seconds: number, length: number): number => Math.min(length, Math.max(0, seconds));

/** The stretch between two places, in either order; undefined when it is too short to be meant. */
export function stretchBetween(a: number, b: number, length: number): Stretch | undefined {
  const [from, to] = [within(Math.min(a, b), length), within(Math.max(a, b), length)];
  return to - from < SHORTEST_S ? undefined : { from, to };
}
/** The stretch that set the recording off; undefined when none is known within the sound. */
export function triggerStretch(
  sound: Pick<Sound, 'from' | 'triggerFrom' | 'triggerTo'>,
  length: number,
): Stretch | undefined {
  const { from, triggerFrom, triggerTo } = sound;
  if (triggerFrom === undefined || triggerTo === undefined) return undefined;
  return stretchBetween((triggerFrom - from) / 1_000, (triggerTo - from) / 1_000, length);
}
/** What is looped: what is marked, or else what triggered it, or else all of it. */
export const loopStretch = (
  marked: Stretch | undefined,
  trigger: Stretch | undefined,
  length: number,
): Stretch => marked ?? trigger ?? { from: 0, to: length };

/** Where to go on from when playing has come to `position`; undefined: just go on. */
export const afterLoop = (position: number, loop: Stretch | undefined): number | undefined =>
  loop !== undefined && (position >= loop.to || position < loop.from - SHORTEST_S) ? loop.from : undefined;

export const SPEEDS: readonly number[] = [0.5, 0.75, 1, 1.25, 1.5, 2];
/** The next slower (−1) or faster (1) speed. */
export function stepSpeed(speed: number, by: 1 | -1): number {
  const at = SPEEDS.indexOf(speed);
  return SPEEDS[Math.min(SPEEDS.length - 1, Math.max(0, (at === -1 ? 2 : at) + by))] ?? 1;
}
