/** Second answers to a download that was cut off: what a service may make of a wish to go on from a byte. */
import { PLACES, places, type Case, type Group } from './cases';
import { right, type Asked, type Reply } from './fault-server';
import { soundOf, type Sound } from './sounds';

export const FIRST_TAG = '"first"';
const OTHER_TAG = '"second"';
/** What stood at the same address before; of the same kind. */
const EARLIER = 3_000_017;

interface Resumed {
  readonly place: keyof typeof PLACES;
  readonly tag?: string;
  /** The sound was replaced by another between the two answers. */
  readonly isReplaced?: boolean;
  /** The answer to a request with a Range. */
  then(sound: Sound, offset: number): Partial<Reply>;
}

function resumed(name: string, outcome: Case['outcome'], options: Resumed): Case {
  const { place, tag = FIRST_TAG, isReplaced = false } = options;
  return {
    name: `${name}, after a cut ${place}`,
    outcome,
    answer: (sound) => {
      const first = isReplaced ? soundOf(sound.kind, EARLIER) : sound;
      return (asked) => {
        const from = offsetOf(asked);
        if (from !== undefined) return { ...right(sound), ...options.then(sound, from) };
        const headers = { 'content-type': sound.type, etag: asked.nth === 1 ? tag : OTHER_TAG };
        if (asked.nth > 1) return { ...right(sound), headers };
        return { ...right(first), headers, until: PLACES[place](first), ending: 'fin' };
      };
    },
  };
}
const offsetOf = ({ headers }: Asked): number | undefined => {
  const from = /^bytes=(\d+)-$/.exec(headers.get('range') ?? '')?.[1];
  return from === undefined ? undefined : Number(from);
};

/** The rest of the sound from `at`, which the head says is from `from`. */
export function rest(sound: Sound, from: number, tag: string | undefined, at = from): Partial<Reply> {
  const size = sound.bytes.length;
  const headers = {
    'content-type': sound.type,
    'content-range': `bytes ${String(from)}-${String(size - 1)}/${String(size)}`,
    ...(tag !== undefined && { etag: tag }),
  };
  return { status: 206, headers, body: sound.bytes.subarray(at) };
}
const without = ({ headers = {}, ...reply }: Partial<Reply>, name: string): Partial<Reply> => ({
  ...reply,
  headers: Object.fromEntries(Object.entries(headers).filter(([key]) => key !== name)),
});

/** A download of no byte at all is never continued. */
const RESUMED_AT = places.filter((place) => place !== 'before the first byte');

export const resumptions: Group = {
  title: 'continued',
  cases: () =>
    RESUMED_AT.flatMap((place): readonly Case[] => {
      const at = { place } as const;
      const replaced = { place, isReplaced: true } as const;
      return [
        resumed('the rest', 'right', { ...at, then: (s, k) => rest(s, k, FIRST_TAG) }),
        resumed('all of it again', 'right', { ...at, then: () => ({}) }),
        resumed('that there is no such range', 'right', {
          ...at,
          then: () => ({ status: 416, body: new Uint8Array() }),
        }),
        resumed('the rest from another byte', 'right', {
          ...at,
          then: (s, k) => rest(s, k + 1, FIRST_TAG),
        }),
        resumed('the rest, and not from where', 'right', {
          ...at,
          then: (s, k) => without(rest(s, k, FIRST_TAG), 'content-range'),
        }),
        resumed('all of it, called the rest', 'either', {
          ...at,
          then: (s, k) => rest(s, k, FIRST_TAG, 0),
        }),
        resumed('the rest, cut again', 'either', {
          ...at,
          then: (s, k) => ({ ...rest(s, k, FIRST_TAG), until: 0, ending: 'fin' }),
        }),
        resumed('the whole of another', 'right', {
          ...replaced,
          then: (s) => ({ headers: { 'content-type': s.type, etag: OTHER_TAG } }),
        }),
        resumed('the rest of another, under its own tag', 'right', {
          ...replaced,
          then: (s, k) => rest(s, Math.min(k, s.bytes.length - 1), OTHER_TAG),
        }),
        resumed('the rest of another, without a tag', 'right', {
          ...replaced,
          then: (s, k) => rest(s, Math.min(k, s.bytes.length - 1), undefined),
        }),
        resumed('the whole, as its tag was weak', 'right', {
          ...{ ...replaced, tag: 'W/"first"' },
          then: (s, k) => rest(s, Math.min(k, s.bytes.length - 1), 'W/"first"'),
        }),
      ];
    }),
};
