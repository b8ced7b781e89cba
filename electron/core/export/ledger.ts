/** What a job notes of its items and files: written a few at a time, because each transaction waits for the disk. */
import { setImmediate as letOthersRun, setTimeout as sleep } from 'node:timers/promises';
import type { Archive } from '../db/archive';

export interface Ledger {
  /** Resolves once `write` is durable, together with what others note at about the same time; rejects with what it throws. */
  note(write: () => void): Promise<void>;
  /** Tells that one note is to come. While none is, nobody waits for company. */
  expect(): Expected;
  /** Goes with the next transaction; nothing depends on when. */
  later(write: () => void): void;
  /** Resolves once all is durable; rejects when something left for later was refused. */
  settled(): Promise<void>;
}

export interface Expected {
  readonly note: Ledger['note'];
  /** It has come, or will not. */
  readonly end: () => void;
}
/** Both in ms. */
export interface LedgerTime {
  now(): number;
  wait(ms: number): Promise<unknown>;
}

interface Noted {
  readonly write: () => void;
  readonly done: () => void;
  readonly failed: (error: unknown) => void;
}
/** At least so long from one transaction to the next; longer where the disk is slow, so that most of the time is left for other work. */
const GATHER_MS = 2;
const GATHER_CAP_MS = 100;
const GATHER_SHARE = 10;
const LATER_MS = 250;
const SYSTEM: LedgerTime = {
  now: () => performance.now(),
  wait: (ms) => (ms > 0 ? sleep(ms) : letOthersRun()),
};

export function createLedger(archive: Pick<Archive, 'transaction'>, time = SYSTEM): Ledger {
  let noted: Noted[] = [];
  let later: (() => void)[] = [];
  let refused: { readonly cause: unknown } | undefined;
  let flushAt = Infinity;
  let nextAt = 0;
  let expected = 0;
  const flush = (): void => {
    const urgent = noted;
    const rest = later;
    noted = [];
    later = [];
    flushAt = Infinity;
    const began = time.now();
    try {
      archive.transaction(() => {
        for (const write of rest) write();
        for (const { write } of urgent) write();
      });
      for (const { done } of urgent) done();
    } catch (cause) {
      if (rest.length > 0) refused = { cause };
      for (const { failed } of urgent) failed(cause);
    }
    const ended = time.now();
    nextAt = ended + Math.min(GATHER_CAP_MS, Math.max(GATHER_MS, GATHER_SHARE * (ended - began)));
  };
  /** A flush that was to be later is brought forward; one that finds nothing left does nothing. */
  const flushNoLaterThan = (at: number): void => {
    if (at >= flushAt) return;
    flushAt = at;
    void time.wait(at - time.now()).then(() => {
      if (noted.length + later.length > 0 && flushAt <= at) flush();
    });
  };
  const note: Ledger['note'] = (write) =>
    new Promise((done, failed) => {
      noted.push({ write, done, failed });
      flushNoLaterThan(expected === 0 ? time.now() : nextAt);
    });
  return {
    note,
    expect() {
      let isDue = true;
      expected += 1;
      const end = (): void => {
        if (isDue) expected -= 1;
        isDue = false;
        if (expected === 0 && noted.length > 0) flushNoLaterThan(time.now());
      };
      return {
        note(write) {
          end();
          return note(write);
        },
        end,
      };
    },
    later(write) {
      later.push(write);
      flushNoLaterThan(time.now() + LATER_MS);
    },
    settled() {
      if (noted.length + later.length > 0) flush();
      const failure = refused;
      refused = undefined;
      return failure === undefined ? Promise.resolve() : Promise.reject(asError(failure.cause));
    },
  };
}

const asError = (cause: unknown): Error => (cause instanceof Error ? cause : new Error(String(cause)));
