/** The review of sounds, apart from how it looks: what is shown, heard, fetched and marked. */
import { untrack } from 'svelte';
import type { AppError, LocalSound, Sound, Tag } from '../../../../electron/contract/index';
import { explain } from '../../../explain';
import type { App } from '../../../state/app.svelte';
import { resource } from '../../../state/resource.svelte';
import type { SoundCursor } from '../cursor';
import { createActions, type Actions, type Opened } from './actions';
import { prepareAhead, type Prepared } from './ahead.svelte';
import { Undrawable, type Decoder } from './decode';
import { createFetching, type Fetching } from './fetching.svelte';
import { createListening, MOVED, type Listening } from './listening.svelte';
import { triggerStretch, type Stretch } from './loop';
import { createMarking } from './marking.svelte';
import type { Playback, PlaybackEvents } from './playback';
import { createPreferences, type Preferences } from './preferences.svelte';
import { playable } from './preview-policy';

/** The parts of a browser that decode and play; a test brings its own. */
export interface Lab {
  readonly createDecoder: () => Decoder;
  readonly createPlayback: (events: PlaybackEvents) => Playback;
}
export interface Message {
  readonly tone: 'note' | 'warn';
  readonly text: string;
}
export interface Review extends Actions {
  readonly sound: Sound | undefined;
  readonly tags: readonly Tag[];
  readonly listening: Listening;
  readonly prepared: Prepared;
  readonly fetching: Fetching;
  readonly preferences: Preferences;
  /** Seconds. */
  readonly length: number;
  readonly trigger: Stretch | undefined;
  readonly canUndo: boolean;
  readonly message: Message | undefined;
  /** What lies open over the pictures. */
  readonly opened: Opened;
  close(): void;
}
interface Deps {
  readonly app: App;
  readonly cursor: () => SoundCursor;
  readonly zone: () => string;
  readonly lab: Lab;
  readonly storage: Storage;
  readonly onclose: () => void;
  readonly onexport: (id: string) => void;
}

/** Must be called while a component is set up. */
export function createReview(deps: Deps): Review {
  const { app, cursor, zone } = deps;
  const decoder = deps.lab.createDecoder();
  const preferences = createPreferences(deps.storage);
  let message = $state.raw<Message | undefined>();
  let opened = $state<Opened>();
  let direction = $state<1 | -1>(1);
  const words = (error: AppError) => explain(error, zone()).title;
  const warn = (text: string) => (message = { text, tone: 'warn' });

  const sound = $derived(cursor().current);
  const tags = resource(
    app.api,
    () => ({ name: 'tags.get' as const, input: undefined }),
    () => ({ tables: ['marks'] }),
  );
  const fetching = createFetching({
    app,
    cursor,
    explain: words,
    onnopreviews: (why) => warn(`No preview: ${why} Lossless originals are fetched instead.`),
  });
  const prepared = prepareAhead({
    api: app.api,
    cursor,
    direction: () => direction,
    link: () => fetching.link,
    isAsked: fetching.downloads.isAsked,
    analyse: (file, signal) => decoder.analyse(file, signal),
  });
  fetching.follow(() => prepared.plan);
  const pictureOf = (file: LocalSound | undefined) => {
    const shelved = prepared.analysis(file);
    return shelved?.state === 'ready' ? shelved.value : undefined;
  };
  const length = $derived.by(() => {
    const file = sound && playable(sound);
    const listed = sound === undefined ? 0 : sound.to - sound.from;
    return Math.max(0.1, pictureOf(file)?.seconds ?? (file?.durationMs ?? listed) / 1_000);
  });
  const isDamaged = (file: LocalSound | undefined) => {
    const shelved = prepared.analysis(file);
    return shelved?.state === 'failed' && shelved.reason instanceof Undrawable && shelved.reason.isDamaged;
  };
  const trigger = $derived(sound && triggerStretch(sound, length));
  const listening = createListening({
    createPlayback: deps.lab.createPlayback,
    sound: () => sound,
    loudness: (file) => pictureOf(file)?.loudness,
    isReady: (file) => prepared.analysis(file)?.state === 'ready',
    length: () => length,
    trigger: () => trigger,
    playEach: () => preferences.playEach,
  });
  const marking = createMarking({
    api: app.api,
    cursor,
    onrefused: (what, error) => warn(`Not saved and put back: ${what}. ${words(error)}`),
  });
  const actions = createActions({
    cursor,
    tags: () => tags.value ?? [],
    listening,
    marking,
    fetching,
    isDamaged,
    preferences,
    zone,
    length: () => length,
    opened: () => opened,
    open: (what) => (opened = what),
    say: (text) => (message = text === undefined ? undefined : { text, tone: 'note' }),
    move,
    onclose: deps.onclose,
    onexport: deps.onexport,
  });
  function move(by: number): void {
    direction = by < 0 ? -1 : 1;
    [message, opened] = [undefined, undefined];
    performance.clearMarks(MOVED);
    performance.mark(MOVED);
    cursor().move(by);
  }
  // The files next to this one are opened ahead, so that they start at once.
  $effect(() => {
    const next = prepared.plan.prepare.slice(1).map(playable);
    untrack(() => next.forEach((file) => file && listening.open(file.url)));
  });
  return {
    ...actions,
    get sound() {
      return sound;
    },
    get tags() {
      return tags.value ?? [];
    },
    listening,
    prepared,
    fetching,
    preferences,
    get length() {
      return length;
    },
    get trigger() {
      return trigger;
    },
    get canUndo() {
      return marking.canUndo;
    },
    get message() {
      return message;
    },
    get opened() {
      return opened;
    },
    close() {
      prepared.close();
      listening.close();
      decoder.close();
    },
  };
}
