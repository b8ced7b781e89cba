/** Finds sounds, events and what people added by words. */
import { setImmediate as letOthersRun } from 'node:timers/promises';
import type { FoundGroup, SearchAnswer } from '../../contract/search';
import type { Archive } from '../db/archive';
import type { EventBooks } from './search-book';
import { findEntries } from './search-entries';
import { findEvents } from './search-events';
import { findSounds } from './search-sounds';
import { readWords } from './search-when';
import { createMeant, type NamedDays } from './search-words';

interface Deps {
  readonly archive: Archive;
  readonly books: EventBooks;
  /** Epoch ms. */
  readonly now: number;
}
/** How long a question waits for what it takes to be read; it is read on behind it, and the next question finds more. */
const PATIENCE_MS = 25;
const NOTHING: FoundGroup<never> = { rows: [], total: 0, reading: false };

/** @throws Failure `invalid` for an unknown zone */
export async function findByWords(
  { archive, books, now }: Deps,
  input: { readonly words: string; readonly zone: string; readonly limit: number },
): Promise<SearchAnswer> {
  const wanted = readWords(input.words, input.zone, now);
  const { sounds, events } = await whatIsKnown(archive, books);
  if (wanted.terms.length === 0 && wanted.when === undefined)
    return {
      when: undefined,
      sounds: { ...NOTHING, reading: sounds === undefined },
      events: { ...NOTHING, reading: events.reading },
      entries: NOTHING,
    };
  const instruments = archive.instruments.list();
  const names = new Map(instruments.map(({ serial, name }) => [serial, name]));
  const titles = new Map(archive.sounds.tags().map(({ id, title }) => [id, title]));
  const nameOf = (serial: string): string | undefined => names.get(serial);
  const tagTitle = (id: string): string => titles.get(id) ?? id;
  const meant = createMeant(wanted, instruments, tagTitle);
  return {
    when: wanted.when,
    sounds: findSounds({ archive, days: sounds, meant, nameOf, tagTitle }, wanted, input.limit),
    events: findEvents({ archive, ...events, meant, nameOf }, wanted, input.limit),
    entries: findEntries(archive, nameOf, wanted, input.limit),
  };
}

async function whatIsKnown(archive: Archive, books: EventBooks) {
  const until = performance.now() + PATIENCE_MS;
  const names = archive.sounds.names();
  // Whether anyone still waits for it or not.
  names.catch(() => undefined);
  let sounds = await orNothing(names);
  let events = books.of(archive);
  while ((sounds === undefined || events.reading) && performance.now() < until) {
    // What is known already comes without a turn of the loop, in which alone the rest is read.
    await letOthersRun();
    sounds = await orNothing(names);
    events = books.of(archive);
  }
  return { sounds, events };
}

/** What a promise comes to if it does so now. */
const orNothing = (names: Promise<NamedDays>): Promise<NamedDays | undefined> =>
  Promise.race([names, letOthersRun(undefined)]);
