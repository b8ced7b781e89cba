/** Moves a damaged archive aside and takes over into a new one what can be read, checksums checked. */
import { existsSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type Database from 'better-sqlite3';
import type { ArchiveSalvage } from './archive';
import { syncFile } from './backup';
import { blockFindings, othersOf } from './check';
import { removeFiles } from './salvage-head';
import { openDamaged } from './salvage-open';
import { copyTable, type Copied } from './salvage-copy';
import { believable } from './salvage-series';
import { doubtLedger } from './salvage-ledger';
import { repairJob } from './salvage-job';
import { tablesOf } from './schema';
import type { Stores } from './stores';

export interface SalvageDeps {
  readonly file: string;
  readonly now: number;
  /** Makes an empty archive. */
  readonly create: (file: string) => { readonly db: Database.Database; readonly stores: Stores };
  readonly onSalvage: (movedTo: string) => void;
}
/** What stands in the marker once it is decided where the damaged file goes. */
interface Marker {
  readonly movedTo: string;
}

const TAILS = ['-wal', '-shm', '-journal', ''];
/** Before all others, which speak of them. */
const FIRST = ['series', 'job'];
const MOST_NAMED = 50;

const markerOf = (file: string): string => `${file}.repair`;

/** From now on the next start takes over what can be read. Harmless when nothing can be written. */
export function markDamaged(file: string): void {
  try {
    writeFileSync(markerOf(file), '', { flag: 'a' });
  } catch {
    // Then the next start meets the damage as this one did.
  }
}

/** Whether damage was met earlier, or a salvage was interrupted. */
export const isMarked = (file: string): boolean => existsSync(markerOf(file));

/**
 * Goes on where an interrupted salvage stopped. Undefined when that one had ended. The caller holds the archive's lock.
 * @throws Failure `not-writable`, `disk-full`
 */
export function salvage(deps: SalvageDeps): ArchiveSalvage | undefined {
  const { file } = deps;
  const known = readMarker(file);
  const fresh = `${file}.new`;
  if (known !== undefined && existsSync(known.movedTo) && existsSync(file)) {
    rmSync(markerOf(file));
    return undefined;
  }
  const movedTo = known?.movedTo ?? placeFor(file, deps.now);
  deps.onSalvage(movedTo);
  writeMarker(file, { movedTo });
  for (const tail of TAILS) if (existsSync(file + tail)) renameSync(file + tail, movedTo + tail);
  removeFiles(fresh);
  const result = build(deps, fresh, movedTo);
  syncFile(fresh, 'r+');
  renameSync(fresh, file);
  if (process.platform !== 'win32') syncFile(path.dirname(file), 'r');
  rmSync(markerOf(file));
  return result;
}

function build(deps: SalvageDeps, fresh: string, movedTo: string): ArchiveSalvage {
  const { db, stores } = deps.create(fresh);
  try {
    // Nobody knows of this file until it is complete and flushed.
    db.pragma('synchronous = OFF');
    const copied = copyAll(db, movedTo);
    const lost = lostTables(copied);
    for (const { damaged } of check(stores)) if (damaged !== undefined) lost.push(damaged);
    const trusted = (table: string): boolean => copied.get(table)?.trusted === true;
    doubtLedger(db, stores.coverage, {
      records: trusted('record'),
      blocks: trusted('series') && trusted('block'),
    });
    const count = (table: string): number =>
      db.prepare<[], number>(`SELECT count(*) FROM ${table}`).pluck().get() ?? 0;
    const result = { movedTo, at: deps.now, blocks: count('block'), records: count('record') };
    const named = { ...result, lost: shortened(lost) };
    stores.jobs.add(repairJob(named));
    return named;
  } finally {
    db.close();
  }
}

function* check(stores: Stores) {
  yield* blockFindings(stores.series);
  yield* stores.records.check();
  yield* stores.coverage.check();
  for (const store of othersOf(stores)) yield* store.check();
}

function copyAll(fresh: Database.Database, from: string): ReadonlyMap<string, Copied> {
  const old = openDamaged(from, fresh);
  if (old === undefined) return new Map();
  try {
    const others = tablesOf(fresh).filter((table) => !FIRST.includes(table));
    return new Map(
      [...FIRST, ...others].map((table) => {
        const copied = copyTable({
          ...{ old: old.db, fresh, table },
          ...(table === 'series' && { accepts: believable(old.db) }),
        });
        return [table, { ...copied, trusted: copied.trusted && old.hasOwnHead }];
      }),
    );
  } finally {
    old.close();
    // Made by reading alone.
    rmSync(`${from}-shm`, { force: true });
  }
}

const WORDS: Readonly<Record<string, string>> = {
  instrument: 'instruments',
  keep: 'choices of what to keep',
  job: 'jobs',
  job_item: 'what jobs were to do',
  audio_file: 'entries of local audio files',
  audio_size: 'sizes of audio measured so far',
  sound_mark: 'tags and notes',
  tag: 'kinds of tags',
  entry: 'notes, exclusions, sites, limits and certificates',
  rule: 'rules to judge by',
  series: 'names of channels',
  block: 'days of samples',
  record: 'records',
  coverage: 'entries of the ledger',
};
const lostTables = (copied: ReadonlyMap<string, Copied>): string[] =>
  Object.entries(WORDS)
    .filter(([table]) => copied.get(table)?.trusted !== true)
    .map(([, words]) => `Some ${words} may have been lost`);

const shortened = (lost: readonly string[]): readonly string[] =>
  lost.length <= MOST_NAMED
    ? lost
    : [...lost.slice(0, MOST_NAMED), `And ${lost.length - MOST_NAMED} more things like these`];

/** `archive.db` becomes `archive.damaged-2026-11-12T08-00-00Z.db`. */
function placeFor(file: string, now: number): string {
  const { dir, name, ext } = path.parse(file);
  const time = `${new Date(now).toISOString().slice(0, 19).replaceAll(':', '-')}Z`;
  for (let n = 1; ; n++) {
    const place = path.join(dir, `${name}.damaged-${time}${n === 1 ? '' : `-${n}`}${ext}`);
    if (!existsSync(place)) return place;
  }
}

function readMarker(file: string): Marker | undefined {
  try {
    const marker: unknown = JSON.parse(readFileSync(markerOf(file), 'utf8'));
    return isMarker(marker) ? marker : undefined;
  } catch {
    return undefined;
  }
}
const isMarker = (value: unknown): value is Marker =>
  typeof value === 'object' && value !== null && 'movedTo' in value && typeof value.movedTo === 'string';

function writeMarker(file: string, marker: Marker): void {
  writeFileSync(markerOf(file), JSON.stringify(marker), { mode: 0o600, flush: true });
}
