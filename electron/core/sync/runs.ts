/** Reads what samples an answer has. */
import type { Span } from '../../contract/model';
import type { SeriesChunk } from '../db/series-store';
import { union } from './spans';

export interface Survey {
  /** The stretches that have values, ascending. */
  readonly received: readonly Span[];
  /** How many values there are. */
  readonly samples: number;
}

/** So many samples are looked at in a few milliseconds. */
const TURN_SAMPLES = 250_000;

/**
 * What chunks have; holes shorter than `ignoreMs` do not part a stretch.
 * @param letOthersRun awaited every few milliseconds, so that a wide answer does not keep the thread
 */
export async function survey(
  chunks: readonly SeriesChunk[],
  ignoreMs: number,
  letOthersRun: () => Promise<unknown>,
  turnSamples = TURN_SAMPLES,
): Promise<Survey> {
  const received: Span[] = [];
  let samples = 0;
  let sinceTurn = 0;
  for (const chunk of chunks) {
    const { values } = chunk;
    const reader = new RunReader(chunk, ignoreMs);
    for (let from = 0; from < values.length;) {
      const to = Math.min(values.length, from + turnSamples - sinceTurn);
      samples += reader.read(values, from, to);
      sinceTurn += to - from;
      from = to;
      if (sinceTurn < turnSamples) continue;
      sinceTurn = 0;
      await letOthersRun();
    }
    received.push(...reader.end());
  }
  return { received: union(received), samples };
}

/** Collects the stretches of one chunk as it is read piece by piece. */
class RunReader {
  private readonly runs: Span[] = [];
  /** Holes up to so many samples belong to a stretch. */
  private readonly nearest: number;
  private from = -1;
  private last = -1;

  constructor(
    private readonly chunk: SeriesChunk,
    ignoreMs: number,
  ) {
    this.nearest = Math.max(1, Math.ceil(ignoreMs / chunk.stepMs));
  }

  /** @returns how many values the piece has */
  read(values: Float64Array, start: number, end: number): number {
    let count = 0;
    let last = this.last;
    for (let i = start; i < end; i += 1) {
      if (Number.isNaN(values[i])) continue;
      count += 1;
      if (last < 0 || i - last > this.nearest) {
        this.close(last);
        this.from = i;
      }
      last = i;
    }
    this.last = last;
    return count;
  }

  end(): readonly Span[] {
    this.close(this.last);
    return this.runs;
  }

  private close(last: number): void {
    const { start, stepMs } = this.chunk;
    if (this.from >= 0) this.runs.push({ from: start + this.from * stepMs, to: start + (last + 1) * stepMs });
  }
}
