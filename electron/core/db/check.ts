/** Reads all that an archive holds and compares it with its checksums, in slices that leave the thread free. */
import { setImmediate } from 'node:timers/promises';
import type Database from 'better-sqlite3';
import { Failure } from '../../contract/result';
import type { ArchiveCheck } from './archive';
import { checkIntegrity } from './check-integrity';
import { dateOf, subjectOf, type Finding } from './findings';
import type { SqlSeriesStore } from './series';
import { isCorruption } from './sqlite-failure';
import type { Stores } from './stores';

export interface CheckDeps {
  readonly db: Database.Database;
  readonly stores: Stores;
  /** Told when SQLite itself finds the file damaged: the next start takes over what can be read. */
  readonly onCorrupt: () => void;
}

const SLICE_MS = 10;

/** @throws Failure `cancelled` */
export async function checkArchive(
  deps: CheckDeps,
  progress: (done: number, total: number) => void,
  signal: AbortSignal,
): Promise<ArchiveCheck> {
  refuseAborted(signal);
  const { db, stores } = deps;
  const total = countAll(deps);
  const counts = { blocks: 0, records: 0, ledger: 0, others: 0 };
  const damaged: string[] = [];
  const database: string[] = [];
  progress(0, total);
  let sliceStart = performance.now();
  const walk = async (kind: keyof typeof counts, findings: Iterable<Finding>): Promise<void> => {
    try {
      for (const finding of findings) {
        counts[kind]++;
        if (finding.damaged !== undefined) damaged.push(finding.damaged);
        if (performance.now() - sliceStart < SLICE_MS) continue;
        progress(
          Math.min(
            total,
            Object.values(counts).reduce((sum, count) => sum + count),
          ),
          total,
        );
        await setImmediate();
        refuseAborted(signal);
        sliceStart = performance.now();
      }
    } catch (error) {
      if (!isCorruption(error)) throw error;
      // What SQLite cannot reach is named by its own check.
      database.push(error instanceof Error ? error.message : String(error));
    }
  };
  const integrity = checkIntegrity(db, signal);
  // Awaited below; until then its failure is nobody's surprise.
  integrity.catch(() => undefined);
  await walk('blocks', blockFindings(stores.series));
  await walk('records', stores.records.check());
  await walk('ledger', stores.coverage.check());
  for (const store of othersOf(stores)) await walk('others', store.check());
  database.push(...(await integrity));
  if (database.length > 0) deps.onCorrupt();
  refuseAborted(signal);
  progress(total, total);
  const { blocks, records, ledger } = counts;
  return { database: [...new Set(database)], blocks, records, ledger, damaged };
}

/** Stores whose rows have no number of their own in what a check says. */
export const othersOf = (stores: Stores) =>
  [stores.instruments, stores.keep, stores.jobs, stores.audio, stores.sounds, stores.people] as const;

export function* blockFindings(series: SqlSeriesStore): Generator<Finding> {
  for (const { dataset, instrument, channel, day, ok, mended } of series.checkBlocks()) {
    const subject = `${subjectOf(dataset, '', instrument)}, ${channel}, ${dateOf(day)}`;
    yield { damaged: !ok ? subject : mended ? `${subject}: its coarser levels, made anew` : undefined };
  }
}

const COUNTED = [
  ...['record', 'coverage', 'instrument', 'keep', 'job', 'job_item', 'audio_file', 'audio_size'],
  ...['sound', 'sound_mark', 'tag', 'entry', 'rule'],
];
function countAll({ db, stores }: CheckDeps): number {
  const count = (table: string): number =>
    db.prepare<[], number>(`SELECT count(*) FROM ${table}`).pluck().get() ?? 0;
  try {
    return COUNTED.reduce((sum, table) => sum + count(table), stores.series.countBlocks());
  } catch (error) {
    if (!isCorruption(error)) throw error;
    return 1;
  }
}

function refuseAborted(signal: AbortSignal): void {
  if (signal.aborted) throw new Failure({ kind: 'cancelled' });
}
