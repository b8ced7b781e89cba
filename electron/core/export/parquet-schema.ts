/**
 * The Parquet schema of a dataset: the same for every variant, instrument and day, so that all files of a dataset are one
 * table. What only some instruments have goes, as JSON, into the column `other`.
 */
import type { SchemaElement } from 'hyparquet-writer';
import { BANDS } from '../dataset-list';
import { channelsOf, dataset as datasetOf, variantOf, type Field } from '../datasets';
import type { DatasetId } from '../../contract/model';

export interface ParquetColumn {
  readonly name: string;
  readonly type: 'timestamp' | 'double' | 'int32' | 'text';
  /** The same in every row of a file. */
  readonly constant?: string | undefined;
}

const TYPES: Readonly<Record<Field['kind'], ParquetColumn['type']>> = {
  time: 'timestamp',
  number: 'double',
  text: 'text',
  json: 'text',
};

/** `time`, `serial` and `variant` first. */
export function parquetColumns(
  id: DatasetId,
  about: { readonly instrument: string; readonly variant: string },
): readonly ParquetColumn[] {
  const { kind, fields } = datasetOf(id);
  const first: readonly ParquetColumn[] = [
    { name: 'time', type: 'timestamp' },
    { name: 'serial', type: 'text', constant: about.instrument },
    { name: 'variant', type: 'text', constant: about.variant },
  ];
  const texts = (names: readonly string[]) => names.map((name) => ({ name, type: 'text' }) as const);
  const doubles = (names: readonly string[]) => names.map((name) => ({ name, type: 'double' }) as const);
  if (kind === 'details') return [...first, ...texts(['timeHistoryId', 'type']), ...doubles(['value'])];
  if (kind === 'series') {
    const names = id === 'frequencyhistory' ? BANDS.Third : channelsOf(id).map(({ name }) => name);
    const step = { name: 'step_ms', type: 'int32' } as const;
    return [...first, step, ...bandsOf(id, about.variant), ...doubles(names), ...texts(['other'])];
  }
  const documented = fields.filter(({ name }) => name !== 'instrument' && name !== 'time');
  const columns = documented.flatMap(({ name, kind: own }): readonly ParquetColumn[] =>
    name === 'bands' ? doubles(BANDS.Third) : [{ name, type: TYPES[own] }],
  );
  return [...first, ...columns, ...texts(['raw'])];
}

/** Which bands a row of frequency time history has; frequency measurements say it themselves. */
function bandsOf(id: DatasetId, variant: string): readonly ParquetColumn[] {
  if (id !== 'frequencyhistory') return [];
  const { bands, weighting } = variantOf(id, variant).ask;
  return [
    { name: 'bands', type: 'text', constant: String(bands) },
    { name: 'weighting', type: 'text', constant: String(weighting) },
  ];
}

const ELEMENTS: Readonly<Record<ParquetColumn['type'], Omit<SchemaElement, 'name'>>> = {
  timestamp: {
    type: 'INT64',
    converted_type: 'TIMESTAMP_MILLIS',
    logical_type: { type: 'TIMESTAMP', isAdjustedToUTC: true, unit: 'MILLIS' },
  },
  double: { type: 'DOUBLE' },
  int32: { type: 'INT32' },
  text: { type: 'BYTE_ARRAY', converted_type: 'UTF8', logical_type: { type: 'STRING' } },
};

export const schemaOf = (columns: readonly ParquetColumn[]): SchemaElement[] => [
  { name: 'leqbook', num_children: columns.length },
  ...columns.map(({ name, type }): SchemaElement => ({
    name,
    repetition_type: 'OPTIONAL',
    ...ELEMENTS[type],
  })),
];
