/** Tags and notes: shown at once, sent one after the other, put back when the core refuses, undone step by step. */
import type { AppError, Sound, SoundMark } from '../../../../electron/contract/index';
import type { Api } from '../../../api';
import type { SoundCursor } from '../cursor';
import { noEntries } from './maps';
import { forget, lastOf, remember, type Undoable } from './undo';

type Markable = Pick<Sound, 'id' | 'tags' | 'note'>;
export interface Marking {
  readonly canUndo: boolean;
  /** Applies the change and sends it; `what` says what was done, to follow "Undone: ". */
  mark(sound: Markable, change: Partial<Pick<Sound, 'tags' | 'note'>>, what: string): void;
  /** What was undone and of which sound; undefined when there was nothing to undo. */
  undo(): { readonly id: string; readonly what: string } | undefined;
}
interface Deps {
  readonly api: Api;
  readonly cursor: () => SoundCursor;
  /** The core did not take it; it was put back. */
  readonly onrefused: (what: string, error: AppError) => void;
}

const markOf = ({ id, tags, note }: Markable): SoundMark => ({ id, tags: [...tags], note });

export function createMarking({ api, cursor, onrefused }: Deps): Marking {
  let steps = $state.raw<readonly Undoable[]>([]);
  /** What the core is known to hold, of those sounds for which it was told more. */
  const confirmed = noEntries<string, SoundMark>();
  const newest = noEntries<string, SoundMark>();
  let turn: Promise<unknown> = Promise.resolve();

  const show = ({ id, tags, note }: SoundMark) => cursor().patch(id, { tags, note });

  function send(before: SoundMark, after: SoundMark, what: string, step: Undoable | undefined): void {
    const { id } = after;
    if (!newest.has(id)) confirmed.set(id, before);
    newest.set(id, after);
    show(after);
    turn = turn.then(async () => {
      const result = await api.call('sounds.mark', { marks: [after] });
      if (result.ok) confirmed.set(id, after);
      else {
        if (step !== undefined) steps = forget(steps, step);
        onrefused(what, result.error);
      }
      // A later mark of this sound is on its way, and says all of it again.
      if (newest.get(id) !== after) return;
      newest.delete(id);
      const held = confirmed.get(id);
      if (!result.ok && held !== undefined) show(held);
    });
  }
  return {
    get canUndo() {
      return steps.length > 0;
    },
    mark(sound, change, what) {
      const before = markOf(sound);
      const step = { before, what };
      steps = remember(steps, step);
      send(before, markOf({ ...sound, ...change }), what, step);
    },
    undo() {
      const step = lastOf(steps);
      if (step === undefined) return undefined;
      steps = forget(steps, step);
      const { id } = step.before;
      send(
        newest.get(id) ?? confirmed.get(id) ?? step.before,
        step.before,
        `undoing ${step.what}`,
        undefined,
      );
      return { id, what: step.what };
    },
  };
}
