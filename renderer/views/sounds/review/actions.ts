/** What each key and button of the review does. */
import type { LocalSound, Sound, Tag } from '../../../../electron/contract/index';
import { exactTime } from '../../../format';
import type { SoundCursor } from '../cursor';
import type { Fetching } from './fetching.svelte';
import type { ReviewAction } from './keys';
import type { Listening } from './listening.svelte';
import type { Marking } from './marking.svelte';
import type { Preferences } from './preferences.svelte';
import { noteOf, toggleTag } from './undo';

export type Opened = 'note' | 'keys' | undefined;
export interface ActionDeps {
  readonly cursor: () => SoundCursor;
  readonly tags: () => readonly Tag[];
  readonly listening: Listening;
  readonly marking: Marking;
  readonly fetching: Fetching;
  /** Whether a copy is not what it was when it was fetched. */
  readonly isDamaged: (file: LocalSound | undefined) => boolean;
  readonly preferences: Preferences;
  readonly zone: () => string;
  /** Seconds. */
  readonly length: () => number;
  readonly opened: () => Opened;
  readonly open: (what: Opened) => void;
  /** Undefined: says nothing any more. */
  readonly say: (text: string | undefined) => void;
  /** Goes on by so many sounds. */
  readonly move: (by: number) => void;
  readonly onclose: () => void;
  readonly onexport: (id: string) => void;
}
export interface Actions {
  act(action: ReviewAction): void;
  saveNote(text: string): void;
}
type Doing = { readonly [D in ReviewAction['do']]: (action: Extract<ReviewAction, { do: D }>) => void };
/** Where to look for what was undone, the nearest first. */
const NEAR: readonly number[] = [-1, 1, -2, 2, -3, 3];

export function createActions(deps: ActionDeps): Actions {
  const { listening, marking, fetching, say } = deps;
  const current = () => deps.cursor().current;
  const titleOf = (sound: Sound) => exactTime(sound.from, deps.zone());

  function tag(index: number): void {
    const [sound, chosen] = [current(), deps.tags()[index]];
    if (sound === undefined || chosen === undefined) return;
    const had = sound.tags.includes(chosen.id);
    const order = deps.tags().map(({ id }) => id);
    const tags = toggleTag(sound.tags, chosen.id, order);
    say(undefined);
    marking.mark(sound, { tags }, `${had ? 'tag removed' : 'tagged'} “${chosen.title}”, ${titleOf(sound)}`);
    if (had) return;
    fetching.keep({ ...sound, tags });
    if (deps.preferences.advance) deps.move(1);
  }
  function undo(): void {
    const undone = marking.undo();
    if (undone === undefined) {
      say('There is nothing to undo.');
      return;
    }
    const near =
      current()?.id === undone.id ? undefined : NEAR.find((by) => deps.cursor().peek(by)?.id === undone.id);
    if (near !== undefined) deps.move(near);
    say(`Undone: ${undone.what}`);
  }
  function download(): void {
    const sound = current();
    if (sound === undefined) return;
    const damaged = deps.isDamaged(listening.file);
    const fetched = fetching.fetchOriginal(sound, damaged);
    if (damaged) say('It is fetched again.');
    else if (!fetched) say('The lossless original is on this computer already.');
  }
  function leave(): void {
    if (deps.opened() !== undefined) deps.open(undefined);
    else if (listening.marked !== undefined) listening.marked = undefined;
    else deps.onclose();
  }
  const turn = (what: Opened) => deps.open(deps.opened() === what ? undefined : what);
  const doing: Doing = {
    next: () => deps.move(1),
    previous: () => deps.move(-1),
    play: () => {
      listening.toggle();
      if (listening.file === undefined) fetching.fetch();
    },
    seek: ({ seconds }) => listening.seek(listening.position + seconds),
    start: () => listening.seek(0),
    end: () => listening.seek(deps.length()),
    loop: () => listening.toggleLoop(),
    speed: ({ by }) => listening.stepSpeed(by),
    gain: ({ by }) => listening.stepGain(by),
    'automatic-gain': () => listening.automate(),
    tag: ({ index }) => tag(index),
    note: () => {
      if (current() !== undefined) turn('note');
    },
    keys: () => turn('keys'),
    undo,
    download,
    export: () => {
      const sound = current();
      if (sound !== undefined) deps.onexport(sound.id);
    },
    leave,
  };
  return {
    // The compiler cannot see that an action and what does it always belong together.
    act: (action) => (doing[action.do] as (action: ReviewAction) => void)(action),
    saveNote(text) {
      deps.open(undefined);
      const sound = current();
      if (sound === undefined || noteOf(text) === sound.note) return;
      say(undefined);
      marking.mark(sound, { note: noteOf(text) }, `note changed, ${titleOf(sound)}`);
    },
  };
}
