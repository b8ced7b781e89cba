/** The time histories stored with events as rows: one per sample. */
import { parseTime } from '../api/wire-time';
import type { Archive, StoredRecord } from '../db/archive';
import { field, object } from '../queries/fields';
import {
  NOTHING,
  rowsInPiece,
  type Column,
  type Piece,
  type Rows,
  type RowsQuery,
  type Value,
} from './table';

const COLUMNS: readonly Column[] = [
  { name: 'time', kind: 'time' },
  /** The event's `timeHistoryId`. */
  { name: 'timeHistoryId', kind: 'text' },
  { name: 'type', kind: 'text' },
  { name: 'value', kind: 'number', unit: 'dB' },
];
const BATCH = rowsInPiece(COLUMNS.length);
const USUAL_STEP_MS = 1_000;

export function eventHistoryRows(archive: Archive, { dataset, instrument, span }: RowsQuery): Rows {
  return {
    columns: COLUMNS,
    stepsMs: [],
    *pieces() {
      for (const page of archive.records.pages(dataset, instrument, span))
        for (const row of page) {
          yield* piecesOf(row);
          yield NOTHING;
        }
    },
  };
}

function* piecesOf(row: StoredRecord): Iterable<Piece> {
  for (const each of listOf(row.data['series'])) {
    const series = object(each);
    if (series === undefined) continue;
    const type = field(series, 'type');
    for (const block of listOf(field(series, 'blocks'))) {
      const samples = samplesOf(object(block));
      for (let at = 0; samples !== undefined && at < samples.values.length; at += BATCH) {
        const values = samples.values.slice(at, at + BATCH);
        yield {
          length: values.length,
          columns: [
            values.map((_, i) => samples.start + Math.round((at + i) * samples.stepMs)),
            values.map(() => row.key),
            values.map(() => (typeof type === 'string' ? type : null)),
            values.map(numberOrNull),
          ],
        };
      }
    }
  }
}

/** One unbroken run of an event's samples. */
export interface Samples {
  readonly start: number;
  readonly stepMs: number;
  readonly values: readonly unknown[];
}
/** Undefined for what is no block, or does not say when it begins. */
export function samplesOf(block: Readonly<Record<string, unknown>> | undefined): Samples | undefined {
  if (block === undefined) return undefined;
  const start = parseTime(field(block, 'start'));
  if (start === undefined) return undefined;
  const values = listOf(field(block, 'values'));
  const told = field(block, 'sampleDuration');
  if (typeof told === 'number' && told > 0) return { start, stepMs: told, values };
  const end = parseTime(field(block, 'end'));
  const stepMs = end === undefined || end <= start ? USUAL_STEP_MS : (end - start) / values.length;
  return { start, stepMs, values };
}

const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? (value as unknown[]) : []);
const numberOrNull = (value: unknown): Value =>
  typeof value === 'number' && Number.isFinite(value) ? value : null;
