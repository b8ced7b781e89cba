/**
 * From a file in the library to a picture of it. Whatever the file holds, the page answers: sizes and lengths are
 * bounded before anything is decoded, each step has its time, and one file is decoded at a time.
 */
import type { LocalSound } from '../../../../electron/contract/index';
import { bytes, duration } from '../../../format';
import type { Analysis, Samples } from './analysis';
import type { AnalysisAnswer, AnalysisRequest } from './analysis.worker';

/** Why there is no picture, in a sentence for the person. */
export class Undrawable extends Error {
  constructor(
    message: string,
    /** The file is not what it was when it was fetched. */
    readonly isDamaged = false,
  ) {
    super(message);
  }
}

export const MAX_BYTES = 128_000_000;
export const MAX_SECONDS = 900;
const STEP_MS = 20_000;
const DEFAULT_RATE = 48_000;

type Decodable = Pick<LocalSound, 'url' | 'sizeBytes' | 'durationMs' | 'sampleRate'>;

/** Why a file is not even opened; undefined: it may be. */
export function refusal({ sizeBytes, durationMs }: Omit<Decodable, 'url'>): string | undefined {
  if (sizeBytes > MAX_BYTES)
    return `At ${bytes(sizeBytes)} this file is too large to be drawn. It can still be played.`;
  // A short file may unfold to hours: one whose length is not known is not unfolded.
  if (durationMs === undefined) return 'Its length is not known, so it is not drawn. It can still be played.';
  if (durationMs > MAX_SECONDS * 1_000)
    return `At ${duration(durationMs)} this sound is too long to be drawn. It can still be played.`;
  return undefined;
}

const DAMAGED = 'This file cannot be decoded: it was altered or damaged on this computer.';

/** Fails with `reason` when the work takes too long or is no longer wanted; the work itself may go on unheard. */
export function within<T>(work: Promise<T>, signal: AbortSignal, reason: string, ms = STEP_MS): Promise<T> {
  return new Promise((resolve, reject) => {
    const leave = () => reject(new DOMException('no longer wanted', 'AbortError'));
    if (signal.aborted) {
      leave();
      return;
    }
    const timer = setTimeout(() => reject(new Undrawable(reason)), ms);
    signal.addEventListener('abort', leave, { once: true });
    const settle = () => {
      clearTimeout(timer);
      signal.removeEventListener('abort', leave);
    };
    work.then(resolve, reject).finally(settle);
  });
}

async function read(url: string, signal: AbortSignal): Promise<ArrayBuffer> {
  const response = await fetch(url, { signal });
  if (!response.ok) throw new Undrawable('This file is no longer on this computer.', true);
  const size = Number(response.headers.get('content-length'));
  if (size > MAX_BYTES)
    throw new Undrawable(refusal({ sizeBytes: size, durationMs: 0, sampleRate: 0 }) ?? '');
  return response.arrayBuffer();
}

async function decode(file: ArrayBuffer, rate: number | undefined, signal: AbortSignal): Promise<Samples> {
  const sampleRate = Math.min(96_000, Math.max(8_000, rate ?? DEFAULT_RATE));
  const context = new OfflineAudioContext(1, 1, sampleRate);
  const decoding = context.decodeAudioData(file).catch(() => Promise.reject(new Undrawable(DAMAGED, true)));
  const audio = await within(decoding, signal, 'Decoding this file takes too long; it is not drawn.');
  if (audio.length === 0) throw new Undrawable('This file holds no sound.');
  if (audio.duration > 2 * MAX_SECONDS)
    throw new Undrawable(refusal({ sizeBytes: 0, durationMs: audio.duration * 1_000, sampleRate }) ?? '');
  // Two channels say all: copied, because what is sent away is gone here.
  const channels = Array.from({ length: Math.min(2, audio.numberOfChannels) }, (_, channel) => {
    const copy = new Float32Array(audio.length);
    audio.copyFromChannel(copy, channel);
    return copy;
  });
  return { channels, sampleRate: audio.sampleRate };
}

export interface Decoder {
  /** Rejects with {@link Undrawable}, or with an AbortError once `signal` is aborted. */
  analyse(file: Decodable, signal: AbortSignal): Promise<Analysis>;
  close(): void;
}

/** `spawn` starts the worker, at the first need and again after one that did not answer. */
export function createDecoder({ spawn }: { readonly spawn: () => Worker }): Decoder {
  let worker: Worker | undefined;
  let lastId = 0;
  let turn: Promise<unknown> = Promise.resolve();

  function ask(samples: Samples): Promise<Analysis> {
    const id = (lastId += 1);
    const asked = (worker ??= spawn());
    return new Promise((resolve, reject) => {
      const answer = ({ data }: MessageEvent<AnalysisAnswer>) => {
        if (data.id !== id) return;
        asked.removeEventListener('message', answer);
        resolve(data.analysis);
      };
      asked.addEventListener('message', answer);
      asked.addEventListener('error', () => reject(new Undrawable('This sound could not be drawn.')), {
        once: true,
      });
      const request: AnalysisRequest = { id, samples };
      asked.postMessage(
        request,
        samples.channels.map(({ buffer }) => buffer as ArrayBuffer),
      );
    });
  }
  async function run(file: Decodable, signal: AbortSignal): Promise<Analysis> {
    signal.throwIfAborted();
    const held = await within(read(file.url, signal), signal, 'Reading this file takes too long.');
    const samples = await decode(held, file.sampleRate, signal);
    try {
      return await within(ask(samples), signal, 'Drawing this sound takes too long.');
    } catch (cause) {
      if (cause instanceof Undrawable) {
        worker?.terminate();
        worker = undefined;
      }
      throw cause;
    }
  }
  return {
    analyse(file, signal) {
      const no = refusal(file);
      if (no !== undefined) return Promise.reject(new Undrawable(no));
      const mine = turn.then(() => run(file, signal));
      turn = mine.catch(() => undefined);
      return mine;
    },
    close() {
      worker?.terminate();
      worker = undefined;
    },
  };
}
