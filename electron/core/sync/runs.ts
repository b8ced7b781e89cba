/** Reads what samples an answer has. Pure. */
import type { Span } from '../../contract/model';
import type { SeriesChunk } from '../db/archive';

/** The stretches of a chunk that have values; holes shorter than `ignoreMs` do not part them. */
export function runsOf({ start, stepMs, values }: SeriesChunk, ignoreMs: number): readonly Span[] {
  const out: Span[] = [];
  const nearest = Math.max(1, Math.ceil(ignoreMs / stepMs));
  let from = -1;
  let last = -1;
  for (let i = 0; i < values.length; i += 1) {
    const value = values[i];
    if (value === undefined || Number.isNaN(value)) continue;
    if (from >= 0 && i - last > nearest) {
      out.push({ from: start + from * stepMs, to: start + (last + 1) * stepMs });
      from = i;
    } else if (from < 0) from = i;
    last = i;
  }
  if (from >= 0) out.push({ from: start + from * stepMs, to: start + (last + 1) * stepMs });
  return out;
}

export function countValues({ values }: SeriesChunk): number {
  let count = 0;
  for (const value of values) if (!Number.isNaN(value)) count += 1;
  return count;
}
