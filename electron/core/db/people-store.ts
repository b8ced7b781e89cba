/** What people added, and the rules they judge by, as they are kept. */
import type { Span } from '../../contract/model';
import type { AddedKind, Entry, EntryInput, Rules } from '../../contract/people';

/** What people added, and the rules they judge by. */
export interface PeopleStore {
  /** Ascending by time, then by id; what has no time comes first. */
  list(filter?: PeopleFilter): readonly Entry[];
  /**
   * All of them or none. One with an id takes the place of what has that id, removed or not.
   * @throws Failure `not-found` for an id that there is not
   */
  put(entries: readonly EntryInput[], at: number, author: string): readonly Entry[];
  /** Nothing is deleted. Answers with those that were there. */
  remove(ids: readonly number[], at: number): readonly Entry[];
  /** Answers with those that were removed. */
  restore(ids: readonly number[], at: number): readonly Entry[];
  /** What a person set; the usual where they set nothing. */
  rules(): Rules;
  setRules(rules: Rules): void;
}

export interface PeopleFilter {
  readonly kinds?: readonly AddedKind[] | undefined;
  /** What is said of it or of all instruments, and the sites that have it. */
  readonly instrument?: string | undefined;
  /** Only what touches it; what has no time always does. */
  readonly span?: Span | undefined;
  /** Also what is removed. */
  readonly removed?: boolean | undefined;
}
