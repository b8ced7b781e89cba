/** RIFF WAVE, PCM, mono. */
import type { Pcm } from '../world/world';
import { littleEndian } from './flac';

const HEADER = 44;

export function encodeWav({ samples, sampleRate, bitsPerSample }: Pcm): Uint8Array {
  const data = littleEndian(samples);
  const file = new Uint8Array(HEADER + data.length);
  const view = new DataView(file.buffer);
  const text = (at: number, letters: string): void => {
    for (let i = 0; i < letters.length; i++) view.setUint8(at + i, letters.charCodeAt(i));
  };
  const blockAlign = bitsPerSample / 8;
  text(0, 'RIFF');
  view.setUint32(4, file.length - 8, true);
  text(8, 'WAVEfmt ');
  view.setUint32(16, 16, true);
  view.setUint16(20, 1, true);
  view.setUint16(22, 1, true);
  view.setUint32(24, sampleRate, true);
  view.setUint32(28, sampleRate * blockAlign, true);
  view.setUint16(32, blockAlign, true);
  view.setUint16(34, bitsPerSample, true);
  text(36, 'data');
  view.setUint32(40, data.length, true);
  file.set(data, HEADER);
  return file;
}
