/** Data as files: how much a choice comes to, the job that writes it, and its runner. */
import type { DataChoice } from '../../contract';
import type { DataEstimate, DataFormat, Job } from '../../contract/jobs';
import type { Span } from '../../contract/model';
import { Failure } from '../../contract/result';
import { dataset as datasetOf, DAY_MS, titleOf, variantOf } from '../datasets';
import type { Archive } from '../db/archive';
import type { JobQueue, JobRunner } from '../jobs/job';
import { lengthMs } from '../sync/spans';
import { finestStepOf, heldIn, tablesOf, wholeDays, type Table } from './data-plan';
import { DataJob, runDataExport, type DataExportDeps } from './data-run';
import { whileFolderIsThere, type FolderDeps } from './folder-wait';
import { createPace } from './table-pace';
import { refuseTooManyRows } from './xlsx';
import { zonesOf } from './zones';

interface Account {
  readonly archive: Archive;
  readonly queue: JobQueue;
}

/**
 * Starts a job that writes files into `folder`, a path.
 * @throws Failure `invalid` for an unknown variant or zone, or a table that no sheet holds; `not-found` when nothing is
 * held of the choice
 */
export function startDataExport({ archive, queue }: Account, request: DataJob): Job {
  zonesOf(archive, request);
  const tables = tablesOf(archive, request);
  if (!tables.some((table) => heldIn(archive, table, request.span).length > 0))
    throw new Failure({ kind: 'not-found', what: 'Data for this choice' });
  if (request.format === 'xlsx')
    for (const table of tables)
      if (isSeries(table) && heldIn(archive, table, request.span).length > 0)
        refuseTooManyRows(nameOf(table), countRows(archive, table, request.span));
  return queue.start('data-export', title(request), { ...request });
}

/** Jobs of kind `data-export`. Running one again writes only what is new. */
export const createDataExportRunner =
  (deps: DataExportDeps & FolderDeps): JobRunner =>
  (context) => {
    const { folder } = DataJob.parse(context.job.request);
    return whileFolderIsThere(deps, context, folder, (place) => runDataExport({ ...deps, place }, context));
  };

const isSeries = ({ dataset }: Table): boolean => datasetOf(dataset).kind === 'series';
const nameOf = ({ dataset, variant, instrument }: Table): string =>
  `${titleOf(dataset, variant)} of ${instrument}`;

const FORMATS: Readonly<Record<DataFormat, string>> = { csv: 'CSV', parquet: 'Parquet', xlsx: 'XLSX' };
function title({ instruments, datasets, format }: DataJob): string {
  const [only] = datasets;
  const what =
    only !== undefined && datasets.length === 1
      ? titleOf(only.dataset, only.variant)
      : `${String(datasets.length)} datasets`;
  const whose =
    instruments === undefined
      ? 'all instruments'
      : instruments.length === 1
        ? String(instruments[0])
        : `${String(instruments.length)} instruments`;
  return `Export ${what} of ${whose} as ${FORMATS[format]}`;
}

/** Bytes of a time, and of a value, as files of each format usually have them. */
const USUAL_BYTES: Readonly<Record<DataFormat, { readonly row: number; readonly value: number }>> = {
  csv: { row: 22, value: 5 },
  parquet: { row: 1, value: 1.3 },
  xlsx: { row: 14, value: 6 },
};
/** Of a record with the API's own object beside it, before any compression. */
const RECORD_BYTES = 400;

/** Roughly what a choice comes to; looks at nothing but what is where. */
export async function estimateData(
  archive: Archive,
  choice: DataChoice,
  format: DataFormat,
): Promise<DataEstimate> {
  const span = format === 'parquet' ? wholeDays(choice.span) : choice.span;
  const pace = createPace(new AbortController().signal);
  let [rows, bytes, files] = [0, 0, 0];
  for (const table of tablesOf(archive, choice)) {
    await pace.breathe();
    const one = isSeries(table)
      ? estimateSeries(archive, table, span, format)
      : estimateRecords(archive, table, span, format);
    rows += one.rows;
    bytes += one.rows * bytesPerRow(table, format);
    files += one.files;
  }
  return { rows, bytes: Math.round(bytes), files };
}

interface Size {
  readonly rows: number;
  readonly files: number;
}

/** Days without anything have no Parquet file; the other formats have a row for every slot of the span. */
function estimateSeries(archive: Archive, table: Table, span: Span, format: DataFormat): Size {
  const heldMs = heldIn(archive, table, span).reduce((sum, each) => sum + lengthMs(each), 0);
  if (heldMs === 0) return { rows: 0, files: 0 };
  if (format !== 'parquet') return { rows: countRows(archive, table, span), files: 1 };
  const rows = Math.ceil(heldMs / finestStepOf(archive, table, span));
  return { rows, files: Math.ceil(heldMs / DAY_MS) };
}

function estimateRecords(archive: Archive, table: Table, span: Span, format: DataFormat): Size {
  const rows = countRows(archive, table, span);
  return { rows, files: Math.min(rows, format === 'parquet' ? days(span) : 1) };
}

const days = (span: Span): number => Math.ceil(lengthMs(span) / DAY_MS);

function bytesPerRow({ dataset, variant }: Table, format: DataFormat): number {
  const usual = USUAL_BYTES[format];
  if (datasetOf(dataset).kind !== 'series') return format === 'csv' ? RECORD_BYTES : RECORD_BYTES / 4;
  return usual.row + usual.value * (variantOf(dataset, variant).channels ?? []).length;
}

/** Exact for series; records of a dataset with several variants count for each of them. */
function countRows(archive: Archive, table: Table, span: Span): number {
  if (isSeries(table)) return Math.ceil(lengthMs(span) / finestStepOf(archive, table, span));
  if (table.dataset === 'instruments') return 1;
  return archive.records.page(table.dataset, { instruments: [table.instrument], span }, 1).total;
}
