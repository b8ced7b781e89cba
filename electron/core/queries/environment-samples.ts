/** The samples of a channel in pieces of some weeks, whatever their lengths. */
import type { DatasetId, Span } from '../../contract/model';
import { DAY_MS } from '../datasets';
import type { Archive } from '../db/archive';
import type { Pace } from '../export/table-pace';

export interface Channel {
  readonly dataset: DatasetId;
  readonly instrument: string;
  readonly channel: string;
}
/** Evenly spaced samples from `start` on, epoch ms; NaN where nothing is held. */
export interface Slots {
  readonly start: number;
  readonly stepMs: number;
  readonly values: Float64Array;
}

/** Reading so much takes about as long as a turn. */
const AT_ONCE_MS = 31 * DAY_MS;

/** Lengths of the samples that are held, ms, shortest first. */
export const stepsOf = (archive: Archive, { dataset, instrument, channel }: Channel): readonly number[] =>
  archive.series
    .extents(dataset, instrument)
    .filter((held) => held.channel === channel)
    .map(({ stepMs }) => stepMs)
    .sort((a, b) => a - b);

/** Cuts a span so that no sample of these lengths is cut, and lets others have their turn before each piece. */
export async function* piecesOf(span: Span, stepsMs: readonly number[], pace: Pace): AsyncGenerator<Span> {
  const longest = Math.max(1, ...stepsMs);
  for (let from = Math.floor(span.from / longest) * longest; from < span.to; from += AT_ONCE_MS) {
    await pace.breathe();
    yield { from, to: Math.min(from + AT_ONCE_MS, span.to) };
  }
}

/** Samples that begin in the piece, a run for each length. A longer one counts only where it holds none of the shorter. */
export function samplesIn(
  archive: Archive,
  { dataset, instrument, channel }: Channel,
  stepsMs: readonly number[],
  piece: Span,
): readonly Slots[] {
  const runs: Slots[] = [];
  for (const stepMs of stepsMs) {
    const values = archive.series.read(dataset, instrument, channel, stepMs, piece);
    const run = { start: Math.ceil(piece.from / stepMs) * stepMs, stepMs, values };
    for (const finer of runs) blank(run, finer);
    runs.push(run);
  }
  return runs;
}

function blank({ start, stepMs, values }: Slots, finer: Slots): void {
  for (let i = 0; i < values.length; i++)
    if (!Number.isNaN(values[i]) && holdsAny(finer, start + i * stepMs, start + (i + 1) * stepMs))
      values[i] = NaN;
}

function holdsAny({ start, stepMs, values }: Slots, from: number, to: number): boolean {
  for (let i = Math.max(0, Math.ceil((from - start) / stepMs)); i < (to - start) / stepMs; i++)
    if (!Number.isNaN(values[i] ?? NaN)) return true;
  return false;
}

/** The indices of the samples that begin in a stretch, half-open. */
export function indicesIn({ start, stepMs, values }: Slots, { from, to }: Span): readonly [number, number] {
  const indexOf = (time: number): number =>
    Math.min(values.length, Math.max(0, Math.ceil((time - start) / stepMs)));
  return [indexOf(from), indexOf(to)];
}

/** The sample that begins at exactly that moment; NaN when there is none. */
export function sampleAt(runs: readonly Slots[], time: number): number {
  for (const { start, stepMs, values } of runs) {
    const value = values[(time - start) / stepMs] ?? NaN;
    if (!Number.isNaN(value)) return value;
  }
  return NaN;
}
