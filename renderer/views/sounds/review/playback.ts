/** Plays files of the library one at a time, the next ones opened ahead. Pitch is kept at any speed. */
import { gainFactor } from './gain';
import { afterLoop, type Stretch } from './loop';

export interface PlaybackEvents {
  readonly onplaying: (playing: boolean) => void;
  /** Seconds from the start, many times a second while it plays. */
  readonly onposition: (seconds: number) => void;
  /** The file cannot be played. */
  readonly onfailed: () => void;
}
export interface Playback {
  /** Opens a file ahead, so that it starts at once. */
  open(url: string): void;
  /** From now on this file is meant; it stands at its start. Undefined: none is. `isOther`: another file has its address now. */
  use(url: string | undefined, isOther: boolean): void;
  play(): void;
  pause(): void;
  seek(seconds: number): void;
  setSpeed(speed: number): void;
  setGain(gainDb: number): void;
  setLoop(loop: Stretch | undefined): void;
  close(): void;
}

/** One that is heard, two that come next. */
const OPEN_MOST = 4;
/** A jump of the gain is heard as a click. */
const RAMP_S = 0.01;

export function createPlayback(events: PlaybackEvents): Playback {
  const open = new Map<string, HTMLAudioElement>();
  let amplifier: { readonly context: AudioContext; readonly gain: GainNode } | undefined;
  const amplified = new WeakSet<HTMLAudioElement>();
  let current: HTMLAudioElement | undefined;
  let [speed, gainDb] = [1, 0];
  let loop: Stretch | undefined;
  let frame = 0;

  function tick(): void {
    if (current === undefined) return;
    const back = afterLoop(current.currentTime, loop);
    if (back !== undefined && !current.paused) current.currentTime = back;
    events.onposition(current.currentTime);
  }
  function follow(): void {
    tick();
    frame = current === undefined || current.paused ? 0 : requestAnimationFrame(follow);
  }
  function ended(audio: HTMLAudioElement): void {
    if (audio !== current) return;
    if (loop === undefined) {
      events.onplaying(false);
      return;
    }
    audio.currentTime = loop.from;
    void start(audio);
  }
  function make(url: string): HTMLAudioElement {
    const audio = new Audio();
    // Without it the file is heard, but cannot be amplified.
    audio.crossOrigin = 'anonymous';
    audio.preload = 'auto';
    audio.preservesPitch = true;
    const ours = (tell: () => void) => () => {
      if (audio === current) tell();
    };
    audio.addEventListener(
      'playing',
      ours(() => events.onplaying(true)),
    );
    audio.addEventListener(
      'pause',
      ours(() => events.onplaying(false)),
    );
    audio.addEventListener('timeupdate', ours(tick));
    audio.addEventListener('seeked', ours(tick));
    audio.addEventListener(
      'error',
      ours(() => events.onfailed()),
    );
    audio.addEventListener('ended', () => ended(audio));
    audio.src = url;
    open.set(url, audio);
    for (const [old, other] of open) {
      if (open.size <= OPEN_MOST) break;
      if (other !== current && other !== audio) close(old, other);
    }
    return audio;
  }
  function close(url: string, audio: HTMLAudioElement): void {
    open.delete(url);
    audio.pause();
    audio.removeAttribute('src');
    audio.load();
  }
  function amplify(audio: HTMLAudioElement): void {
    if (amplifier === undefined) {
      const context = new AudioContext();
      const gain = context.createGain();
      gain.gain.value = gainFactor(gainDb);
      gain.connect(context.destination);
      amplifier = { context, gain };
    }
    if (!amplified.has(audio)) amplifier.context.createMediaElementSource(audio).connect(amplifier.gain);
    amplified.add(audio);
    if (amplifier.context.state === 'suspended') void amplifier.context.resume();
  }
  async function start(audio: HTMLAudioElement): Promise<void> {
    amplify(audio);
    audio.playbackRate = speed;
    try {
      await audio.play();
    } catch (cause) {
      // Left before it began, which is no failure.
      if (cause instanceof DOMException && cause.name === 'AbortError') return;
      if (audio === current) events.onfailed();
    }
    if (audio === current && frame === 0) follow();
  }
  return {
    open(url) {
      if (!open.has(url)) make(url);
    },
    use(url, isOther) {
      const before = current;
      const spoilt = url === undefined ? undefined : open.get(url);
      // It may have been fetched again since.
      if (url !== undefined && spoilt !== undefined && (isOther || spoilt.error !== null)) close(url, spoilt);
      current = url === undefined ? undefined : (open.get(url) ?? make(url));
      if (before !== current) {
        before?.pause();
        events.onplaying(false);
      }
      if (current === undefined || url === undefined) return;
      // The order in which they are closed is the order in which they were used.
      open.delete(url);
      open.set(url, current);
      if (current.currentTime !== 0) current.currentTime = 0;
    },
    play() {
      if (current !== undefined) void start(current);
    },
    pause: () => current?.pause(),
    seek(seconds) {
      if (current === undefined) return;
      current.currentTime = seconds;
      tick();
    },
    setSpeed(next) {
      speed = next;
      if (current !== undefined) current.playbackRate = next;
    },
    setGain(next) {
      gainDb = next;
      amplifier?.gain.gain.setTargetAtTime(gainFactor(next), amplifier.context.currentTime, RAMP_S);
    },
    setLoop(next) {
      loop = next;
    },
    close() {
      cancelAnimationFrame(frame);
      current = undefined;
      for (const [url, audio] of [...open]) close(url, audio);
      void amplifier?.context.close();
    },
  };
}
