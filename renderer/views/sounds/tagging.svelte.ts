/** Tagging several sounds at once, with the way back. */
import type { AppError, Result, Sound, SoundMark } from '../../../electron/contract/index';
import type { Api } from '../../api';
import { marksFor } from './marks';

export interface Tagging {
  readonly error: AppError | undefined;
  /** How many taggings can be taken back. */
  readonly undoable: number;
  /** Gives all of them the tag; takes it from all when each has it. Answers whether they have it now. */
  toggle(sounds: readonly Sound[], tag: string): Promise<boolean | undefined>;
  /** Takes the last one back; answers with how many sounds that concerned. */
  undo(): Promise<number>;
}
const MOST_UNDO = 100;
/** More than this stand on no screen: they are read again when the core has taken them over. */
const MOST_AT_ONCE = 500;

/** @param patch shows a mark at once, before the core has taken it over */
export function createTagging(
  api: Pick<Api, 'call'>,
  patch: (id: string, change: Pick<Sound, 'tags' | 'note'>) => void,
): Tagging {
  let error = $state.raw<AppError | undefined>();
  let past = $state.raw<readonly (readonly SoundMark[])[]>([]);
  const show = (marks: readonly SoundMark[]) => {
    for (const { id, tags, note } of marks.slice(0, MOST_AT_ONCE)) patch(id, { tags, note });
  };
  // Keys come faster than answers: what is taken back is what was said last, also when that is still on its way.
  let last: Promise<unknown> = Promise.resolve();
  const inTurn = <T>(run: () => Promise<T>): Promise<T> => {
    const done = last.then(run);
    last = done;
    return done;
  };
  async function mark(marks: SoundMark[]): Promise<Result<readonly SoundMark[]>> {
    const result = await api.call('sounds.mark', { marks });
    error = result.ok ? undefined : result.error;
    return result;
  }
  return {
    get error() {
      return error;
    },
    get undoable() {
      return past.length;
    },
    toggle: (sounds, tag) => {
      const { on, marks, before } = marksFor(sounds, tag);
      if (marks.length === 0) return Promise.resolve(undefined);
      show(marks);
      return inTurn(async () => {
        const result = await mark(marks);
        if (result.ok) past = [...past, result.value].slice(-MOST_UNDO);
        else show(before);
        return result.ok ? on : undefined;
      });
    },
    undo: () =>
      inTurn(async () => {
        const said = past.at(-1);
        if (said === undefined) return 0;
        show(said);
        const result = await mark([...said]);
        if (result.ok) past = past.slice(0, -1);
        return result.ok ? said.length : 0;
      }),
  };
}
