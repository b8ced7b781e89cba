/** Bodies of the right length and framing that are not the sound: another file, an error, a damaged or mangled one. */
import { createHash } from 'node:crypto';
import { always, type Case, type Group, type Outcome } from './cases';
import { right, type Reply } from './fault-server';
import { FORMATS, KINDS, soundOf, TYPES, type Kind, type Sound } from './sounds';

const wrong = (
  name: string,
  reply: (sound: Sound) => Partial<Reply>,
  outcome: Outcome = 'nothing',
): Case => ({
  name,
  outcome,
  answer: always((sound) => ({ ...right(sound), ...reply(sound) })),
});
const typed = (type: string | undefined): Partial<Reply> => ({
  headers: type === undefined ? {} : { 'content-type': type },
});

/** Bytes that look like nothing, the same each time. */
export function noise(size: number): Buffer {
  const blocks = Array.from({ length: Math.ceil(size / 32) }, (_, i) =>
    createHash('sha256')
      .update(`noise ${String(i)}`)
      .digest(),
  );
  return Buffer.concat(blocks).subarray(0, size);
}
export const page = (size = 0): Buffer => {
  const head = '<!doctype html><html><head><title>Sign in to the network</title></head><body>';
  return Buffer.from(head.padEnd(Math.max(size, head.length), '<p>Welcome</p>'));
};
/** Nothing in these containers checks the samples: other ones are just another sound. */
const UNCHECKED: ReadonlySet<Kind> = new Set(['WAV', 'M4A', 'M4A, index last']);

const half = ({ bytes }: Sound): number => bytes.length >> 1;

export const swapped: Group = {
  title: 'swapped',
  cases: (kind) => [
    ...KINDS.filter((other) => FORMATS[other] !== FORMATS[kind]).flatMap((other) => {
      const file = soundOf(other, 3);
      return [
        wrong(`a whole ${other} file`, () => ({ body: file.bytes, ...typed(file.type) })),
        wrong(`a whole ${other} file under the type asked for`, () => ({ body: file.bytes })),
      ];
    }),
    wrong('as many random bytes', ({ bytes }) => ({ body: noise(bytes.length) })),
    // As a page begins, and yet none, which would end the job.
    wrong('random bytes after a bracket', ({ bytes }) => ({
      body: Buffer.concat([Buffer.from('<<'), noise(bytes.length - 2)]),
    })),
    wrong('as many zeros', ({ bytes }) => ({ body: new Uint8Array(bytes.length) })),
    wrong('its halves the other way round', (sound) => {
      const at = half(sound) | 1;
      return { body: Buffer.concat([sound.bytes.subarray(at), sound.bytes.subarray(0, at)]) };
    }),
    wrong('itself without its first byte', ({ bytes }) => ({ body: bytes.subarray(1) })),
    // A chain of AAC frames has no end that could stand in the middle.
    ...(kind === 'AAC' ? [] : [twice]),
    wrong('itself with a line before it', ({ bytes }) => ({
      body: Buffer.concat([Buffer.from('\r\n'), bytes]),
    })),
    wrong('itself with a script after it', ({ bytes }) => ({
      body: Buffer.concat([bytes, Buffer.from('<script src="//ads.example/a.js"></script>')]),
    })),
    wrong('itself as a text of another encoding', ({ bytes }) => ({
      body: Buffer.from(Buffer.from(bytes).toString('utf8')),
    })),
    wrong('itself with its first kilobyte missing', ({ bytes }) => ({ body: bytes.subarray(1_024) })),
    wrong('itself with a stretch in the middle missing', (sound) => {
      const at = half(sound);
      const gap = Math.min(1_000, at);
      return { body: Buffer.concat([sound.bytes.subarray(0, at), sound.bytes.subarray(at + gap)]) };
    }),
    ...(UNCHECKED.has(kind) ? [] : halfPages()),
  ],
};

const twice = wrong('itself twice over', ({ bytes }) => ({ body: Buffer.concat([bytes, bytes]) }));

