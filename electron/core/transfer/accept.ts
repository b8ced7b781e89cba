/** Whether a file that came is the sound that was asked for, by what its container says and by how long it should be. */
import { Failure } from '../../contract/result';
import type { Verdict, Whole } from './verdict';

/** The listing gives whole seconds, and encoders add or drop part of a frame. */
const DURATION_SLACK_MS = 1_500;

/** The bytes themselves are wrong; keeping them for later would not help. */
export class WrongBytes extends Failure {}

/**
 * What a verdict is worth: a container that proves its own end is enough; another needs to be as long as the recording,
 * or where nobody knows how long that is, a declared size. Throws Failure.
 */
export function accept(verdict: Verdict, sizeProven: boolean, expectedMs: number | undefined): Whole {
  if (!verdict.whole) {
    if (verdict.reason.startsWith('is a web page')) {
      const reason = 'a web page came instead of the sound; the network may ask you to sign in';
      throw new WrongBytes({ kind: 'offline', reason });
    }
    throw new WrongBytes({ kind: 'server', reason: `the file that came ${verdict.reason}` });
  }
  if (verdict.declared) return verdict;
  const { durationMs } = verdict;
  if (durationMs === undefined || expectedMs === undefined) {
    if (sizeProven) return verdict;
    throw new WrongBytes({ kind: 'server', reason: 'nothing proves that the file that came is whole' });
  }
  if (durationMs + DURATION_SLACK_MS < expectedMs) {
    const seconds = (ms: number) => (ms / 1000).toFixed(1);
    const reason = `the file that came ends after ${seconds(durationMs)} of ${seconds(expectedMs)} s`;
    throw new WrongBytes({ kind: 'server', reason });
  }
  return verdict;
}
