/** What of all instruments needs somebody, read in turns that leave the thread free. */
import type { Attention, AttentionReport, NotKnown } from '../../contract/attention';
import type { Instrument } from '../../contract/model';
import type { Archive, CoverageRow, JobRow } from '../db/archive';
import type { Pace } from '../export/table-pace';
import { keptOf } from '../sync/keep';
import type { FactsMemo } from './memo';
import { judge, judgeLoose } from './judge';
import { sortReasons } from './order';
import { ASKED, looseCertificates, readFacts, type Shared } from './read-facts';

export interface ListDeps {
  readonly archive: Archive;
  readonly now: number;
  readonly memo: FactsMemo;
  readonly pace: Pace;
}

/** The ledger is looked through once for so many instruments. */
const LEDGERS = 8;

/** Rejects with Failure `cancelled` when the pace's signal fired. */
export async function listAttention({ archive, now, memo, pace }: ListDeps): Promise<AttentionReport> {
  const instruments = archive.instruments.list();
  const shared = readShared(archive, now);
  const reasons: Attention[] = [];
  const unknown: NotKnown[] = [];
  for (let at = 0; at < instruments.length; at += LEDGERS) {
    const some = instruments.slice(at, at + LEDGERS);
    const ledgers = readLedgers(
      archive,
      some.filter(({ serial }) => !memo.holds(serial, now)),
    );
    for (const instrument of some) {
      const ledger = ledgers.get(instrument.serial) ?? [];
      const facts = memo.get(instrument, now, () => readFacts(shared, instrument, ledger));
      const judged = judge(facts, shared.rules, now);
      reasons.push(...judged.reasons);
      unknown.push(...judged.unknown);
    }
    // Not sooner: what is written meanwhile would not be in the ledgers that are already read.
    await pace.breathe();
  }
  reasons.push(...aboutNone(shared, instruments));
  return { at: now, reasons: sortReasons(reasons), unknown, sync: readSync(archive) };
}

function readLedgers(
  archive: Archive,
  instruments: readonly Instrument[],
): ReadonlyMap<string, readonly CoverageRow[]> {
  const serials = instruments.map(({ serial }) => serial);
  const ledgers = new Map<string, CoverageRow[]>(serials.map((serial) => [serial, []]));
  if (serials.length === 0) return ledgers;
  for (const row of archive.coverage.list({ datasets: ASKED, instruments: serials }))
    ledgers.get(row.instrument)?.push(row);
  return ledgers;
}

const KINDS = ['microphone', 'certificate'] as const;

function readShared(archive: Archive, now: number): Shared {
  return {
    archive,
    now,
    rules: archive.people.rules(),
    kept: keptOf(archive.keep.list()),
    entries: archive.people.list({ kinds: KINDS }),
  };
}

function aboutNone(
  { entries, rules, now }: Shared,
  instruments: readonly Instrument[],
): readonly Attention[] {
  const loose = looseCertificates(entries, new Set(instruments.map(({ serial }) => serial)));
  const shownWith = instruments.find(({ type }) => type?.toLowerCase() === 'noise');
  return judgeLoose(loose, shownWith?.serial, rules, now);
}

/** As many as are looked through for the last sync that was complete. */
const JOBS = 200;

function readSync(archive: Archive): AttentionReport['sync'] {
  const syncs = archive.jobs
    .list(JOBS)
    .filter(({ kind, startedAt }) => kind === 'sync' && startedAt !== undefined);
  const [newest] = syncs;
  return {
    attemptedAt: newest?.startedAt,
    outcome: newest && outcomeOf(newest),
    completeAt: syncs.find((job) => outcomeOf(job) === 'complete')?.endedAt,
  };
}
function outcomeOf({ state, issues }: JobRow): NonNullable<AttentionReport['sync']['outcome']> {
  if (state === 'done') return issues.length === 0 ? 'complete' : 'incomplete';
  return state === 'failed' || state === 'cancelled' ? state : 'under-way';
}
