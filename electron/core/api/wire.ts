/** Reads lists of instruments and records: lenient about each row, strict that it is a list at all. */
import { createHash } from 'node:crypto';
import { Failure } from '../../contract/result';
import type { Dataset } from '../datasets';
import type { InstrumentRow, StoredRecord } from '../db/archive';
import { createOddities, type Oddities } from './oddities';
import { isObject, respell, shapeOf, toNumber, type Json, type KeyInput, type Shape } from './wire-object';
import { parseTime } from './wire-time';

export interface Read<T> {
  readonly value: T;
  readonly oddities: readonly string[];
}

const names = (...list: readonly string[]): KeyInput[] => list.map((name) => ({ name }));
const numbers = (...list: readonly string[]): KeyInput[] => list.map((name) => ({ name, number: true }));

const INSTRUMENT = shapeOf([
  ...names('serialNumber', 'name', 'type', 'model', 'feature', 'image'),
  {
    name: 'position',
    shape: shapeOf([
      { name: 'latitude', aliases: ['lat'], number: true },
      { name: 'longitude', aliases: ['long', 'lon', 'lng'], number: true },
    ]),
  },
  { name: 'subscription', shape: shapeOf(names('tier', 'status', 'addons')) },
]);
const STATUS = shapeOf([
  ...names('online', 'measuring', 'calibrationInProgress', 'sicInProgress'),
  { name: 'lastCalibration', shape: shapeOf([...names('time', 'status'), ...numbers('level', 'offset')]) },
  {
    name: 'lastSic',
    shape: shapeOf([...names('time', 'status'), ...numbers('_500Hz', '_1KHz', '_8KHz')]),
  },
]);
/** Every level name a measurement may carry, whichever were asked for. */
const LEVELS = numbers(
  ...['LAeq', 'LCeq', 'LZeq', 'LAE', 'LCE', 'LZE', 'LEX8', 'LAPeak', 'LCPeak', 'LZPeak'],
  ...['LAFMax', 'LASMax', 'LAIMax', 'LCFMax', 'LCSMax', 'LCIMax', 'LZFMax', 'LZSMax', 'LZIMax'],
  ...['LAF1', 'LAF5', 'LAF10', 'LAF50', 'LAF90', 'LAF95', 'LAF99', 'LeqT1Max', 'LeqT2Max'],
);
const COMMON = names('time', 'startTime', 'endTime', 'start', 'end', 'duration', 'instrument');
const shapes = new Map<string, Shape>();
function shapeOfDataset(dataset: Dataset): Shape {
  const held = shapes.get(dataset.id);
  if (held !== undefined) return held;
  const own = dataset.fields.map(({ name, kind }) => ({ name, number: kind === 'number' }));
  const shape = shapeOf([...COMMON, ...(dataset.operation === 'getMeasurements' ? LEVELS : []), ...own]);
  shapes.set(dataset.id, shape);
  return shape;
}

/** The list in an answer's body; throws Failure `server` for anything that is no list. */
export function listOf(body: unknown): readonly unknown[] {
  if (Array.isArray(body)) return body;
  throw new Failure({ kind: 'server', reason: 'the answer is not the list that was asked for' });
}

export function readInstruments(body: unknown): Read<readonly InstrumentRow[]> {
  const odd = createOddities();
  const rows = new Map<string, InstrumentRow>();
  for (const item of listOf(body)) {
    const data = isObject(item) ? respell(item, INSTRUMENT) : undefined;
    const serial = textOf(data?.['serialNumber']);
    if (data === undefined || serial === undefined)
      odd.note('An instrument without a serial number was skipped');
    else rows.set(serial, { serial, data: { ...data, serialNumber: serial } });
  }
  return { value: [...rows.values()], oddities: odd.list() };
}

/** @param now the moment of the answer: key and time of the row */
export function readStatus(body: unknown, now: number): Read<StoredRecord> {
  if (!isObject(body)) throw new Failure({ kind: 'server', reason: 'the answer is not a status' });
  const data = respell(body, STATUS);
  return { value: { key: String(now), time: now, until: undefined, data }, oddities: [] };
}

export function readRecords(dataset: Dataset, serial: string, body: unknown): Read<readonly StoredRecord[]> {
  const odd = createOddities();
  const shape = shapeOfDataset(dataset);
  const rows = new Map<string, StoredRecord>();
  for (const item of listOf(body)) {
    const row = isObject(item) ? readRow(dataset, serial, respell(item, shape), odd) : undefined;
    if (row !== undefined) rows.set(row.key, row);
    else if (!isObject(item)) odd.note('Something that is no record was skipped');
  }
  return { value: [...rows.values()].sort((a, b) => a.time - b.time), oddities: odd.list() };
}

function readRow(dataset: Dataset, serial: string, data: Json, odd: Oddities): StoredRecord | undefined {
  const other = otherInstrument(data['instrument'], serial);
  if (other !== undefined) {
    odd.note(`A record of ${other} came when ${serial} was asked for and was skipped`);
    return undefined;
  }
  const time = parseTime(data['startTime']) ?? parseTime(data['time']) ?? parseTime(data['start']);
  const key = time === undefined ? undefined : keyOf(dataset, time, data);
  if (time === undefined || key === undefined) {
    odd.note(`A record without a usable ${time === undefined ? 'time' : 'id'} was skipped`);
    return undefined;
  }
  return { key, time, until: untilOf(time, data), data };
}

function untilOf(time: number, data: Json): number | undefined {
  const end = parseTime(data['endTime']) ?? parseTime(data['end']);
  if (end !== undefined) return end;
  const seconds = toNumber(data['duration']);
  return seconds === undefined ? undefined : time + Math.round(seconds * 1_000);
}

function keyOf(dataset: Dataset, time: number, data: Json): string | undefined {
  if (dataset.operation === 'getAudioList') return textOf(data['id']);
  if (dataset.operation !== 'getCalibrationsLog') return String(time);
  // Two people may note something in the same moment.
  const content = `${String(data['user'])}\u0000${String(data['message'])}`;
  return `${time}-${createHash('sha256').update(content).digest('hex').slice(0, 8)}`;
}

/** The serial number a row names when it is not the one asked for; rows that name none are taken at their word. */
export function otherInstrument(named: unknown, serial: string): string | undefined {
  const text = textOf(named);
  return text === undefined || text.toLowerCase() === serial.toLowerCase() ? undefined : text;
}

function textOf(value: unknown): string | undefined {
  if (typeof value === 'number') return String(value);
  return typeof value === 'string' && value.trim() !== '' ? value.trim() : undefined;
}
