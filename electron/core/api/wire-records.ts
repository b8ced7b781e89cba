/** Reads lists of records: lenient about each row, strict about whose and of when it is. */
import type { Span } from '../../contract/model';
import { DAY_MS, dataset, variantOf, type Dataset, type Variant } from '../datasets';
import type { StoredRecord } from '../db/archive';
import { createOddities, type Oddities } from './oddities';
import type { Parsed, RecordsAsked } from './reading';
import { bandSetOf, listedBands } from './wire-bands';
import { assertUnderstood, listOf, otherInstrument } from './wire-list';
import {
  fingerprint,
  isObject,
  isTooDeep,
  named,
  respell,
  shapeOf,
  textOf,
  toNumber,
  type Json,
  type Shape,
} from './wire-object';
import { parseTime } from './wire-time';

const COMMON = named('time', 'startTime', 'endTime', 'start', 'end', 'duration', 'instrument');
const shapes = new Map<string, Shape>();
function shapeOfDataset({ id, fields }: Dataset): Shape {
  const held = shapes.get(id);
  if (held !== undefined) return held;
  const own = fields.map(({ name, kind }) => ({ name, number: kind === 'number' }));
  const shape = shapeOf([...COMMON, ...own]);
  shapes.set(id, shape);
  return shape;
}

interface Reader {
  readonly dataset: Dataset;
  readonly variant: Variant;
  readonly serial: string;
  readonly span: Span;
  readonly odd: Oddities;
}

/** Rows that touch the span, ascending. */
export function readRecords(asked: RecordsAsked, body: unknown): Parsed {
  const odd = createOddities();
  const about = dataset(asked.dataset);
  const reader = { ...asked, dataset: about, variant: variantOf(about.id, asked.variant), odd };
  const rows = new Map<string, StoredRecord>();
  const list = listOf(body);
  let understood = 0;
  for (const item of list) {
    const row = readRow(reader, item);
    if (row !== undefined) understood += 1;
    if (typeof row !== 'object') continue;
    const held = rows.get(row.key);
    if (held !== undefined && fingerprint(held.data) !== fingerprint(row.data))
      odd.note('Two records are of the same moment; the later one was kept');
    rows.set(row.key, row);
  }
  assertUnderstood(list, understood, odd);
  return { rows: [...rows.values()].sort((a, b) => a.time - b.time), chunks: [], oddities: odd.list() };
}

/** `'none of ours'`: understood, but not what was asked for. */
type Row = StoredRecord | 'none of ours' | undefined;

function readRow(reader: Reader, item: unknown): Row {
  const { dataset: about, variant, serial, span, odd } = reader;
  if (!isObject(item) || isTooDeep(item)) {
    odd.note('Something that is no record was skipped');
    return undefined;
  }
  const data = respell(item, shapeOfDataset(about));
  const other = otherInstrument(data['instrument'], serial);
  if (other !== undefined) {
    odd.note(`A record of ${other} came when ${serial} was asked for and was skipped`);
    return 'none of ours';
  }
  const time = parseTime(data['startTime']) ?? parseTime(data['time']) ?? parseTime(data['start']);
  const key = time === undefined ? undefined : keyOf(about, variant, time, data);
  if (time === undefined || key === undefined) {
    odd.note(`A record without a usable ${time === undefined ? 'time' : 'id'} was skipped`);
    return undefined;
  }
  const until = untilOf(time, data, odd);
  if (!touches(span, time, until)) {
    odd.note('A record of another time was skipped');
    return 'none of ours';
  }
  if (about.operation !== 'getFrequencyMeasurements') return { key, time, until, data };
  return spectrum(reader, { key, variant: variant.id, time, until, data });
}

/** Bands of the set and weighting asked for; a row that names neither is taken at its word. */
function spectrum({ variant, odd }: Reader, row: StoredRecord): Row {
  const { type, weighting } = row.data;
  const { ask } = variant;
  const isOther =
    (textOf(type) !== undefined && bandSetOf(type) !== ask['bands']) ||
    (textOf(weighting) !== undefined && textOf(weighting)?.toUpperCase() !== ask['weighting']);
  if (!isOther) return { ...row, data: { ...row.data, ...listedBands(row.data) } };
  odd.note('A record of other bands or another weighting than asked for was skipped');
  return 'none of ours';
}

/**
 * Whether the service goes by where a row starts or ends, and counts the ends in, is not documented; a row that only
 * touches the span may be in no other answer.
 */
function touches(span: Span, time: number, until: number | undefined): boolean {
  return time <= span.to && (until ?? time) >= span.from && time >= span.from - DAY_MS;
}

function untilOf(time: number, data: Json, odd: Oddities): number | undefined {
  const seconds = toNumber(data['duration']);
  const end =
    parseTime(data['endTime']) ??
    parseTime(data['end']) ??
    (seconds === undefined ? undefined : time + Math.round(seconds * 1_000));
  if (end === undefined || (end >= time && Number.isSafeInteger(end))) return end;
  odd.note('A record ends before it begins; its end was not taken');
  return undefined;
}

/** Stable from one answer to the next; undefined when a row that should have an id has none. */
function keyOf({ id }: Dataset, variant: Variant, time: number, data: Json): string | undefined {
  switch (id) {
    case 'recordings':
      return textOf(data['id']);
    case 'calibrationlog':
      // Two people may note something in the same moment.
      return `${time}-${fingerprint([data['user'], data['message']])}`;
    case 'events':
      return `${time}-${textOf(data['timeHistoryId']) ?? fingerprint(withoutAudio(data))}`;
    case 'monitorevents':
      return `${time}-${fingerprint({ ...data, time: undefined, instrument: undefined })}`;
    default:
      return variant.id === '' ? String(time) : `${variant.id} ${time}`;
  }
}

/** The audio of an event may come later than the event. */
const withoutAudio = (data: Json): Json => ({ ...data, audioId: undefined, audioTime: undefined });
