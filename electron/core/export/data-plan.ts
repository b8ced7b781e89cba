/** Which tables a person's choice comes to, and which files they become. */
import type { DataChoice } from '../../contract';
import type { DataFormat } from '../../contract/jobs';
import type { DatasetId, Span } from '../../contract/model';
import { Failure } from '../../contract/result';
import { dataset as datasetOf, DAY_MS, findVariant, variantOf } from '../datasets';
import type { Archive } from '../db/archive';
import { union } from '../sync/spans';
import { readRows } from './rows';
import { stepsFor } from './rows-held';
import { instrumentFolder, suffixOf } from '../transfer/name-parts';
import type { Pace } from './table-pace';

export interface Table {
  readonly dataset: DatasetId;
  readonly variant: string;
  readonly instrument: string;
}
export interface PlannedFile {
  /** Relative to the folder, with `/` between parts. */
  readonly path: string;
  readonly table: Table;
  readonly span: Span;
}

/**
 * Every table of a choice, instrument by instrument.
 * @throws Failure `invalid` for a variant that this Leqbook does not know
 */
export function tablesOf(archive: Archive, choice: Omit<DataChoice, 'span'>): readonly Table[] {
  for (const { dataset, variant } of choice.datasets)
    if (findVariant(dataset, variant) === undefined)
      throw new Failure({
        kind: 'invalid',
        path: 'datasets',
        reason: `${dataset} has no variant ${variant}`,
      });
  const serials = choice.instruments ?? archive.instruments.list().map(({ serial }) => serial);
  return [...new Set(serials)].flatMap((instrument) =>
    choice.datasets.map(({ dataset, variant }) => ({ dataset, variant, instrument })),
  );
}

/** Where a table has samples within a span; one moment per record is enough to tell that there is one. */
export function heldIn(archive: Archive, table: Table, span: Span): readonly Span[] {
  const { dataset, variant, instrument } = table;
  const { kind, variants } = datasetOf(dataset);
  if (kind === 'series')
    return union(stepsFor(archive, { ...table, span }).flatMap(({ extents }) => extents));
  if (dataset === 'instruments') return archive.instruments.get(instrument) === undefined ? [] : [span];
  const one = variants.length > 1 ? variant : undefined;
  for (const page of archive.records.pages(dataset, instrument, span, one))
    if (page.length > 0) return [span];
  return [];
}

/** The shortest sample that a table holds in a span, ms; what its variant names when nothing is held. */
export function finestStepOf(archive: Archive, table: Table, span: Span): number {
  const [finest] = stepsFor(archive, { ...table, span });
  return finest?.stepMs ?? variantOf(table.dataset, table.variant).stepMs ?? 1_000;
}

/** How many rows a table has at most: samples of several lengths may stand for fewer. */
export async function rowsOf(archive: Archive, table: Table, span: Span, pace: Pace): Promise<number> {
  const { dataset, variant, instrument } = table;
  const { kind } = datasetOf(dataset);
  if (kind === 'series') return Math.ceil((span.to - span.from) / finestStepOf(archive, table, span));
  let count = 0;
  for (const { length } of readRows(archive, { dataset, variant, instrument, span, channels: [] }).pieces()) {
    count += length;
    await pace.breathe();
  }
  return count;
}

/** The files of a table whose rows end at `now` at the latest. */
export async function filesOf(
  archive: Archive,
  table: Table,
  request: { readonly span: Span; readonly format: DataFormat; readonly now: number },
  pace: Pace,
): Promise<readonly PlannedFile[]> {
  const { format, now } = request;
  if (format !== 'parquet') {
    const span = { from: request.span.from, to: Math.min(request.span.to, now) };
    const path = tablePath(table, request.span, format);
    return span.from >= span.to ? [] : [{ path, table, span }];
  }
  const days = await daysOf(archive, table, wholeDays(request.span), pace);
  return days
    .map((day) => ({ from: day, to: Math.min(day + DAY_MS, now) }))
    .filter(({ from, to }) => from < to)
    .map((span) => ({ path: dayPath(table, span.from), table, span }));
}

/** A day is exported whole, so that a longer span later adds to a folder and never takes from it. */
export const wholeDays = ({ from, to }: Span): Span => ({
  from: Math.floor(from / DAY_MS) * DAY_MS,
  to: Math.ceil(to / DAY_MS) * DAY_MS,
});

async function daysOf(archive: Archive, table: Table, span: Span, pace: Pace): Promise<readonly number[]> {
  const { dataset, variant, instrument } = table;
  const { kind, variants } = datasetOf(dataset);
  const days = new Set<number>();
  if (kind === 'series')
    for (const { from, to } of heldIn(archive, table, span))
      for (let day = Math.floor(from / DAY_MS); day * DAY_MS < to; day++) days.add(day * DAY_MS);
  else if (dataset === 'instruments') {
    const listedAt = archive.instruments.get(instrument)?.listedAt;
    if (listedAt !== undefined) days.add(Math.floor(listedAt / DAY_MS) * DAY_MS);
  } else
    for (const page of archive.records.pages(
      dataset,
      instrument,
      span,
      variants.length > 1 ? variant : undefined,
    )) {
      for (const { time } of page) days.add(Math.floor(time / DAY_MS) * DAY_MS);
      await pace.breathe();
    }
  return [...days].sort((a, b) => a - b);
}

/**
 * An instrument's folder. Where file systems that ignore case could take two serials for one, or a serial had to be
 * changed to be a name at all, it carries a hash.
 */
export function dataFolder(serial: string): string {
  const folder = instrumentFolder(serial);
  const isPlain = folder === serial && serial === serial.toUpperCase();
  return isPlain || folder !== serial ? folder : folder + suffixOf(serial);
}

const isoDay = (ms: number): string => new Date(ms).toISOString().slice(0, 10);
const stamp = (ms: number): string =>
  ms % DAY_MS === 0
    ? isoDay(ms).replaceAll('-', '')
    : `${new Date(ms).toISOString().slice(0, 19).replaceAll(/[-:]/g, '')}Z`;

function tablePath({ dataset, variant, instrument }: Table, { from, to }: Span, format: DataFormat): string {
  const folder = dataFolder(instrument);
  const what = variant === '' ? dataset : `${dataset}-${variant}`;
  return `${folder}/${folder}_${what}_${stamp(from)}_${stamp(to)}.${format}`;
}

/** The layout that DuckDB, Spark and ClickHouse know as Hive's. */
const dayPath = ({ dataset, variant, instrument }: Table, day: number): string =>
  `dataset=${dataset}/instrument=${dataFolder(instrument)}/day=${isoDay(day)}/${variant === '' ? 'data' : variant}.parquet`;
