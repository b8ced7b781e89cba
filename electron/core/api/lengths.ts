/** Judges how long the samples are that came, against what was asked for. */
import { Failure } from '../../contract/result';
import type { Oddities } from './oddities';

export interface Lengths {
  /** Whether samples of this length, ms, are taken. `shorterToo`: a part of a sample's time stands for all of it. */
  takes(ms: number, what: string, shorterToo: boolean): boolean;
  /** @throws Failure `invalid` when all there is is longer than asked: the instrument has no samples that short */
  assertShortEnough(): void;
}

const TOLERANCE = 0.01;

export function createLengths(askedMs: number, odd: Oddities): Lengths {
  let taken = false;
  let longerMs: number | undefined;
  return {
    takes(ms, what, shorterToo) {
      const fits =
        Math.abs(ms - askedMs) <= askedMs * TOLERANCE || (shorterToo && ms <= askedMs * (1 + TOLERANCE));
      if (fits) taken = true;
      else {
        if (ms > askedMs) longerMs = Math.max(longerMs ?? 0, ms);
        odd.note(`${what} of ${ms} ms came when ${askedMs} ms was asked for and was skipped`);
      }
      return fits;
    },
    assertShortEnough() {
      if (taken || longerMs === undefined) return;
      const reason = `samples of ${longerMs} ms came when ${askedMs} ms was asked for`;
      throw new Failure({ kind: 'invalid', path: 'period', reason });
    },
  };
}
