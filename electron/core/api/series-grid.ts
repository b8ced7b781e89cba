/** Puts samples into the evenly spaced slots of a span; a slot without one is NaN. */
import type { Span } from '../../contract/model';
import type { SeriesChunk } from '../db/series-store';
import type { List } from './number-lists';
import { toNumber } from './wire-object';

export interface Grid {
  readonly stepMs: number;
  /** Epoch ms of slot 0, a multiple of the step. */
  readonly start: number;
  readonly slots: number;
}
export interface Block {
  /** Slot of the first value; may lie outside the grid. */
  readonly slot: number;
  /** How many values the block's own times have room for. */
  readonly room: number;
  readonly values: List;
}

export function gridOf(span: Span, stepMs: number): Grid {
  const start = Math.ceil(span.from / stepMs) * stepMs;
  return { stepMs, start, slots: Math.max(0, Math.ceil((span.to - start) / stepMs)) };
}

/** Blocks in order of time; a later block's values win, and values beyond a block's own end only fill holes. */
export function fill(grid: Grid, blocks: readonly Block[]): Float64Array {
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
  values: List,
  from: number,
  to: number,
  replace: boolean,
): void {
  const first = Math.max(from, -slot);
  const last = Math.min(to, out.length - slot);
  if (values instanceof Float64Array)
    placeNumbers(out, slot + first, values.subarray(first, Math.max(first, last)), replace);
  else
    for (let i = first; i < last; i += 1) {
      const raw = values[i];
      const value = typeof raw === 'number' ? raw : (toNumber(raw) ?? NaN);
      if (Number.isFinite(value) && (replace || Number.isNaN(out[slot + i]))) out[slot + i] = value;
    }
}

/** Apart from the other, so that each stays as quick as it can be. */
function placeNumbers(out: Float64Array, start: number, values: Float64Array, replace: boolean): void {
  for (let i = 0; i < values.length; i += 1) {
    const value = values[i] as number;
    if (Number.isFinite(value) && (replace || Number.isNaN(out[start + i]))) out[start + i] = value;
  }
}

/** From the first to the last value; nothing when there is none. */
export function toChunk(channel: string, { stepMs, start }: Grid, values: Float64Array): SeriesChunk[] {
  let first = 0;
  while (first < values.length && Number.isNaN(values[first])) first += 1;
  let end = values.length;
  while (end > first && Number.isNaN(values[end - 1])) end -= 1;
  if (first === end) return [];
  const isWhole = end - first === values.length;
  return [
    { channel, stepMs, start: start + first * stepMs, values: isWhole ? values : values.slice(first, end) },
  ];
}
