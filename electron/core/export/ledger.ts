/** What a job notes of its items and files: written a few at a time, because each transaction waits for the disk. */
import type { Archive } from '../db/archive';

export interface Ledger {
  /** Resolves once `write` is durable, together with whatever else was noted in this turn; rejects with what it throws. */
  note(write: () => void): Promise<void>;
}

interface Noted {
  readonly write: () => void;
  readonly done: () => void;
  readonly failed: (error: unknown) => void;
}

export function createLedger(archive: Pick<Archive, 'transaction'>): Ledger {
  let noted: Noted[] = [];
  const flush = (): void => {
    const all = noted;
    noted = [];
    try {
      archive.transaction(() => {
        for (const { write } of all) write();
      });
      for (const { done } of all) done();
    } catch (error) {
      for (const { failed } of all) failed(error);
    }
  };
  return {
    note: (write) =>
      new Promise((done, failed) => {
        noted.push({ write, done, failed });
        if (noted.length === 1) setImmediate(flush);
      }),
  };
}
