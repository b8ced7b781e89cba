/**
 * Everything that nobody can tell from the right sound, as the service sends neither a hash nor a size of it and these
 * containers guard their structure but not every byte. Here only what can be known is asked for: the file is as it was
 * sent, and the manifest says just that of it.
 */
import { flipped, noise } from './case-bodies';
import { right, type Reply } from './fault-server';
import { soundOf, type Kind, type Sound } from './sounds';

export interface Unknowable {
  readonly name: string;
  readonly reply: (sound: Sound) => Reply;
}
const OTHER = 4_000_037;
const HEAD = { WAV: 44, AAC: 7 } as const;

const sending = (name: string, reply: (sound: Sound) => Partial<Reply>): Unknowable => ({
  name,
  reply: (sound) => ({ ...right(sound), ...reply(sound) }),
});
const another = sending('another whole sound of the same format and length', ({ kind }) => ({
  body: soundOf(kind, OTHER).bytes,
}));
const flippedAt = (at: (sound: Sound) => number): Unknowable =>
  sending('a bit flipped in the sound itself', (sound) => ({ body: flipped(sound.bytes, at(sound)) }));

/** FLAC and OGG guard every byte, so that only a whole other file remains. */
export const UNKNOWABLE: Readonly<Record<Kind, readonly Unknowable[]>> = {
  WAV: [
    another,
    flippedAt(({ bytes }) => bytes.length - 1),
    sending('other samples behind its header', ({ bytes }) => ({
      body: Buffer.concat([bytes.subarray(0, HEAD.WAV), noise(bytes.length - HEAD.WAV)]),
    })),
  ],
  FLAC: [another],
  OGG: [another],
  'OGG, Opus': [another],
  AAC: [
    another,
    flippedAt(({ bytes }) => bytes.length - 1),
    // The frames form a chain without an end, and the list gives times to the second.
    sending('its last frame missing, without a length', ({ bytes, lastPart }) => ({
      body: bytes.subarray(0, lastPart),
      framing: 'close',
    })),
    sending('its last frame missing, and the length of the rest', ({ bytes, lastPart }) => ({
      body: bytes.subarray(0, lastPart),
    })),
    sending('itself twice over', ({ bytes }) => ({ body: Buffer.concat([bytes, bytes]) })),
  ],
  M4A: [another, flippedAt(({ bytes }) => bytes.length - 1)],
  'M4A, index last': [another, flippedAt(({ lastPart }) => lastPart - 1)],
};
