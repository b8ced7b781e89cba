/** Reads samples that come as rows: a channel per numeric field, each value in the slot nearest to its row's time. */
import type { Span } from '../../contract/model';
import { dataset, variantOf } from '../datasets';
import type { SeriesChunk } from '../db/series-store';
import { createExtras, type Extras } from './extras';
import { createLengths, type Lengths } from './lengths';
import { createOddities, type Oddities } from './oddities';
import type { Parsed, SeriesAsked } from './reading';
import { gridOf, toChunk, type Grid } from './series-grid';
import { assertUnderstood, listOf, otherInstrument } from './wire-list';
import {
  fingerprint,
  isObject,
  isTooDeep,
  named,
  numbers,
  respell,
  shapeOf,
  toNumber,
  type Json,
  type Shape,
} from './wire-object';
import { parseTime } from './wire-time';

const COMMON = ['time', 'startTime', 'endTime', 'start', 'end', 'duration', 'instrument'];
const COMMON_NAMES = new Set(COMMON);
/** Fields that the registry does not know become channels up to this number; further ones are kept beside. */
const MOST_NEW_CHANNELS = 32;
const CHANNEL_NAME = /^[a-z][\w.]{0,31}$/i;

interface Row {
  readonly time: number;
  readonly data: Json;
}
interface Reader {
  readonly serial: string;
  readonly span: Span;
  readonly grid: Grid;
  readonly shape: Shape;
  readonly channels: Map<string, Float64Array>;
  readonly mostChannels: number;
  readonly lengths: Lengths;
  readonly extras: Extras;
  readonly odd: Oddities;
  understood: number;
}

export function readRows(asked: SeriesAsked, body: unknown): Parsed {
  const odd = createOddities();
  const { serial, span, stepMs } = asked;
  const known = (variantOf(asked.dataset, asked.variant).channels ?? []).map(({ name }) => name);
  const grid = gridOf(span, stepMs);
  const reader: Reader = {
    ...{ serial, span, grid, odd, understood: 0 },
    shape: shapeOf([
      ...named(...COMMON, ...dataset(asked.dataset).fields.map(({ name }) => name)),
      ...numbers(...known),
    ]),
    channels: new Map(),
    mostChannels: known.length + MOST_NEW_CHANNELS,
    lengths: createLengths(stepMs, odd),
    extras: createExtras(asked.variant, odd),
  };
  const list = listOf(body);
  const rows = list.flatMap((item) => readRow(reader, item) ?? []);
  assertUnderstood(list, reader.understood, odd);
  reader.lengths.assertShortEnough();
  place(reader, rows);
  const chunks: SeriesChunk[] = [];
  for (const [channel, values] of reader.channels) chunks.push(...toChunk(channel, grid, values));
  return { rows: reader.extras.list(), chunks, oddities: odd.list() };
}

/** A row of this instrument inside the span, of no more than the length asked for. */
function readRow(reader: Reader, item: unknown): Row | undefined {
  const { serial, span, shape, lengths, odd } = reader;
  const data = isObject(item) && !isTooDeep(item) ? respell(item, shape) : {};
  const time = parseTime(data['startTime']) ?? parseTime(data['time']) ?? parseTime(data['start']);
  if (time === undefined) {
    odd.note('A row without a usable time was skipped');
    return undefined;
  }
  reader.understood += 1;
  const other = otherInstrument(data['instrument'], serial);
  if (other !== undefined) {
    odd.note(`A row of ${other} came when ${serial} was asked for and was skipped`);
    return undefined;
  }
  if (time < span.from || time >= span.to) return undefined;
  const lengthMs = lengthOf(time, data);
  if (lengthMs !== undefined && !lengths.takes(lengthMs, 'A row', true)) return undefined;
  return { time, data };
}

/** How long a row says it is, ms; undefined when it says nothing that makes sense. */
function lengthOf(time: number, data: Json): number | undefined {
  const end = parseTime(data['endTime']) ?? parseTime(data['end']);
  const seconds = toNumber(data['duration']);
  const ms = seconds === undefined ? (end ?? time) - time : seconds * 1_000;
  return ms > 0 ? ms : undefined;
}

/** In order of time, so that the earlier of two rows in a slot has it, whatever the order of the answer. */
function place(reader: Reader, rows: readonly Row[]): void {
  const { grid, extras, odd } = reader;
  const taken = new Map<number, Row>();
  const placed = rows.map((row) => ({ row, slot: Math.round((row.time - grid.start) / grid.stepMs) }));
  const isInside = (slot: number): boolean => slot >= 0 && slot < grid.slots;
  placed.sort((a, b) => Number(isInside(b.slot)) - Number(isInside(a.slot)) || a.row.time - b.row.time);
  for (const { row, slot: nearest } of placed) {
    // A row at an end of the span may be nearest to a slot beyond it, where it would not come again.
    const slot = Math.max(0, Math.min(grid.slots - 1, nearest));
    const before = taken.get(slot);
    if (before === undefined && isInside(slot)) {
      taken.set(slot, row);
      fillSlot(reader, slot, row);
    } else if (before?.time !== row.time || fingerprint(before.data) !== fingerprint(row.data)) {
      odd.note('Two rows came for one moment; the later one was kept beside the samples');
      extras.add('', row.time, row.data);
    }
  }
}

function fillSlot(reader: Reader, slot: number, { time, data }: Row): void {
  const { grid, extras, shape } = reader;
  const rest: [string, unknown][] = [];
  for (const [name, value] of Object.entries(data)) {
    if (value === null || value === undefined) continue;
    if (COMMON_NAMES.has(name)) {
      if (name === 'duration' && toNumber(value) !== grid.stepMs / 1_000) rest.push([name, value]);
      continue;
    }
    const values =
      typeof value === 'number' ? channelFor(reader, name, shape.has(name.toLowerCase())) : undefined;
    if (values === undefined) rest.push([name, value]);
    else if (Number.isFinite(value)) values[slot] = value as number;
  }
  if (rest.length > 0) extras.add('', time, Object.fromEntries(rest));
}

/** Undefined for a field that makes no channel. */
function channelFor(
  { channels, mostChannels, grid }: Reader,
  name: string,
  isKnown: boolean,
): Float64Array | undefined {
  const held = channels.get(name);
  if (held !== undefined) return held;
  if (!isKnown && (channels.size >= mostChannels || !CHANNEL_NAME.test(name))) return undefined;
  const made = new Float64Array(grid.slots).fill(NaN);
  channels.set(name, made);
  return made;
}
