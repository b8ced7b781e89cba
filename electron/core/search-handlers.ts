/** The part of the contract in `contract/search.ts`, onto the modules that do the work. */
import type { Handlers } from '../contract';
import type { searchCalls } from '../contract/search';
import { createPace } from './export/table-pace';
import type { HandlerDeps } from './handlers';
import { findByWords } from './queries/search';
import { EventBooks } from './queries/search-book';

export function createSearchHandlers({
  open,
  clock,
  onChange,
}: HandlerDeps): Pick<Handlers, keyof typeof searchCalls> {
  const books = new EventBooks(onChange, () => createPace(new AbortController().signal));
  return {
    'search.find': (input) => findByWords({ archive: open().archive, books, now: clock.now() }, input),
  };
}
