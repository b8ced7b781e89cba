/** What can be undone, newest last, bounded. Pure: each change makes a new one. */
import type { SoundMark } from '../../../../electron/contract/index';

export interface Undoable {
  /** What it was before; all of it. */
  readonly before: SoundMark;
  /** What was done, to follow "Undone: ". */
  readonly what: string;
}
const MOST = 200;

export const remember = (steps: readonly Undoable[], step: Undoable): readonly Undoable[] =>
  [...steps, step].slice(-MOST);
export const lastOf = (steps: readonly Undoable[]): Undoable | undefined => steps.at(-1);
export const forget = (steps: readonly Undoable[], step: Undoable): readonly Undoable[] =>
  steps.filter((other) => other !== step);

/** The tags with one more or one less, in the order of the set; those that the set no longer names come last. */
export function toggleTag(tags: readonly string[], id: string, order: readonly string[]): string[] {
  const next = tags.includes(id) ? tags.filter((tag) => tag !== id) : [...tags, id];
  const place = (tag: string) => (order.includes(tag) ? order.indexOf(tag) : order.length);
  return next.sort((a, b) => place(a) - place(b));
}
/** A note as it is kept: without space around it, and none rather than an empty one. */
export const noteOf = (text: string): string | undefined => (text.trim() === '' ? undefined : text.trim());
