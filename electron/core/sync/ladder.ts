/** Finds the shortest samples an instrument has: no endpoint tells, but what is too short is refused. */
import type { DatasetId } from '../../contract/model';
import { Failure, isFailure } from '../../contract/result';

const STEPS_MS = [100, 200, 500, 1_000, 2_000, 5_000, 10_000, 15_000, 20_000, 30_000, 60_000];

/** What one run has learnt; an instrument's setting may be another the next time. */
export interface Ladder {
  /**
   * Asks with `wantedMs`, and with ever longer steps as long as the answer is Failure `invalid`. Rejects with the first
   * refusal when every step is refused.
   */
  climb<T>(
    subject: { readonly dataset: DatasetId; readonly instrument: string },
    wantedMs: number,
    ask: (stepMs: number) => Promise<T>,
  ): Promise<T>;
}

export function createLadder(): Ladder {
  const shortest = new Map<string, number>();
  /** Refused whatever the step, so that it is about something else, and not worth so many questions again. */
  const hopeless = new Set<string>();
  return {
    async climb({ dataset, instrument }, wantedMs, ask) {
      const key = `${dataset} ${instrument}`;
      const first = Math.max(wantedMs, shortest.get(key) ?? 0);
      const longer = hopeless.has(key) ? [] : STEPS_MS.filter((stepMs) => stepMs > first);
      let refusal: Failure | undefined;
      for (const stepMs of [first, ...longer])
        try {
          const answer = await ask(stepMs);
          if (stepMs > first) shortest.set(key, stepMs);
          return answer;
        } catch (error) {
          if (!isFailure(error, 'invalid')) throw error;
          refusal ??= error;
        }
      hopeless.add(key);
      throw refusal ?? new Error('nothing was asked');
    },
  };
}
