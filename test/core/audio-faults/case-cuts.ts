/** Bodies that end too early, announce another length than they have, or fall silent. */
import { always, PLACES, places, type Case, type Group } from './cases';
import { endless } from './case-compressed';
import { right, type Reply } from './fault-server';

type Shape = Partial<Reply> & Pick<Reply, 'framing' | 'ending'>;
const CUTS: Readonly<Record<string, Shape>> = {
  'a length and the connection closed': { framing: 'length', ending: 'fin' },
  'a length and the connection reset': { framing: 'length', ending: 'rst' },
  'chunks and the connection closed between two': { framing: 'chunked', ending: 'fin' },
  'chunks and the connection reset between two': { framing: 'chunked', ending: 'rst' },
  'chunks and the connection closed inside one': { framing: 'chunked', ending: 'fin', insideChunk: true },
  'chunks and the connection reset inside one': { framing: 'chunked', ending: 'rst', insideChunk: true },
  'last chunks and the connection closed between two': { framing: 'chunked-close', ending: 'fin' },
  'last chunks and the connection reset between two': { framing: 'chunked-close', ending: 'rst' },
  'last chunks and the connection closed inside one': {
    ...{ framing: 'chunked-close', ending: 'fin', insideChunk: true },
  },
  'chunks that end as they should': { framing: 'chunked', ending: 'whole' },
  'no length and the connection closed': { framing: 'close', ending: 'fin' },
  'no length and the connection reset': { framing: 'close', ending: 'rst' },
};

export const cuts: Group = {
  title: 'cut',
  cases: () =>
    Object.entries(CUTS).flatMap(([how, shape]) =>
      places.map((place): Case => {
        const answer = always((sound) => ({ ...right(sound), ...shape, until: PLACES[place](sound) }));
        return { name: `cut ${place}, with ${how}`, outcome: 'nothing', answer };
      }),
    ),
};

const tooLong = (more: number, ending: Reply['ending']): Case => ({
  name: `a length ${String(more)} too long, and ${ending}`,
  outcome: 'either',
  answer: always((sound) => ({ ...right(sound), announced: sound.bytes.length + more, ending })),
});
const framed = (framing: Reply['framing']): Case => ({
  name: `whole, framed by ${framing}`,
  outcome: 'right',
  answer: always((sound) => ({ ...right(sound), framing })),
});

export const lengths: Group = {
  title: 'of another length than they say',
  cases: () => [
    ...places.flatMap((place): readonly Case[] => {
      const short = { name: `a length that ends ${place}`, outcome: 'nothing' } as const;
      const until = PLACES[place];
      return [
        {
          ...short,
          answer: always((sound) => ({ ...right(sound), announced: until(sound), until: until(sound) })),
        },
        {
          ...short,
          name: `${short.name}, and all the bytes`,
          answer: always((sound) => ({ ...right(sound), announced: until(sound) })),
        },
      ];
    }),
    ...([1, 1_000] as const).flatMap((more) => [tooLong(more, 'fin'), tooLong(more, 'rst')]),
    ...(['length', 'chunked', 'chunked-close', 'close'] as const).map(framed),
    {
      name: 'whole, without a length, and the connection reset',
      outcome: 'either',
      answer: always((sound) => ({ ...right(sound), framing: 'close', ending: 'rst' })),
    },
    {
      name: 'whole, and more after it',
      outcome: 'either',
      answer: always((sound) => ({ ...right(sound), after: sound.bytes.subarray(0, 1_000) })),
    },
  ],
};

const SILENCES = ['length', 'chunked', 'close'] as const;
export const silence: Group = {
  title: 'silent',
  isSilence: true,
  cases: () => [
    ...SILENCES.flatMap((framing) =>
      places.map((place): Case => ({
        name: `silent ${place}, framed by ${framing}`,
        outcome: 'nothing',
        answer: always((sound) => {
          return { ...right(sound), framing, ending: 'stall', until: PLACES[place](sound) };
        }),
      })),
    ),
    {
      name: 'silent before the status',
      outcome: 'nothing',
      answer: () => () => ({ raw: new Uint8Array(), ending: 'stall' }),
    },
    {
      name: 'silent among the headers',
      outcome: 'nothing',
      answer: () => () => ({ raw: Buffer.from('HTTP/1.1 200 OK\r\ncontent-le'), ending: 'stall' }),
    },
    ...(['chunked', 'close'] as const).map((framing): Case => {
      const answer = always((sound) => ({ ...right(sound), framing, ending: 'stall' }));
      return { name: `whole but never ended, framed by ${framing}`, outcome: 'either', answer };
    }),
    endless,
    {
      name: 'a trickle',
      outcome: 'nothing',
      answer: always((sound) => ({ ...right(sound), pace: 300 })),
    },
  ],
};
