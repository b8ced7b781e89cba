/** Cuts a wide answer into pieces that can be stored without keeping the thread for long. Pure. */
import type { Span } from '../../contract/model';
import { DAY_MS } from '../datasets';
import type { CoverageRow } from '../db/archive';
import type { SeriesChunk } from '../db/series-store';
import { intersect } from './spans';

export interface Slice {
  readonly span: Span;
  readonly chunks: readonly SeriesChunk[];
  /** Only with the last slice of a day, so that the ledger never runs ahead of the samples. */
  readonly rows: readonly CoverageRow[];
}

/** About so many samples are stored in one go; a block, however short, counts as `BLOCK`. */
const MOST = 150_000;
const BLOCK = 8_000;

/** Newest first. Blocks are of one channel and UTC day, and none is cut in two. */
export function slicesOf(
  span: Span,
  chunks: readonly SeriesChunk[],
  rows: readonly CoverageRow[],
): readonly Slice[] {
  const slices: { span: Span; chunks: SeriesChunk[]; rows: readonly CoverageRow[]; size: number }[] = [];
  const days = [...daysOf(span)].map((day) => ({ day, blocks: blocksOf(day, chunks) }));
  for (const { day, blocks } of days.reverse()) {
    const ledger = cutRows(rows, day);
    for (const [index, block] of (blocks.length === 0 ? [[]] : blocks).entries()) {
      const size = block.reduce((sum, { values }) => sum + values.length, BLOCK);
      const mine = index === Math.max(0, blocks.length - 1) ? ledger : [];
      const open = slices.at(-1);
      if (open !== undefined && open.size + size <= MOST) {
        open.chunks.push(...block);
        open.rows = [...open.rows, ...mine];
        open.span = { from: day.from, to: open.span.to };
        open.size += size;
      } else slices.push({ span: day, chunks: [...block], rows: mine, size });
    }
  }
  return slices;
}

function* daysOf({ from, to }: Span): Generator<Span> {
  for (let at = from; at < to;) {
    const end = Math.min(to, (Math.floor(at / DAY_MS) + 1) * DAY_MS);
    yield { from: at, to: end };
    at = end;
  }
}

const cutRows = (rows: readonly CoverageRow[], day: Span): readonly CoverageRow[] =>
  rows.flatMap((row) => intersect([row], [day]).map((part) => ({ ...row, ...part })));

/** What of the chunks lies on a day, by channel. */
function blocksOf(day: Span, chunks: readonly SeriesChunk[]): readonly (readonly SeriesChunk[])[] {
  const blocks = new Map<string, SeriesChunk[]>();
  for (const { channel, stepMs, start, values } of chunks) {
    const from = Math.max(0, Math.ceil((day.from - start) / stepMs));
    const to = Math.min(values.length, Math.ceil((day.to - start) / stepMs));
    if (from >= to) continue;
    const piece = { channel, stepMs, start: start + from * stepMs, values: values.subarray(from, to) };
    const key = `${stepMs} ${channel}`;
    blocks.set(key, [...(blocks.get(key) ?? []), piece]);
  }
  return [...blocks.values()];
}
