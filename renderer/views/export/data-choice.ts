/** What a data export asks for, from what was chosen. Pure. */
import { Temporal } from 'temporal-polyfill';
import type { CoverageStrip, DataChoice, DataFormat, Span } from '../../../electron/contract/index';
import { DAY } from '../../format';
import { byGroup, keyOf, type Titled } from '../datasets';
import { pickedOf, type Pick } from '../pick';

export interface ExportRow extends Titled {
  /** Instruments that have any of it in the span. */
  readonly instruments: number;
  /** Share of the span's past that is held, 0 to 1, where one instrument is looked at. */
  readonly held: number;
}
/** Each dataset once, in the order of groups. */
export function exportRows(strips: readonly CoverageStrip[]): readonly ExportRow[] {
  const rows = new Map<string, ExportRow>();
  for (const strip of strips) {
    const { dataset, variant, title, held } = strip;
    const before = rows.get(keyOf(strip));
    rows.set(keyOf(strip), {
      ...{ dataset, variant, title },
      instruments: (before?.instruments ?? 0) + (held > 0 ? 1 : 0),
      held: Math.max(before?.held ?? 0, held),
    });
  }
  return byGroup([...rows.values()]).flatMap(({ rows: own }) => own);
}

/** Keys chosen by hand; or whatever has data. */
export type Chosen = ReadonlySet<string> | 'with-data';
export const isChosen = (chosen: Chosen, row: ExportRow): boolean =>
  chosen === 'with-data' ? row.instruments > 0 : chosen.has(keyOf(row));
export function toggleRow(rows: readonly ExportRow[], chosen: Chosen, row: ExportRow): Chosen {
  const next = new Set(rows.filter((each) => isChosen(chosen, each)).map(keyOf));
  if (!next.delete(keyOf(row))) next.add(keyOf(row));
  return next;
}

export type Range = 7 | 31 | 90 | 365 | 'days';
export const RANGES: readonly { readonly id: Range; readonly label: string }[] = [
  { id: 7, label: '7 d' },
  { id: 31, label: '31 d' },
  { id: 90, label: '90 d' },
  { id: 365, label: '365 d' },
  { id: 'days', label: 'Dates…' },
];
const startOf = (day: Temporal.PlainDate, zone: string): number =>
  day.toZonedDateTime(zone).epochMilliseconds;
/** `2026-03-29`, as a field of dates holds it. */
export const dayField = (ms: number, zone: string): string =>
  Temporal.Instant.fromEpochMilliseconds(Math.floor(ms)).toZonedDateTimeISO(zone).toPlainDate().toString();
/** From the start of the first day to the end of the last, by the clocks of `zone`; undefined when that is no span. */
export function daysSpan(first: string, last: string, zone: string): Span | undefined {
  try {
    const from = startOf(Temporal.PlainDate.from(first), zone);
    const to = startOf(Temporal.PlainDate.from(last).add({ days: 1 }), zone);
    return from < to ? { from, to } : undefined;
  } catch {
    return undefined;
  }
}
export const rangeSpan = (days: number, to: number): Span => ({ from: to - days * DAY, to });

/** The request; undefined when nothing is chosen. */
export function dataChoice(options: {
  readonly rows: readonly ExportRow[];
  readonly chosen: Chosen;
  readonly known: readonly string[];
  readonly picked: Pick;
  readonly span: Span | undefined;
}): DataChoice | undefined {
  const { rows, chosen, known, picked, span } = options;
  const instruments = pickedOf(known, picked);
  const datasets = rows
    .filter((row) => isChosen(chosen, row))
    .map(({ dataset, variant }) => ({ dataset, variant }));
  if (span === undefined || datasets.length === 0 || instruments?.length === 0) return undefined;
  return { ...(instruments && { instruments: [...instruments] }), datasets, span };
}

export const FORMATS: readonly { readonly id: DataFormat; readonly label: string; readonly use: string }[] = [
  { id: 'csv', label: 'CSV', use: 'opens everywhere; its head names units, zone and coverage' },
  { id: 'parquet', label: 'Parquet', use: 'for DuckDB, Spark or Python: a whole archive read as one table' },
  { id: 'xlsx', label: 'XLSX', use: 'for Excel and reports; a sheet ends at about a million rows' },
];
/** What one sheet of a workbook holds at most. */
export const SHEET_ROWS = 1_048_576;
