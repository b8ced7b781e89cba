/** Ogg Vorbis, by the reference encoder compiled to WebAssembly: FFmpeg and oggenc are on few machines. */
import { createOggEncoder } from 'wasm-media-encoders';
import type { Pcm } from '../world/world';

/** Small, as a preview should be: about a tenth of the samples. */
const QUALITY = 2;
/** Otherwise a random one, and no two files of one sound would be alike. */
const SERIAL = 1;
const FULL_SCALE = 32_768;
/** What goes to the encoder at once, in samples; it keeps room for as much. */
const PIECE = 65_536;

/** A whole Ogg file, whose last page counts exactly the samples given. */
export async function encodeOgg({ samples, sampleRate }: Pcm): Promise<Uint8Array> {
  const encoder = await createOggEncoder();
  encoder.configure({ channels: 1, sampleRate, vbrQuality: QUALITY, oggSerialNo: SERIAL });
  const pages: Uint8Array[] = [];
  for (let at = 0; at < samples.length; at += PIECE) {
    const piece = Float32Array.from(samples.subarray(at, at + PIECE), (sample) => sample / FULL_SCALE);
    // What it gives lies in its own memory, and the next call writes over it.
    pages.push(encoder.encode([piece]).slice());
  }
  pages.push(encoder.finalize().slice());
  return Buffer.concat(pages);
}
