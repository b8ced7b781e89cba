/** Answers that took long to find, kept for whoever asks the same again, until something that they may rest on changes. */
import type { ChangedTable, Events } from '../../contract/index';
import type { Archive } from '../db/archive';

export interface AnswersDeps {
  /** What the answers are made of. */
  readonly tables: readonly ChangedTable[];
  readonly onChange: (listener: (change: Events['data-changed']) => void) => void;
  /** How many to keep; each is small. */
  readonly most: number;
}
export interface Answers<I, T> {
  /** @param find gives the answer; what it gives while something changes is told, and not kept */
  of(archive: Archive, input: I, find: () => Promise<T>): Promise<T>;
}

export function createAnswers<I extends { readonly instrument: string }, T>({
  tables,
  onChange,
  most,
}: AnswersDeps): Answers<I, T> {
  interface Kept {
    readonly archive: Archive;
    readonly instrument: string;
    readonly answer: T;
  }
  /** The longest unused first. */
  const kept = new Map<string, Kept>();
  let changes = 0;
  onChange(({ tables: changed, instruments }) => {
    if (!changed.some((table) => tables.includes(table))) return;
    changes += 1;
    for (const [key, { instrument }] of kept)
      if (instruments?.includes(instrument) !== false) kept.delete(key);
  });
  return {
    async of(archive, input, find) {
      const key = `${String(archive.otherWrites())} ${JSON.stringify(input)}`;
      const known = kept.get(key);
      const before = changes;
      const answer = known?.archive === archive ? known.answer : await find();
      if (changes !== before) return answer;
      kept.delete(key);
      kept.set(key, { archive, instrument: input.instrument, answer });
      for (const oldest of kept.keys()) if (kept.size > most) kept.delete(oldest);
      return answer;
    },
  };
}
