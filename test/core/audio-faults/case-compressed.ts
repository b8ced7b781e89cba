/** Bodies compressed though nobody asked for it, with and without saying so, whole and not. */
import { brotliCompressSync, constants, deflateSync, gzipSync } from 'node:zlib';
import { flipped } from './case-bodies';
import { always, PLACES, places, type Case, type Group, type Outcome } from './cases';
import { right, type Reply } from './fault-server';
import type { Sound } from './sounds';

const labelled = (
  name: string,
  encoding: string | undefined,
  reply: (sound: Sound) => Partial<Reply>,
  outcome: Outcome = 'nothing',
): Case => ({
  name,
  outcome,
  answer: always((sound) => {
    const headers = {
      ...right(sound).headers,
      ...(encoding !== undefined && { 'content-encoding': encoding }),
    };
    return { ...right(sound), ...reply(sound), headers };
  }),
});
/** Its best takes a second. */
const brotli = (bytes: Uint8Array): Buffer =>
  brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 1 } });
const gzipped = ({ bytes }: Sound): Buffer => gzipSync(bytes);

/** Without its last bytes, which only check it, a gzip may still hold the whole sound. */
const cutGzip = (framing: Reply['framing'], ending: Reply['ending']): readonly Case[] =>
  places.map((place) => {
    const cut = (sound: Sound): Partial<Reply> => {
      const body = gzipped(sound);
      const until = Math.floor((PLACES[place](sound) / sound.bytes.length) * body.length);
      return { body, until, framing, ending };
    };
    const outcome = framing === 'length' || place !== 'before the last byte' ? 'nothing' : 'either';
    return labelled(`gzip cut ${place}, framed by ${framing}, and ${ending}`, 'gzip', cut, outcome);
  });

export const compressed: Group = {
  title: 'compressed',
  cases: () => [
    ...(['length', 'chunked', 'close'] as const).map((framing) =>
      labelled(
        `gzip that says so, by ${framing}`,
        'gzip',
        (sound) => ({ body: gzipped(sound), framing }),
        'right',
      ),
    ),
    labelled('deflate that says so', 'deflate', ({ bytes }) => ({ body: deflateSync(bytes) }), 'right'),
    labelled('brotli that says so', 'br', ({ bytes }) => ({ body: brotli(bytes) }), 'right'),
    labelled('identity that says so', 'identity', () => ({}), 'right'),
    labelled('an encoding that nobody knows', 'sdch', () => ({}), 'either'),
    labelled('gzip that does not say so', undefined, (sound) => ({ body: gzipped(sound) })),
    labelled('gzip that says it is identity', 'identity', (sound) => ({ body: gzipped(sound) })),
    labelled('gzip twice that says so once', 'gzip', (sound) => ({ body: gzipSync(gzipped(sound)) })),
    labelled('gzip that says it is brotli', 'br', (sound) => ({ body: gzipped(sound) })),
    ...(['length', 'chunked'] as const).map((framing) =>
      labelled(`no gzip that says it is, by ${framing}`, 'gzip', () => ({ framing })),
    ),
    labelled('gzip with the length of what is inside', 'gzip', (sound) => {
      return { body: gzipped(sound), announced: sound.bytes.length + 100_000, ending: 'fin' };
    }),
    ...cutGzip('length', 'fin'),
    ...cutGzip('chunked', 'whole'),
    ...cutGzip('close', 'fin'),
    labelled('gzip with a bit flipped inside', 'gzip', (sound) => {
      const body = gzipped(sound);
      return { body: flipped(body, body.length >> 1) };
    }),
    labelled('gzip with a bit flipped in its checksum', 'gzip', (sound) => {
      const body = gzipped(sound);
      return { body: flipped(body, body.length - 8) };
    }),
  ],
};

/** Node's client never ends such a body, so that to whoever reads it it falls silent. */
export const endless = labelled('no gzip that says it is, by close', 'gzip', () => ({ framing: 'close' }));
