/** Which recording and which event's audio are one sound. Pure. */
import type { EventAudio, Member, Recorded } from './member';

/** How far apart the two lists may put the beginning of one sound. */
export const REACH_MS = 2_000;

/** Two ids that are one leave no doubt; otherwise it is the beginning that tells, on the same instrument. */
export const isTwin = (recorded: Recorded, event: EventAudio): boolean => recorded.id === event.id;

export const mayPair = (recorded: Recorded, event: EventAudio): boolean =>
  isTwin(recorded, event) ||
  (recorded.instrument === event.instrument && Math.abs(recorded.from - event.from) <= REACH_MS);

/** Negative when the first pair lies closer together. Never 0 for two different pairs, so that there is one best pairing. */
export function comparePairs(a: readonly [Recorded, EventAudio], b: readonly [Recorded, EventAudio]): number {
  return (
    Number(isTwin(...b)) - Number(isTwin(...a)) ||
    Math.abs(a[0].from - a[1].from) - Math.abs(b[0].from - b[1].from) ||
    a[0].from - b[0].from ||
    compareText(a[0].id, b[0].id) ||
    compareText(a[1].id, b[1].id)
  );
}

const compareText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** Whether a list says nothing new. */
export const isSame = (a: Member, b: Member): boolean =>
  Object.entries(a).every(([name, value]) => (b as unknown as Record<string, unknown>)[name] === value);
