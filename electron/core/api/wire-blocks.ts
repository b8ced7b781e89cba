/** Reads time histories: blocks in any order, aligned or not, with holes of any kind; every sample keeps its slot. */
import type { Span } from '../../contract/model';
import { createExtras, type Extras } from './extras';
import { createLengths, type Lengths } from './lengths';
import type { NumberLists } from './number-lists';
import { createOddities, type Oddities } from './oddities';
import type { Parsed, SeriesAsked } from './reading';
import { fill, gridOf, toChunk, type Block, type Grid } from './series-grid';
import { blockReader, type BlockReader } from './wire-block-values';
import { assertUnderstood, listOf, otherInstrument } from './wire-list';
import { beyond, isObject, named, respell, shapeOf, toNumber, type Json } from './wire-object';
import { parseDuration, parseTime } from './wire-time';

const SERIES = shapeOf(named('instrument', 'type', 'weighting', 'blocks'));

interface Reader {
  readonly serial: string;
  readonly span: Span;
  readonly grid: Grid;
  readonly blocks: Map<string, Block[]>;
  readonly values: BlockReader;
  readonly lengths: Lengths;
  readonly extras: Extras;
  readonly odd: Oddities;
  /** Counts what made sense, whether or not it was asked for. */
  understood: number;
}

export function readBlocks(asked: SeriesAsked, body: unknown, numbers?: NumberLists): Parsed {
  const odd = createOddities();
  const { serial, span, stepMs } = asked;
  const reader: Reader = {
    ...{ serial, span, odd, understood: 0 },
    grid: gridOf(span, stepMs),
    blocks: new Map(),
    values: blockReader(asked, numbers),
    lengths: createLengths(stepMs, odd),
    extras: createExtras(asked.variant, odd),
  };
  const list = listOf(body);
  for (const item of list) readItem(reader, item);
  assertUnderstood(list, reader.understood, odd);
  reader.lengths.assertShortEnough();
  const chunks = [...reader.blocks].flatMap(([channel, blocks]) =>
    toChunk(channel, reader.grid, fill(reader.grid, blocks)),
  );
  const missing = reader.values.channels.filter((name) => !chunks.some(({ channel }) => channel === name));
  if (chunks.length > 0 && missing.length > 0)
    odd.note(`${missing.join(', ')} ${missing.length === 1 ? 'was' : 'were'} asked for and did not come`);
  return { rows: reader.extras.list(), chunks, oddities: odd.list() };
}

function readItem(reader: Reader, item: unknown): void {
  const { serial, odd, values } = reader;
  const series = isObject(item) ? respell(item, SERIES) : {};
  const { blocks, instrument } = series;
  if (!Array.isArray(blocks)) {
    odd.note('Something that is no series was skipped');
    return;
  }
  const other = otherInstrument(instrument, serial);
  const of = values.select(series);
  if (other !== undefined) odd.note(`A series of ${other} came when ${serial} was asked for and was skipped`);
  else if (of === undefined) odd.note('A series that was not asked for was skipped');
  if (other !== undefined || of === undefined || blocks.length === 0) reader.understood += 1;
  if (other !== undefined || of === undefined) return;
  let beside = beyond(series, SERIES);
  for (const raw of blocks as unknown[]) if (readBlock(reader, of, raw, beside)) beside = undefined;
}

/** True when the block was taken, and with it what stood `beside` the series. */
function readBlock(reader: Reader, of: string, raw: unknown, beside: Json | undefined): boolean {
  const { grid, span, values, lengths, odd } = reader;
  const block = isObject(raw) ? respell(raw, values.shape) : {};
  const start = parseTime(block['start']);
  const lists = values.lists(of, block);
  if (start === undefined || lists === undefined) {
    odd.note('A block without a start or values was skipped');
    return false;
  }
  reader.understood += 1;
  const end = parseTime(block['end']);
  const lengthMs = end === undefined ? undefined : end - start;
  const count = Math.max(0, ...lists.map((list) => list.values.length));
  const stated = statedStep(block, grid.stepMs, lengthMs, count);
  if (start >= span.to || start + Math.max(1, count) * stated <= span.from) return false;
  if (!lengths.takes(stated, 'A block of samples', false)) return false;
  const slot = Math.round((start - grid.start) / grid.stepMs);
  const room = lengthMs === undefined ? undefined : Math.max(0, Math.round(lengthMs / grid.stepMs));
  for (const { channel, values: samples } of lists) {
    const held = reader.blocks.get(channel) ?? [];
    held.push({ slot, room: room ?? samples.length, values: samples });
    reader.blocks.set(channel, held);
  }
  if (room !== undefined && lists.some((list) => list.values.length !== room))
    odd.note('A block holds another number of samples than its times say');
  const unknown = { ...beside, ...values.unknown(block) };
  if (Object.keys(unknown).length > 0) reader.extras.add(of, start, unknown);
  return true;
}

/** Lengths that samples have, up to the longest there is; a count that is merely off gives none of them. */
const USUAL_MS: readonly number[] = [
  ...[100, 125, 200, 250, 500, 1_000, 2_000, 5_000, 10_000, 15_000, 30_000, 60_000],
];

/** Length of a sample, ms: as stated (in ms, or in seconds), else from the block's length, else as asked. */
function statedStep(block: Json, askedMs: number, lengthMs: number | undefined, count: number): number {
  const derived = lengthMs === undefined || count === 0 ? undefined : lengthMs / count;
  const stated =
    toNumber(block['sampleDuration']) ??
    parseDuration(block['sampleDuration']) ??
    parseDuration(block['period']);
  if (stated !== undefined && stated > 0)
    return stated * 1_000 === askedMs || stated * 1_000 === derived ? stated * 1_000 : stated;
  return derived !== undefined && USUAL_MS.includes(derived) ? derived : askedMs;
}
