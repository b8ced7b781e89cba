/** Trying again as the failures of the service ask for: wait, come back, or give up. */
import { Failure } from '../../contract/result';
import type { Clock } from '../clock';
import type { JobContext } from '../jobs/job';
import { retryDelayMs, type RetryPolicy } from '../jobs/retry';
import { sleepUntilOnline, type Network } from '../network';

export interface PatienceDeps {
  readonly clock: Clock;
  readonly network: Network;
  readonly whenOffline: 'wait' | 'stop';
  /** Tries for what the service or the connection got wrong. */
  readonly faults?: RetryPolicy;
  /** Tries while the service cannot be reached; with `wait` there is always one more, at the longest pause. */
  readonly offline?: RetryPolicy;
}

export interface PatienceContext extends Pick<JobContext, 'waiting'> {
  /** Told why it is about to be tried again, and when, epoch ms, where that is known. */
  retrying?(why: string, until: number | undefined): void;
}

const FAULTS: RetryPolicy = { tries: 5, baseMs: 1_000, capMs: 30_000 };
const OFFLINE: RetryPolicy = { tries: 3, baseMs: 1_000, capMs: 30_000, floorMs: 250 };

/**
 * Runs `work` until it succeeds. Rate limits and a lost network are waited for without counting; faults are tried
 * again a few times. Throws the last Failure, and at once any that trying again cannot help.
 */
export async function withPatience<T>(
  deps: PatienceDeps,
  context: PatienceContext,
  signal: AbortSignal,
  work: () => Promise<T>,
): Promise<T> {
  const failed = { faults: 0, offline: 0 };
  for (;;) {
    try {
      return await work();
    } catch (error) {
      if (signal.aborted || !(error instanceof Failure)) throw error;
      await pause(deps, context, signal, error, failed);
    }
  }
}

async function pause(
  deps: PatienceDeps,
  context: PatienceContext,
  signal: AbortSignal,
  failure: Failure,
  failed: { faults: number; offline: number },
): Promise<void> {
  const { clock } = deps;
  const { error } = failure;
  if (error.kind === 'rate-limited') {
    context.retrying?.('MyCirrus asked for a pause', error.retryAt);
    context.waiting('MyCirrus asked for a pause', error.retryAt);
    await clock.sleep(Math.max(0, error.retryAt - clock.now()), signal);
  } else if (error.kind === 'offline') {
    failed.offline += 1;
    const ms = offlinePauseMs(deps, failed.offline);
    if (ms === undefined) throw failure;
    context.retrying?.(error.reason, undefined);
    context.waiting(error.reason, undefined);
    await sleepUntilOnline(deps, ms, signal);
  } else if (error.kind === 'server') {
    failed.faults += 1;
    const ms = retryDelayMs(deps.faults ?? FAULTS, failed.faults, clock.random());
    if (ms === undefined) throw failure;
    context.retrying?.(error.reason, clock.now() + ms);
    await clock.sleep(ms, signal);
  } else {
    throw failure;
  }
}

function offlinePauseMs(deps: PatienceDeps, failed: number): number | undefined {
  const policy = deps.offline ?? OFFLINE;
  const endless = deps.whenOffline === 'wait' ? { ...policy, tries: Infinity } : policy;
  return retryDelayMs(endless, failed, deps.clock.random());
}
