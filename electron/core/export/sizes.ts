/** How many bytes a sound has before it was fetched: by its length, and by what files like it had so far. */
import type { AudioFormat } from '../../contract/model';
import type { AudioStore } from '../db/audio-store';
import type { Ledger } from './ledger';

/** Until files were measured: 48 kHz, 16 bit, mono, and what codecs usually make of it. */
const USUAL_BYTES_PER_SECOND: Readonly<Record<AudioFormat, number>> = {
  WAV: 96_000,
  FLAC: 55_000,
  AAC: 16_000,
  OGG: 14_000,
};

interface Timed {
  readonly instrument: string;
  /** Epoch ms. */
  readonly from: number;
  readonly to: number;
}
export interface Sizes {
  /** `measured`: by files that came, of that instrument or of any. */
  expected(sound: Timed): { readonly bytes: number; readonly measured: boolean };
  /** A file is that long. */
  learn(sound: Timed, bytes: number): void;
  /** One came that long, which is written down for later. */
  came(sound: Timed, bytes: number): void;
  /** By the files of that instrument, or else of all; and whether any were measured. */
  bytesPerSecond(instrument: string): { readonly value: number; readonly measured: boolean };
}

interface SizesDeps {
  readonly audio: Pick<AudioStore, 'bytesPerSecond' | 'measured'>;
  readonly format: AudioFormat;
  /** Where what was learnt is written down for later; absent: nothing will be learnt. */
  readonly ledger?: Pick<Ledger, 'later'>;
}

export function createSizes({ audio, format, ledger }: SizesDeps): Sizes {
  const known = new Map<string, { readonly value: number; readonly measured: boolean }>();
  const own = new Map<string, { bytes: number; ms: number }>();
  const noted = new Map<string, { bytes: number; ms: number }>();
  const bytesPerSecond = (instrument: string) => {
    const seen = own.get(instrument);
    if (seen !== undefined && seen.ms > 0) return { value: (seen.bytes * 1_000) / seen.ms, measured: true };
    const before = known.get(instrument);
    if (before !== undefined) return before;
    const measured = audio.bytesPerSecond(format, instrument);
    const rate = { value: measured ?? USUAL_BYTES_PER_SECOND[format], measured: measured !== undefined };
    known.set(instrument, rate);
    return rate;
  };
  return {
    bytesPerSecond,
    expected({ instrument, from, to }) {
      const { value, measured } = bytesPerSecond(instrument);
      return { bytes: Math.round((value * Math.max(0, to - from)) / 1_000), measured };
    },
    learn({ instrument, from, to }, bytes) {
      const seen = own.get(instrument) ?? { bytes: 0, ms: 0 };
      seen.bytes += bytes;
      seen.ms += Math.max(0, to - from);
      own.set(instrument, seen);
    },
    came({ instrument, from, to }, bytes) {
      const ms = to - from;
      if (ms <= 0) return;
      const before = noted.get(instrument);
      if (before !== undefined) {
        before.bytes += bytes;
        before.ms += ms;
        return;
      }
      const note = { bytes, ms };
      noted.set(instrument, note);
      // Together with those that come until it is written.
      ledger?.later(() => {
        noted.delete(instrument);
        audio.measured(instrument, format, note.bytes, note.ms);
      });
    },
  };
}
