/** Where a person is in a list of sounds that is never here as a whole. */
import type { Sound } from '../../../electron/contract/index';

export interface SoundCursor {
  /** Undefined while it is read, or when nothing matches. */
  readonly current: Sound | undefined;
  /** Its place in the list, 0 for the first. */
  readonly index: number;
  readonly total: number;
  /** Steps through the list; does nothing at its ends. */
  move(by: number): void;
  /** The sound so many places further on, when it is known already: what comes next is prepared meanwhile. */
  peek(by: number): Sound | undefined;
  /** Takes over what a mark changed at once, without waiting for the core. */
  patch(id: string, change: Partial<Pick<Sound, 'tags' | 'note'>>): void;
}
