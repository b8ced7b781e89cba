/** What is heard: which copy of the sound, where in it, how fast, how loud, and which stretch again and again. */
import { untrack } from 'svelte';
import type { LocalSound, Sound } from '../../../../electron/contract/index';
import type { Loudness } from './analysis';
import { automaticGain, stepGain } from './gain';
import { loopStretch, stepSpeed, type Stretch } from './loop';
import type { Playback, PlaybackEvents } from './playback';
import { copyKey, playable } from './preview-policy';

export interface ListeningDeps {
  readonly createPlayback: (events: PlaybackEvents) => Playback;
  readonly sound: () => Sound | undefined;
  /** Of the copy that is heard; undefined: not known yet, or never. */
  readonly loudness: (file: LocalSound) => Loudness | undefined;
  /** Whether the gain of that copy is known: nothing starts by itself at a level that may hurt, or then jumps. */
  readonly isReady: (file: LocalSound) => boolean;
  /** Seconds. */
  readonly length: () => number;
  readonly trigger: () => Stretch | undefined;
  readonly playEach: () => boolean;
}
export interface Listening {
  /** The copy that is heard; undefined: none is on this computer. */
  readonly file: LocalSound | undefined;
  readonly playing: boolean;
  readonly position: number;
  readonly speed: number;
  readonly gainDb: number;
  readonly automatic: boolean;
  readonly failed: boolean;
  readonly loop: Stretch | undefined;
  marked: Stretch | undefined;
  /** Plays or pauses; what is not here yet plays as soon as it is. */
  toggle(): void;
  seek(seconds: number): void;
  stepSpeed(by: 1 | -1): void;
  stepGain(by: 1 | -1): void;
  automate(): void;
  toggleLoop(): void;
  open(url: string): void;
  close(): void;
}
/** Read by whoever measures how long the next sound takes to start. */
export const MOVED = 'review: moved';
export const STARTED = 'review: started';

export function createListening(deps: ListeningDeps): Listening {
  let file = $state.raw<LocalSound | undefined>();
  let playing = $state(false);
  let position = $state(0);
  let speed = $state(1);
  let failed = $state(false);
  /** dB; undefined: automatic. */
  let chosen = $state<number | undefined>();
  let marked = $state.raw<Stretch | undefined>();
  let looping = $state(false);
  let shown: string | undefined;
  let played: string | undefined;
  /** Asked to be played before it was here. */
  let wished: string | undefined;

  const playback = deps.createPlayback({
    onplaying(next) {
      playing = next;
      if (next && performance.getEntriesByName(MOVED).length > 0) {
        performance.measure(STARTED, MOVED);
        performance.clearMarks(MOVED);
      }
    },
    onposition: (seconds) => (position = seconds),
    onfailed: () => ([failed, playing] = [true, false]),
  });
  const gainDb = $derived.by(() => {
    const loudness = file && deps.loudness(file);
    return chosen ?? (loudness === undefined ? 0 : automaticGain(loudness));
  });
  const loop = $derived(looping ? loopStretch(marked, deps.trigger(), deps.length()) : undefined);

  function use(next: LocalSound | undefined, at: number): void {
    const isOther = next !== undefined && file?.url === next.url;
    file = next;
    failed = false;
    playback.use(next?.url, isOther);
    position = at;
    if (at > 0) playback.seek(at);
  }
  $effect(() => {
    const sound = deps.sound();
    const best = sound && playable(sound);
    const same = sound?.id === shown;
    // The original takes the place of a preview, but not in the middle of listening.
    const heard = file !== undefined && best !== undefined && copyKey(file) === copyKey(best);
    if (same && (heard || file === best || (playing && file !== undefined))) return;
    untrack(() => {
      shown = sound?.id;
      if (!same) [marked, played] = [undefined, undefined];
      use(best, same ? position : 0);
    });
  });
  $effect(() => {
    const ready = file !== undefined && deps.isReady(file);
    if (!ready || shown === undefined || played === shown) return;
    played = shown;
    if (deps.playEach() || wished === shown) untrack(() => playback.play());
  });
  $effect(() => playback.setGain(gainDb));
  $effect(() => playback.setLoop(loop));
  $effect(() => playback.setSpeed(speed));

  return {
    get file() {
      return file;
    },
    get playing() {
      return playing;
    },
    get position() {
      return position;
    },
    get speed() {
      return speed;
    },
    get gainDb() {
      return gainDb;
    },
    get automatic() {
      return chosen === undefined;
    },
    get failed() {
      return failed;
    },
    get loop() {
      return loop;
    },
    get marked() {
      return marked;
    },
    set marked(next) {
      marked = next;
    },
    toggle() {
      if (file === undefined) wished = shown;
      if (file === undefined || failed) return;
      played = shown;
      if (playing) {
        playback.pause();
        return;
      }
      if (position >= deps.length() - 0.01) playback.seek(loop?.from ?? 0);
      playback.play();
    },
    seek(seconds) {
      if (file === undefined) return;
      position = Math.min(deps.length(), Math.max(0, seconds));
      playback.seek(position);
    },
    stepSpeed: (by) => (speed = stepSpeed(speed, by)),
    stepGain: (by) => (chosen = stepGain(gainDb, by)),
    automate: () => (chosen = undefined),
    toggleLoop() {
      looping = !looping;
      const { from, to } = loopStretch(marked, deps.trigger(), deps.length());
      if (looping && (position < from || position >= to)) playback.seek(from);
    },
    open: (url) => playback.open(url),
    close: () => playback.close(),
  };
}
