/** Cuts evenly spaced samples into blocks as the service sends them: a new block after each long gap. */
import type { Samples } from '../world/world';
import type { Span } from './query';
import { hashOf, isoTime } from './wire';

/** Missing samples in a row, from this long on, end a block; shorter ones are empty slots inside it. */
const LONG_GAP_MS = 60_000;
/** One missing sample in this many is written as an ellipsis, as the reference's examples have it. */
const ELLIPSIS_ONE_IN = 16;
/** How far a block may claim to reach beyond its last sample. */
const OVERREACH_MS = 10_000;

export type WireValue = number | null | '...';
/** Samples `first` to before `end`, none of the two missing, and the end the block claims to have. */
export interface Run {
  readonly first: number;
  readonly end: number;
  readonly claimedEnd: number;
}

/** The runs between long gaps, by index. Every other block claims to reach a little into the gap behind it. */
export function runsOf(values: ArrayLike<number>, stepMs: number): readonly Run[] {
  const longGap = Math.max(1, Math.ceil(LONG_GAP_MS / stepMs));
  const runs: { first: number; end: number }[] = [];
  for (let i = 0; i < values.length; i++) {
    if (Number.isNaN(values[i])) continue;
    const last = runs.at(-1);
    if (last !== undefined && i - last.end < longGap) last.end = i + 1;
    else runs.push({ first: i, end: i + 1 });
  }
  const overreach = Math.floor(OVERREACH_MS / stepMs);
  return runs.map((run, index) => {
    const next = runs[index + 1]?.first ?? values.length;
    return { ...run, claimedEnd: index % 2 === 0 ? Math.min(next, run.end + overreach) : run.end };
  });
}

/** What a block says of itself besides its samples. */
export const claims = ({ start, stepMs }: Samples, run: Run) => ({
  start: isoTime(start + run.first * stepMs),
  end: isoTime(start + run.claimedEnd * stepMs),
  sampleDuration: stepMs,
});

/** The samples of a run as they are sent. `name` makes the choice of ellipses the same each time. */
export function wireValues(samples: Samples, run: Run, name: string): WireValue[] {
  const out = new Array<WireValue>(run.end - run.first);
  for (let i = run.first; i < run.end; i++) {
    const value = samples.values[i] ?? NaN;
    out[i - run.first] = Number.isNaN(value) ? missing(name, samples.start + i * samples.stepMs) : value;
  }
  return out;
}

const missing = (name: string, time: number): WireValue =>
  hashOf(`${name} ${String(time)}`) % ELLIPSIS_ONE_IN === 0 ? '...' : null;

/**
 * A span in pieces of some hours that end where steps do, so that other requests get their turn in between. What begins
 * inside the span belongs to it, also when it ends beyond: stitched spans then lack nothing.
 */
export async function* pieces(span: Span, stepMs: number): AsyncGenerator<Span> {
  const pieceMs = Math.ceil(PIECE_MS / stepMs) * stepMs;
  const to = Math.ceil(span.to / stepMs) * stepMs;
  for (let from = Math.ceil(span.from / stepMs) * stepMs; from < to;) {
    const next = Math.min(to, (Math.floor(from / pieceMs) + 1) * pieceMs);
    yield { from, to: next };
    from = next;
    await new Promise((resolve) => setImmediate(resolve));
  }
}
const PIECE_MS = 6 * 3_600_000;

/** The samples of a span, row by row, gathered in pieces. */
export async function gather(
  span: Span,
  stepMs: number,
  read: (from: number, to: number) => readonly Samples[],
): Promise<readonly Samples[]> {
  const start = Math.ceil(span.from / stepMs) * stepMs;
  const count = Math.max(0, Math.ceil((span.to - start) / stepMs));
  const rows: { start: number; stepMs: number; values: Float64Array }[] = [];
  for await (const { from, to } of pieces(span, stepMs))
    for (const [index, piece] of read(from, to).entries()) {
      const row = (rows[index] ??= { start, stepMs, values: new Float64Array(count).fill(NaN) });
      place(row.values, piece, start, stepMs);
    }
  return rows;
}

function place(into: Float64Array, piece: Samples, from: number, stepMs: number): void {
  const offset = Math.round((piece.start - from) / stepMs);
  for (let i = 0; i < piece.values.length; i++) {
    const slot = offset + i;
    if (slot >= 0 && slot < into.length) into[slot] = piece.values[i] ?? NaN;
  }
}
