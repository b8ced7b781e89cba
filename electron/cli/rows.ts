/** What `query` prints, row by row: every sample slot of a series, every record of the other datasets, ascending. */
import type { Span } from '../contract/model';
import type { Archive, StoredRecord } from '../core/db/archive';
import { DAY_MS, dataset as datasetOf, type Dataset, type Field } from '../core/datasets';
import type { QueryCommand } from './parse';
import { UsageError } from './parse';
import { formatTime, parseTime, timeFormatter } from './times';

/** `null` is a gap, or a field the service did not send. */
export type Value = string | number | boolean | null | object;
/** Rows made, and turned into text, at once. */
export const BATCH = 4_096;

export interface Rows {
  /** The keys of each row, in order; `time` first. */
  readonly columns: readonly string[];
  /** Text columns, which a spreadsheet might take for formulas. */
  readonly textColumns: ReadonlySet<string>;
  /** At most {@link BATCH} at a time, so that a year never stands in memory at once. */
  pieces(): Iterable<readonly (readonly Value[])[]>;
}

/** Throws {@link UsageError} for a channel that the dataset does not have. */
export function readRows(archive: Archive, query: QueryCommand): Rows {
  const dataset = datasetOf(query.dataset);
  if (dataset.series !== undefined) return seriesRows(archive, query, dataset, dataset.series.stepMs);
  return recordRows(archive, query, dataset);
}

function seriesRows(archive: Archive, query: QueryCommand, dataset: Dataset, stepMs: number): Rows {
  const { instrument, span } = query;
  const channels = chosen(query, dataset.series?.channels ?? []);
  const format = timeFormatter(stepMs);
  return {
    columns: ['time', ...channels],
    textColumns: new Set(),
    *pieces() {
      for (const part of days(toSlots(span, stepMs))) {
        const series = channels.map((channel) =>
          archive.series.read(dataset.id, instrument, channel, stepMs, part),
        );
        const count = Math.round((part.to - part.from) / stepMs);
        for (let at = 0; at < count; at += BATCH) {
          const length = Math.min(BATCH, count - at);
          yield Array.from({ length }, (_, i) => [
            format(part.from + (at + i) * stepMs),
            ...series.map((values) => sample(values[at + i])),
          ]);
        }
      }
    },
  };
}

/** A missing sample is a gap, never a number. */
const sample = (value: number | undefined): number | null =>
  value === undefined || Number.isNaN(value) ? null : value;

/** The slots that begin inside the span. */
const toSlots = ({ from, to }: Span, stepMs: number): Span => ({
  from: Math.ceil(from / stepMs) * stepMs,
  to: Math.ceil(to / stepMs) * stepMs,
});

function* days({ from, to }: Span): Iterable<Span> {
  for (let at = from; at < to;) {
    const end = Math.min(to, (Math.floor(at / DAY_MS) + 1) * DAY_MS);
    yield { from: at, to: end };
    at = end;
  }
}

function recordRows(archive: Archive, query: QueryCommand, dataset: Dataset): Rows {
  // The instrument stands beside the rows, and the row's own time before them.
  const fields = dataset.fields.filter(({ name }) => name !== 'instrument' && name !== 'time');
  const names = chosen(
    query,
    fields.map(({ name }) => name),
  );
  const columns = names.flatMap((name) => fields.find((field) => field.name === name) ?? []);
  const { instrument, span } = query;
  const rows = (): readonly StoredRecord[] => {
    if (dataset.id !== 'instruments') return archive.records.list(dataset.id, instrument, span);
    const data = archive.instruments.data(instrument);
    const time = archive.instruments.get(instrument)?.listedAt ?? 0;
    return data === undefined ? [] : [{ key: instrument, time, until: undefined, data }];
  };
  return {
    columns: ['time', ...names],
    textColumns: new Set(columns.filter(({ kind }) => kind !== 'number').map(({ name }) => name)),
    pieces: () => [rows().map((row) => [timeOf(row), ...columns.map((field) => valueOf(row, field))])],
  };
}

/** The row's moment in the service's own digits, where it came as one. */
function timeOf({ time, data }: StoredRecord): string {
  const own = data['time'];
  return typeof own === 'string' && parseTime(own) === time ? utc(own, time) : formatTime(time);
}

function valueOf(row: StoredRecord, field: Field): Value {
  const value = row.data[field.name];
  if (value === undefined || value === null) return null;
  if (field.kind === 'number') return typeof value === 'number' && Number.isFinite(value) ? value : null;
  if (field.kind !== 'time' || typeof value !== 'string')
    return typeof value === 'object' ? value : scalar(value);
  const ms = parseTime(value);
  return ms === undefined ? value : utc(value, ms);
}

const scalar = (value: unknown): Value =>
  typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? value : null;

/** As it came when that is UTC, digits and all; a time without a zone means UTC. */
function utc(text: string, ms: number): string {
  if (/Z$/i.test(text)) return text;
  return /[+-]\d{2}:?\d{2}$/.test(text) && text.includes('T') ? formatTime(ms) : `${text}Z`;
}

/** In the order they were asked for, spelt as documented; all when none was. */
function chosen({ channels, dataset }: QueryCommand, names: readonly string[]): readonly string[] {
  if (channels.length === 0) return names;
  const found = channels.map((channel) => {
    const name = names.find((each) => each.toLowerCase() === channel.toLowerCase());
    if (name === undefined)
      throw new UsageError(`${dataset} has no channel ${channel}, only ${names.join(', ')}`);
    return name;
  });
  return [...new Set(found)];
}
