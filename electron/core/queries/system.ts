/** An instrument's own health: what it said last, and what it noted. */
import type { Span } from '../../contract/model';
import type { SystemEventRow, SystemNow } from '../../contract/surroundings';
import { dataset, unitOf } from '../datasets';
import type { Archive, StoredRecord } from '../db/archive';
import { field, finite, text } from './fields';

/** In the registry's order; what was not told is left out. */
export function systemNow(archive: Archive, instrument: string): SystemNow | undefined {
  const row = archive.records.newest('monitorcurrent', instrument);
  if (row === undefined) return undefined;
  const values = dataset('monitorcurrent').fields.flatMap(({ name }) => {
    const value = finite(field(row.data, name));
    return value === undefined ? [] : [{ name, value, unit: unitOf('monitorcurrent', name) }];
  });
  return { observedAt: row.time, values };
}

export function systemEvents(
  archive: Archive,
  input: {
    readonly instrument: string;
    readonly span: Span;
    readonly offset: number;
    readonly limit: number;
  },
): { readonly rows: readonly SystemEventRow[]; readonly total: number } {
  const { instrument, span, offset, limit } = input;
  const filter = { instruments: [instrument], span };
  const { rows, total } = archive.records.page('monitorevents', filter, offset + limit);
  return { rows: rows.slice(offset).map(({ row }) => toRow(row)), total };
}

/** What the rows look like is not documented: whatever they say is shown. */
function toRow({ key, time, data }: StoredRecord): SystemEventRow {
  const more = Object.entries(data).flatMap(([name, value]) =>
    KNOWN.has(name.toLowerCase()) || value === null || value === ''
      ? []
      : [{ name, text: typeof value === 'string' ? value : JSON.stringify(value) }],
  );
  const [event, description] = [text(field(data, 'event')), text(field(data, 'description'))];
  return { key, time, event, description, more };
}
const KNOWN: ReadonlySet<string> = new Set(['time', 'instrument', 'event', 'description']);
