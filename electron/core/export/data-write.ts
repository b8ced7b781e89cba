/** One table, or one day of it, as a draft of a file in its format. */
import { createHash } from 'node:crypto';
import type { DataFormat } from '../../contract/jobs';
import type { Archive } from '../db/archive';
import { csvHead, csvRows } from './csv';
import type { TableCoverage } from './data-coverage';
import { draftFile, type DraftDeps, type DraftFile, type FileSink } from './data-file';
import type { PlannedFile } from './data-plan';
import { writeParquet, type Written } from './parquet';
import { readRows } from './rows';
import { hasContent, type Piece, type Rows } from './table';
import { coverageIn, factLines, factsOf, type Facts } from './table-facts';
import type { Pace } from './table-pace';
import { UTC, type Zone } from './table-time';
import { writeXlsx } from './xlsx';
import type { Zones } from './zones';

/** What a file is made from, but for the rows. */
export interface Source {
  readonly file: PlannedFile;
  readonly rows: Rows;
  readonly facts: Facts;
  /** Of the times in it. */
  readonly zone: Zone;
}
export interface Drafted extends Written {
  readonly draft: DraftFile;
}
export interface WriteDeps extends DraftDeps {
  readonly archive: Archive;
  readonly format: DataFormat;
  readonly zones: Zones;
  readonly leqbook: string;
  readonly exportedAt: number;
  readonly pace: Pace;
}

export function sourceOf(deps: WriteDeps, file: PlannedFile, { pieces }: TableCoverage): Source {
  const { archive, leqbook, exportedAt, format, zones } = deps;
  const query = { ...file.table, span: file.span };
  const rows = readRows(archive, { ...query, channels: [] });
  const coverage = coverageIn(pieces, file.span, exportedAt);
  // Parquet holds moments, which are of no zone.
  const zone = format === 'parquet' ? UTC : zones(file.table.instrument);
  return { file, rows, zone, facts: factsOf(archive, query, rows, { leqbook, coverage }) };
}

/** Raised when what is written from the same samples would differ. */
const LAYOUT = 1;

/**
 * Says what a series file is made from, in little: samples come and go only together with ledger entries. Undefined for
 * other datasets, whose rows are few enough to be read again.
 */
export function fingerprint(
  { archive, format }: WriteDeps,
  { file, facts, zone }: Source,
): string | undefined {
  const { dataset, instrument } = file.table;
  if (facts.stepsMs.length === 0) return undefined;
  const { from, to } = file.span;
  const ledger = archive.coverage
    .list({ datasets: [dataset], instruments: [instrument], span: file.span })
    .map((row) => ({ ...row, from: Math.max(row.from, from), to: Math.min(row.to, to) }))
    .filter((row) => row.from < row.to);
  // A newer Leqbook alone makes nothing new.
  const own = { ...facts, leqbook: '' };
  return createHash('sha256')
    .update(JSON.stringify([LAYOUT, format, zone.name, own, ledger]))
    .digest('hex');
}

/** Rejects with Failure `disk-full`, `not-writable` or `cancelled`; then nothing is left of it. */
export async function draftOf(deps: WriteDeps, source: Source): Promise<Drafted> {
  let written: Written = { rows: 0, hasValues: false };
  const draft = await draftFile(deps, source.file.path, async (sink) => {
    written = await FILL[deps.format](deps, source, sink);
  });
  return { ...written, draft };
}

type Fill = (deps: WriteDeps, source: Source, sink: FileSink) => Promise<Written>;

const FILL: Readonly<Record<DataFormat, Fill>> = {
  csv: fillCsv,
  parquet: ({ pace }, { rows, facts }, sink) => writeParquet(rows, facts, (bytes) => sink.write(bytes), pace),
  xlsx: ({ exportedAt, pace }, { rows, facts, zone }, sink) =>
    writeXlsx(rows, { lines: factLines(facts, zone, exportedAt), zone }, sink, pace),
};

async function fillCsv(deps: WriteDeps, { rows, facts, zone }: Source, sink: FileSink): Promise<Written> {
  const { exportedAt, pace } = deps;
  for (const { text, isNow } of csvHead(factLines(facts, zone, exportedAt))) {
    if (!isNow) sink.content(text);
    await sink.write(text);
  }
  const counted = new Counted(rows);
  for (const text of csvRows(counted, zone)) {
    if (text !== '') {
      sink.content(text);
      await sink.write(text);
    }
    await pace.breathe();
  }
  return counted;
}

/** Rows that are counted while they are read. */
class Counted implements Rows, Written {
  rows = 0;
  hasValues = false;
  readonly columns;
  readonly stepsMs;

  constructor(private readonly from: Rows) {
    this.columns = from.columns;
    this.stepsMs = from.stepsMs;
  }

  *pieces(): Iterable<Piece> {
    for (const piece of this.from.pieces()) {
      this.rows += piece.length;
      this.hasValues ||= hasContent(piece, this.from);
      yield piece;
    }
  }
}
