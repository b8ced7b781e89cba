/** Reads time histories: blocks in any order, aligned or not, with holes of any kind; every sample keeps its slot. */
import type { Span } from '../../contract/model';
import type { Dataset } from '../datasets';
import type { SeriesChunk } from '../db/archive';
import { createOddities, type Oddities } from './oddities';
import { listOf, otherInstrument, type Read } from './wire';
import { isObject, respell, shapeOf, toNumber } from './wire-object';
import { parseDuration, parseTime } from './wire-time';

const SERIES = shapeOf(['instrument', 'type', 'blocks'].map((name) => ({ name })));
const BLOCK = shapeOf(['start', 'end', 'sampleDuration', 'period', 'values'].map((name) => ({ name })));

interface Grid {
  readonly stepMs: number;
  /** Epoch ms of slot 0, a multiple of the step. */
  readonly start: number;
  readonly slots: number;
}
interface Block {
  /** Slot of the first value; may lie outside the grid. */
  readonly slot: number;
  /** How many values the block's own times have room for. */
  readonly room: number;
  readonly values: readonly unknown[];
}

/** One chunk per channel that has samples inside the span, from its first to its last value. */
export function readSeries(
  dataset: Dataset,
  serial: string,
  span: Span,
  body: unknown,
): Read<readonly SeriesChunk[]> {
  const { stepMs, channels } = dataset.series ?? { stepMs: 1_000, channels: [] };
  const start = Math.ceil(span.from / stepMs) * stepMs;
  const grid: Grid = { stepMs, start, slots: Math.max(0, Math.ceil((span.to - start) / stepMs)) };
  const odd = createOddities();
  const blocks = collect(listOf(body), serial, channels, grid, odd);
  const chunks = [...blocks].flatMap(([channel, list]) => toChunk(channel, grid, fill(grid, list)));
  for (const channel of channels)
    if (chunks.length > 0 && !chunks.some((chunk) => chunk.channel === channel))
      odd.note(`${channel} was asked for and did not come`);
  return { value: chunks, oddities: odd.list() };
}

/** The usable blocks of each channel asked for. */
function collect(
  list: readonly unknown[],
  serial: string,
  channels: readonly string[],
  grid: Grid,
  odd: Oddities,
): Map<string, Block[]> {
  const asked = new Map(channels.map((channel) => [channel.toLowerCase(), channel]));
  const found = new Map<string, Block[]>();
  for (const item of list) {
    const series = isObject(item) ? respell(item, SERIES) : undefined;
    const other = otherInstrument(series?.['instrument'], serial);
    const channel = asked.get(String(series?.['type']).toLowerCase());
    if (series === undefined || !Array.isArray(series['blocks']))
      odd.note('Something that is no series was skipped');
    else if (other !== undefined)
      odd.note(`A series of ${other} came when ${serial} was asked for and was skipped`);
    else if (channel === undefined) odd.note(`A series that was not asked for was skipped`);
    else {
      const blocks = found.get(channel) ?? [];
      for (const raw of series['blocks'] as unknown[]) {
        const block = readBlock(raw, grid, odd);
        if (block !== undefined) blocks.push(block);
      }
      found.set(channel, blocks);
    }
  }
  return found;
}

function readBlock(raw: unknown, grid: Grid, odd: Oddities): Block | undefined {
  const block = isObject(raw) ? respell(raw, BLOCK) : undefined;
  const start = parseTime(block?.['start']);
  const values = block?.['values'];
  if (block === undefined || start === undefined || !Array.isArray(values)) {
    odd.note('A block without a start or values was skipped');
    return undefined;
  }
  const end = parseTime(block['end']);
  const stated = statedStep(block, grid.stepMs, end === undefined ? undefined : end - start, values.length);
  if (Math.abs(stated - grid.stepMs) > grid.stepMs * 0.01) {
    odd.note(`A block of samples of ${stated} ms came when ${grid.stepMs} ms was asked for and was skipped`);
    return undefined;
  }
  const room = end === undefined ? values.length : Math.max(0, Math.round((end - start) / grid.stepMs));
  if (room !== values.length && end !== undefined)
    odd.note('A block holds another number of samples than its times say');
  return { slot: Math.round((start - grid.start) / grid.stepMs), room, values: values as unknown[] };
}

/** Length of a sample, ms: as stated (in ms, or in seconds), else from the block's length, else as asked. */
function statedStep(
  block: Readonly<Record<string, unknown>>,
  askedMs: number,
  lengthMs: number | undefined,
  count: number,
): number {
  const stated =
    toNumber(block['sampleDuration']) ??
    parseDuration(block['sampleDuration']) ??
    parseDuration(block['period']);
  if (stated !== undefined && stated > 0) return stated * 1_000 === askedMs ? askedMs : stated;
  if (lengthMs === undefined || lengthMs <= 0 || count === 0) return askedMs;
  const derived = lengthMs / count;
  // Only a clear multiple says that the samples are of another length; a count that is off says nothing.
  return derived % 60_000 === 0 && derived > askedMs ? derived : askedMs;
}

/** Blocks in order of time; a later block's values win, and values beyond a block's own end only fill holes. */
function fill(grid: Grid, blocks: readonly Block[]): Float64Array {
  const out = new Float64Array(grid.slots).fill(NaN);
  const ordered = [...blocks].sort((a, b) => a.slot - b.slot);
  for (const { slot, room, values } of ordered)
    place(out, slot, values, 0, Math.min(room, values.length), true);
  for (const { slot, room, values } of ordered) place(out, slot, values, room, values.length, false);
  return out;
}

function place(
  out: Float64Array,
  slot: number,
  values: readonly unknown[],
  from: number,
  to: number,
  replace: boolean,
): void {
  const first = Math.max(from, -slot);
  const last = Math.min(to, out.length - slot);
  for (let i = first; i < last; i += 1) {
    const raw = values[i];
    const value = typeof raw === 'number' ? raw : (toNumber(raw) ?? NaN);
    if (Number.isFinite(value) && (replace || Number.isNaN(out[slot + i]))) out[slot + i] = value;
  }
}

function toChunk(channel: string, grid: Grid, values: Float64Array): SeriesChunk[] {
  let first = 0;
  while (first < values.length && Number.isNaN(values[first])) first += 1;
  let end = values.length;
  while (end > first && Number.isNaN(values[end - 1])) end -= 1;
  if (first === end) return [];
  const { stepMs, start } = grid;
  return [{ channel, stepMs, start: start + first * stepMs, values: values.slice(first, end) }];
}
