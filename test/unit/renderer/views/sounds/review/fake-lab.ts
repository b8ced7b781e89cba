/** What decodes and plays, without a browser's audio: samples are made, and playing is only noted. */
import {
  analyse,
  type Analysis,
  type Samples,
} from '../../../../../../renderer/views/sounds/review/analysis';
import { refusal, Undrawable } from '../../../../../../renderer/views/sounds/review/decode';
import type { Lab } from '../../../../../../renderer/views/sounds/review/review.svelte';
import type { PlaybackEvents } from '../../../../../../renderer/views/sounds/review/playback';

export const SAMPLE_RATE = 8_000;
/** A sine of so many seconds, Hz and amplitude. */
export function tone(seconds: number, hz: number, amplitude: number, sampleRate = SAMPLE_RATE): Samples {
  const channel = Float32Array.from(
    { length: Math.round(seconds * sampleRate) },
    (_, at) => amplitude * Math.sin((2 * Math.PI * hz * at) / sampleRate),
  );
  return { channels: [channel], sampleRate };
}

export interface FakeLab extends Lab {
  /** Addresses in the order in which they were decoded, opened and started. */
  readonly decoded: string[];
  readonly opened: string[];
  readonly started: string[];
  /** Decoding that was given up before it ended. */
  readonly abandoned: string[];
  readonly gains: number[];
  seconds: number;
  /** Decoding of these fails. */
  damaged: (url: string) => boolean;
  /** Decoding waits for it. */
  hold: Promise<unknown>;
  events: PlaybackEvents | undefined;
  position: number;
}
export function fakeLab(): FakeLab {
  const lab: FakeLab = {
    decoded: [],
    opened: [],
    started: [],
    abandoned: [],
    gains: [],
    seconds: 2,
    damaged: () => false,
    hold: Promise.resolve(),
    events: undefined,
    position: 0,
    createDecoder: () => ({
      async analyse(file, signal): Promise<Analysis> {
        const no = refusal(file);
        if (no !== undefined) throw new Undrawable(no);
        lab.decoded.push(file.url);
        await lab.hold;
        if (signal.aborted) {
          lab.abandoned.push(file.url);
          throw new DOMException('no longer wanted', 'AbortError');
        }
        if (lab.damaged(file.url)) throw new Undrawable('This file cannot be decoded.', true);
        return analyse(tone(lab.seconds, 440, 0.01));
      },
      close: () => undefined,
    }),
    createPlayback(events) {
      lab.events = events;
      let used: string | undefined;
      return {
        open: (url) => void lab.opened.push(url),
        use: (url) => void (used = url),
        play() {
          if (used === undefined) return;
          lab.started.push(used);
          events.onplaying(true);
        },
        pause: () => events.onplaying(false),
        seek(seconds) {
          lab.position = seconds;
          events.onposition(seconds);
        },
        setSpeed: () => undefined,
        setGain: (gainDb) => void lab.gains.push(gainDb),
        setLoop: () => undefined,
        close: () => undefined,
      };
    },
  };
  return lab;
}