/** Only where the container checks the rest of the file. */
const halfPages = (): readonly Case[] => [
  wrong('its first half, then a page', (sound) => {
    const at = half(sound);
    return { body: Buffer.concat([sound.bytes.subarray(0, at), page(sound.bytes.length - at)]) };
  }),
  wrong('its header, then random bytes', ({ bytes, header }) => {
    return { body: Buffer.concat([bytes.subarray(0, header), noise(bytes.length - header)]) };
  }),
];

const errorBody = Buffer.from('{"error":"ServerError","description":"the recording could not be read"}');
export const mislabelled: Group = {
  title: 'mislabelled',
  cases: () => [
    ...Object.values(TYPES).map((type) => wrong(`right, as ${type}`, () => typed(type), 'right')),
    wrong('right, without a type', () => typed(undefined), 'right'),
    wrong('right, as a stream of bytes', () => typed('application/octet-stream'), 'right'),
    wrong('right, as plain text', () => typed('text/plain; charset=utf-8'), 'either'),
    wrong('right, as JSON', () => typed('application/json'), 'either'),
    wrong('right, as a part that nobody asked for', () => ({ status: 206 }), 'either'),
    wrong('right, with the status of an error', () => ({ status: 500 })),
    wrong('an error as JSON', () => ({ body: errorBody, ...typed('application/json') })),
    wrong('an error as JSON under the type of the sound', () => ({ body: errorBody })),
    wrong('an error as XML under the type of the sound', () => ({
      body: Buffer.from('<?xml version="1.0"?><Error/>'),
      status: 503,
    })),
    wrong('an error as text under the type of the sound', () => ({
      body: Buffer.from('Service unavailable'),
    })),
    wrong('a page of a server that failed', () => ({ status: 502, body: page(), ...typed('text/html') })),
    wrong('nothing', () => ({ body: new Uint8Array() })),
    wrong('nothing, and says so', () => ({ status: 204, body: new Uint8Array() })),
    wrong('that it is gone', () => ({ status: 404, body: errorBody, ...typed('application/json') })),
  ],
};

/** One bit another than it was. */
export function flipped(bytes: Uint8Array, at: number, bit = 0): Uint8Array {
  const copy = Uint8Array.from(bytes);
  copy[at] = (copy[at] as number) ^ (1 << bit);
  return copy;
}
/** Where a container guards its bytes, and by what. */
type Guarded = Readonly<Record<string, (sound: Sound) => number>>;
const PAGES: Guarded = {
  'its name': () => 0,
  'the first page': ({ header }) => header,
  'the middle': half,
  'the seam of two pages': ({ seam }) => seam,
  'the last byte': ({ bytes }) => bytes.length - 1,
};
const GUARDED: Readonly<Record<Kind, Guarded>> = {
  WAV: {
    'its name': () => 0,
    'the size of the file': () => 4,
    'the number of channels': ({ header }) => header,
    'the sample rate': () => 24,
    'the size of the samples': () => 40,
  },
  FLAC: {
    'its name': () => 0,
    'the sample rate': ({ header }) => header,
    'the number of samples': () => 25,
    'the hash of the samples': () => 30,
    'the first frame': () => 80,
    'the middle': half,
    'the seam of two frames': ({ seam }) => seam,
    'the last byte': ({ bytes }) => bytes.length - 1,
  },
  OGG: PAGES,
  'OGG, Opus': PAGES,
  AAC: {
    'its name': () => 0,
    'the profile': () => 2,
    'the size of the first frame': ({ header }) => header,
    'the seam of two frames': ({ seam }) => seam,
    'the size of a frame in the middle': ({ seam }) => seam + 4,
    'the size of the last frame': ({ lastPart }) => lastPart + 4,
  },
  M4A: {
    'its name': () => 5,
    'the size of its first box': () => 3,
    'the name of its last': (s) => s.lastPart + 4,
  },
  'M4A, index last': {
    ...{ 'its name': () => 5, 'the size of its first box': () => 3 },
    'the name of its index': (sound) => sound.lastPart + 4,
  },
};
export const flips: Group = {
  title: 'with a bit flipped',
  cases: (kind) =>
    Object.entries(GUARDED[kind]).flatMap(([what, at]) =>
      [0, 5].map((bit) =>
        wrong(`bit ${String(bit)} flipped in ${what}`, (sound) => ({
          body: flipped(sound.bytes, at(sound), bit),
        })),
      ),
    ),
};
