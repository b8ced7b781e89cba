/** Records and present states as rows: documented fields first, the API's own object last, so that nothing is lost. */
import { BANDS } from '../dataset-list';
import { dataset as datasetOf, variantOf, type Field } from '../datasets';
import type { Archive, StoredRecord } from '../db/archive';
import { field, object } from '../queries/fields';
import { parseTime } from '../api/wire-time';
import { NOTHING, type Column, type Piece, type Rows, type RowsQuery, type Value } from './table';
import { timeCell } from './table-time';

interface Cell extends Column {
  read(row: StoredRecord): Value;
}

export function recordRows(archive: Archive, query: RowsQuery): Rows {
  const { fields } = datasetOf(query.dataset);
  // The instrument stands beside the rows, and the row's own time before them.
  const documented = fields.filter(({ name }) => name !== 'instrument' && name !== 'time');
  const cells: readonly Cell[] = [
    { name: 'time', kind: 'time', read: ownTime },
    ...documented.flatMap((each) => (each.name === 'bands' ? bandCells(query) : [cellFor(each)])),
    { name: 'raw', kind: 'json', read: ({ data }) => data },
  ];
  return {
    columns: cells.map(({ name, kind, unit }) => ({ name, kind, unit })),
    stepsMs: [],
    *pieces() {
      for (const page of pagesOf(archive, query)) yield toPiece(cells, page);
    },
  };
}

function* pagesOf(archive: Archive, query: RowsQuery): Iterable<readonly StoredRecord[]> {
  const { dataset, variant, instrument, span } = query;
  if (dataset !== 'instruments') {
    const one = datasetOf(dataset).variants.length > 1 ? variant : undefined;
    yield* archive.records.pages(dataset, instrument, span, one);
    return;
  }
  const data = archive.instruments.data(instrument);
  const time = archive.instruments.get(instrument)?.listedAt;
  if (data !== undefined && time !== undefined) yield [{ key: instrument, time, until: undefined, data }];
}

const toPiece = (cells: readonly Cell[], page: readonly StoredRecord[]): Piece =>
  page.length === 0
    ? NOTHING
    : { length: page.length, columns: cells.map(({ read }) => page.map((row) => read(row))) };

/** The row's moment in the service's own digits, where it came as one. */
function ownTime({ time, data }: StoredRecord): number | string {
  const own = data['time'];
  return typeof own === 'string' && parseTime(own) === time ? timeCell(own) : time;
}

const cellFor = ({ name, kind, unit }: Field): Cell => ({
  name,
  kind,
  unit,
  read: ({ data }) => valueOf(data[name], kind),
});

function valueOf(value: unknown, kind: Field['kind']): Value {
  if (value === undefined || value === null) return null;
  if (kind === 'number') return typeof value === 'number' && Number.isFinite(value) ? value : null;
  if (kind === 'time' && typeof value === 'string') return timeCell(value);
  if (typeof value === 'object') return value;
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? value : null;
}

/** One column per band of the set that was asked for. */
function bandCells({ dataset, variant }: RowsQuery): readonly Cell[] {
  const set = variantOf(dataset, variant).ask['bands'];
  const names = set === 'Octave' || set === 'Third' ? BANDS[set] : [];
  return names.map((name) => ({
    name,
    kind: 'number',
    unit: 'dB',
    read: ({ data }) => valueOf(bandOf(data['bands'], name), 'number'),
  }));
}

/** The service may send bands as a list of names and values, or as an object keyed by name. */
function bandOf(bands: unknown, name: string): unknown {
  if (!Array.isArray(bands)) {
    const byName = object(bands);
    return byName === undefined ? undefined : field(byName, name);
  }
  for (const each of bands) {
    const band = object(each);
    const own = band === undefined ? undefined : field(band, 'name');
    if (typeof own === 'string' && own.toLowerCase() === name.toLowerCase())
      return band === undefined ? undefined : field(band, 'value');
  }
  return undefined;
}
