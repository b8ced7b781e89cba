/** Sits out the time in which the service cannot be reached: all steps wait here, and one probe at a time asks. */
import { Failure } from '../../contract/result';
import type { Api } from '../api/api';
import type { Clock } from '../clock';
import type { JobContext } from '../jobs/job';
import { retryDelayMs } from '../jobs/retry';
import { sleepUntilOnline, type Network } from '../network';

export interface OutageDeps {
  readonly api: Api;
  readonly network: Network;
  readonly clock: Clock;
  readonly whenOffline: 'wait' | 'stop';
  readonly context: JobContext;
  readonly signal: AbortSignal;
}
export interface Outage {
  /** Resolves when the service answers again; rejects with the Failure when it is not to be waited for any longer. */
  over(failure: Failure): Promise<void>;
}

const WAIT = { tries: Infinity, baseMs: 1_000, capMs: 60_000, floorMs: 500 };
const STOP = { tries: 4, baseMs: 500, capMs: 2_000, floorMs: 200 };

export function createOutage(deps: OutageDeps): Outage {
  const { clock, context, signal } = deps;
  let current: Promise<void> | undefined;

  async function sitOut(first: Failure): Promise<void> {
    const policy = deps.whenOffline === 'wait' ? WAIT : STOP;
    let failure = first;
    for (let failed = 1; ; failed += 1) {
      const waitMs = retryDelayMs(policy, failed, clock.random());
      if (waitMs === undefined) throw failure;
      const reason = failure.error.kind === 'offline' ? failure.error.reason : failure.message;
      context.waiting(`No network (${reason})`, clock.now() + waitMs);
      await sleepUntilOnline(deps, waitMs, signal);
      const still = await probe();
      if (still === undefined) {
        context.progress({});
        return;
      }
      failure = still;
    }
  }
  async function probe(): Promise<Failure | undefined> {
    try {
      await deps.api.instruments(signal);
      return undefined;
    } catch (error) {
      if (!(error instanceof Failure)) throw error;
      const { kind } = error.error;
      if (kind === 'offline') return error;
      // The service refuses or fails, but it is there; whoever asks next learns the rest.
      if (kind === 'server' || kind === 'rate-limited' || kind === 'forbidden') return undefined;
      throw error;
    }
  }
  return {
    over(failure) {
      current ??= sitOut(failure).finally(() => {
        current = undefined;
      });
      return current;
    },
  };
}
