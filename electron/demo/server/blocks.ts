/** Cuts evenly spaced samples into blocks as the service sends them: a new block after each long gap. */
import type { Samples } from '../world/world';
import { ELLIPSIS, LevelList, NULL } from './level-text';
import type { Span } from './query';
import { hashOf, isoTime } from './wire';

/** Missing samples in a row, from this long on, end a block; shorter ones are empty slots inside it. */
const LONG_GAP_MS = 60_000;
/** One missing sample in this many is written as an ellipsis, as the reference's examples have it. */
const ELLIPSIS_ONE_IN = 16;
/** How far a block may claim to reach beyond its last sample. */
const OVERREACH_MS = 10_000;

/** Samples as they are sent: whole tenths of a decibel, `NULL` where one is missing. */
export interface Row {
  readonly start: number;
  readonly stepMs: number;
  readonly tenths: Int16Array;
}
/** Samples `first` to before `end`, none of the two missing, and the end the block claims to have. */
export interface Run {
  readonly first: number;
  readonly end: number;
  readonly claimedEnd: number;
}

/** The runs between long gaps, by index. Every other block claims to reach a little into the gap behind it. */
export function runsOf({ tenths, stepMs }: Row): readonly Run[] {
  const longGap = Math.max(1, Math.ceil(LONG_GAP_MS / stepMs));
  const runs: { first: number; end: number }[] = [];
  let end = -Infinity;
  let first = 0;
  for (let i = 0; i < tenths.length; i++) {
    if (tenths[i] === NULL) continue;
    if (i - end >= longGap) {
      if (end > 0) runs.push({ first, end });
      first = i;
    }
    end = i + 1;
  }
  if (end > 0) runs.push({ first, end });
  const overreach = Math.floor(OVERREACH_MS / stepMs);
  return runs.map((run, index) => {
    const next = runs[index + 1]?.first ?? tenths.length;
    return { ...run, claimedEnd: index % 2 === 0 ? Math.min(next, run.end + overreach) : run.end };
  });
}

/** What a block says of itself besides its samples. */
export const claims = ({ start, stepMs }: Row, run: Run) => ({
  start: isoTime(start + run.first * stepMs),
  end: isoTime(start + run.claimedEnd * stepMs),
  sampleDuration: stepMs,
});

/** The samples of a run as they are sent. `name` makes the choice of ellipses the same each time. */
export function wireValues({ tenths, start, stepMs }: Row, run: Run, name: string): LevelList {
  const sent = tenths.slice(run.first, run.end);
  for (let i = sent.indexOf(NULL); i >= 0; i = sent.indexOf(NULL, i + 1)) {
    const time = start + (run.first + i) * stepMs;
    if (hashOf(`${name} ${String(time)}`) % ELLIPSIS_ONE_IN === 0) sent[i] = ELLIPSIS;
  }
  return new LevelList(sent);
}

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
): Promise<readonly Row[]> {
  const start = Math.ceil(span.from / stepMs) * stepMs;
  const count = Math.max(0, Math.ceil((span.to - start) / stepMs));
  const rows: Row[] = [];
  for await (const { from, to } of pieces(span, stepMs))
    for (const [index, piece] of read(from, to).entries())
      place((rows[index] ??= { start, stepMs, tenths: new Int16Array(count).fill(NULL) }), piece);
  return rows;
}

function place({ start, stepMs, tenths }: Row, piece: Samples): void {
  const offset = Math.round((piece.start - start) / stepMs);
  const end = Math.min(piece.values.length, tenths.length - offset);
  for (let i = Math.max(0, -offset); i < end; i++) {
    const level = piece.values[i] as number;
    tenths[offset + i] = Number.isFinite(level) ? Math.floor(level * 10 + 0.5) : NULL;
  }
}
