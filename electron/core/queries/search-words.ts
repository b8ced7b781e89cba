/**
 * Searching much by words without reading it: of each UTC day it is known what its things are called and how often, so that
 * words are compared with a few names, all that match is counted, and rows are read of days that are known to have some.
 */
import type { Instrument, Span } from '../../contract/model';
import { DAY_MS } from '../datasets';

/** Things of one day and instrument that are called the same. */
export interface Named {
  readonly instrument: string;
  readonly trigger: string | undefined;
  readonly type: string | undefined;
  /** Ids. */
  readonly tags: readonly string[];
  readonly count: number;
}
/** Ascending. */
export type NamedDays = readonly (readonly [day: number, named: readonly Named[]])[];

export interface Terms {
  readonly terms: readonly string[];
  readonly when: Span | undefined;
}
/** Tells whether a thing of that name, with whatever else is said of it, is meant. */
export type Meant = (named: Omit<Named, 'count'>, more?: string) => boolean;

/**
 * Every term has to occur, and unless a time is named one of them in more than the instrument's name: all that one ever
 * recorded is no answer.
 * @param tagTitle what a tag is called, by its id
 */
export function createMeant(
  { terms, when }: Terms,
  instruments: readonly Pick<Instrument, 'serial' | 'name'>[],
  tagTitle: (id: string) => string,
): Meant {
  const places = new Map(
    instruments.map(({ serial, name }) => [serial, `${serial} ${name ?? ''}`.toLowerCase()]),
  );
  return ({ instrument, trigger, type, tags }, more = '') => {
    const own = [trigger, type, ...tags.map(tagTitle), more].join('\n').toLowerCase();
    const place = places.get(instrument) ?? instrument.toLowerCase();
    const isOwn = terms.map((term) => own.includes(term));
    if (when === undefined && !isOwn.includes(true)) return false;
    return terms.every((term, index) => isOwn[index] === true || place.includes(term));
  };
}

/** A day that has some, of these instruments. */
export interface MeantDay {
  readonly stretch: Span;
  readonly instruments: readonly string[];
  readonly count: number;
}

/** Which days have some, newest first, and how many each; exact for days that lie wholly in the time named. */
export function meantDays(days: NamedDays, meant: Meant, when: Span | undefined): readonly MeantDay[] {
  const known = new Map<string, boolean>();
  const isMeant = (named: Named): boolean => {
    const { instrument, trigger = '', type = '', tags } = named;
    const key = `${instrument}\n${trigger}\n${type}\n${tags.join(' ')}`;
    const before = known.get(key);
    if (before !== undefined) return before;
    const now = meant(named);
    known.set(key, now);
    return now;
  };
  const found: MeantDay[] = [];
  for (let at = days.length - 1; at >= 0; at--) {
    const [day, named] = days[at] as NamedDays[number];
    const stretch = {
      from: Math.max(day, when?.from ?? -Infinity),
      to: Math.min(day + DAY_MS, when?.to ?? Infinity),
    };
    if (stretch.from >= stretch.to) continue;
    const some = named.filter(isMeant);
    if (some.length === 0) continue;
    const instruments = [...new Set(some.map(({ instrument }) => instrument))];
    found.push({ stretch, instruments, count: some.reduce((sum, { count }) => sum + count, 0) });
  }
  return found;
}

/** Newest first; with a time of day, the nearest first. */
export const inOrder = <T extends { readonly from: number }>(
  rows: readonly T[],
  at: number | undefined,
): T[] =>
  [...rows].sort((a, b) =>
    at === undefined ? b.from - a.from : Math.abs(a.from - at) - Math.abs(b.from - at),
  );

/** Read at once: as little as it takes to find the newest few. */
const PIECE_MS = DAY_MS / 12;
/** The pieces of a day, newest first. */
export function* piecesOf({ from, to }: Span): Generator<Span> {
  for (let end = to; end > from; end -= PIECE_MS) yield { from: Math.max(from, end - PIECE_MS), to: end };
}
