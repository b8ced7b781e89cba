/** What is kept of each instrument, how far back, and what that takes on disk. */
import { setImmediate as letOthersRun } from 'node:timers/promises';
import type { Instrument, KeepPlan, KeepRow, SkipReason } from '../../contract/model';
import { datasets, titleOf, type Dataset, type Scope, type Variant } from '../datasets';
import type { Clock } from '../clock';
import type { Archive } from '../db/archive';
import { measureDisk, type DiskUse } from '../sync/disk';
import { whyNotAsked } from '../sync/eligible';
import { deniedScopes } from '../sync/facts';
import { freeBytesAt } from '../sync/free-space';
import { keptOf, type KeptOf } from '../sync/keep';
import type { SyncMeter } from '../sync/meter';

export interface KeepDeps {
  readonly archive: Archive;
  readonly clock: Clock;
  /** Where the archive lies. */
  readonly folder: string;
  readonly meter: SyncMeter;
}
interface Choices {
  readonly kept: KeptOf;
  readonly disk: DiskUse;
  readonly denied: ReadonlySet<Scope>;
}

const choosable = datasets.filter(({ kind }) => kind !== 'snapshot');

/** Every instrument known, and every dataset and variant that has a span. */
export async function readKeep({ archive, folder }: KeepDeps): Promise<KeepPlan> {
  const coverage = archive.coverage.list();
  const instruments = archive.instruments.list();
  const choices: Choices = {
    kept: keptOf(archive.keep.list()),
    disk: await measureDisk(archive, coverage, choosable, letOthersRun),
    denied: deniedScopes(coverage),
  };
  const all: KeepRow[] = [];
  const rows: KeepRow[] = [];
  for (const dataset of choosable)
    for (const variant of dataset.variants) {
      const mine = instruments.map((instrument) => rowOf(instrument, dataset, variant, choices));
      rows.push(...mine);
      all.push(rowOfAll(mine, dataset, variant, choices));
    }
  const order = new Map(instruments.map(({ serial }, index) => [serial, index]));
  const place = ({ instrument }: KeepRow): number => order.get(instrument) ?? 0;
  return {
    rows: rows.sort((a, b) => place(a) - place(b)),
    all,
    archiveBytes: archive.size(),
    freeBytes: await freeBytesAt(folder),
  };
}

function rowOf(instrument: Instrument, dataset: Dataset, variant: Variant, choices: Choices): KeepRow {
  const { serial } = instrument;
  const skipped = whyNotAsked(dataset, instrument, choices.denied);
  const { bytes, measured } = choices.disk.perDay(serial, dataset, variant);
  return toRow(serial, dataset, variant, choices, { skipped, bytes, measured });
}

/** Of the instruments without a choice of their own: what a day of all of them takes together. */
function rowOfAll(rows: readonly KeepRow[], dataset: Dataset, variant: Variant, choices: Choices): KeepRow {
  const asked = rows.filter(({ skipped }) => skipped === undefined);
  const mine = asked.filter(({ from }) => from !== 'instrument');
  return toRow('', dataset, variant, choices, {
    skipped: asked.length === 0 ? rows[0]?.skipped : undefined,
    bytes: mine.reduce((sum, { diskBytesPerDay }) => sum + diskBytesPerDay, 0),
    measured: mine.length > 0 && mine.every(({ measured }) => measured),
  });
}

function toRow(
  instrument: string,
  dataset: Dataset,
  variant: Variant,
  { kept }: Choices,
  facts: { readonly skipped: SkipReason | undefined; readonly bytes: number; readonly measured: boolean },
): KeepRow {
  const { days, from } = kept(instrument, dataset.id, variant.id);
  const { skipped, bytes, measured } = facts;
  return {
    ...{ instrument, dataset: dataset.id, variant: variant.id, title: titleOf(dataset.id, variant.id) },
    ...{ days, from, skipped, measured },
    diskBytesPerDay: Math.round(bytes),
    diskBytes: skipped === undefined ? Math.round(bytes * days) : 0,
  };
}
