/** Brings each step to an end, whatever the service says to it: done, put off, left with a note, or the end of the run. */
import type { Events } from '../../contract/index';
import { describeError, Failure, isFailure } from '../../contract/result';
import type { Clock } from '../clock';
import { dataset, type Scope } from '../datasets';
import type { Archive } from '../db/archive';
import type { JobContext } from '../jobs/job';
import { retryDelayMs } from '../jobs/retry';
import type { Log } from '../log';
import type { Notes } from './notes';
import { createOutage, type OutageDeps } from './outage';
import { withheld, type Asked, type PlanInput, type Step } from './plan';
import type { Steps } from './steps';
import { writeVain } from './vain';
import { whatOf } from './words';

const RETRY = { tries: 5, baseMs: 1_000, capMs: 30_000 };
/** So many failures in a row over so long mean that the service is ill; the rest is left for another day. */
const ILL_FAILURES = 24;
const ILL_MS = 120_000;
/** A step that finds the service away this often, while others find it there, counts as failing. */
const AWAY = 5;

/** What ends one step and no more: the service will not answer it, or its day in the archive is damaged. */
const REFUSALS = ['not-found', 'invalid', 'corrupt'] as const;

export interface TrialsDeps extends OutageDeps {
  readonly archive: Archive;
  readonly clock: Clock;
  readonly log: Log;
  readonly context: JobContext;
  readonly steps: Steps;
  readonly notes: Notes;
  /** Scopes that the key lacks; more are added as they are met. */
  readonly denied: Set<Scope>;
  announce(change: Events['data-changed']): void;
  /** Asks and stores, and counts the step as dealt with; rejects with what went wrong. */
  perform(step: Step): Promise<void>;
  /** Counts a step as dealt with, whatever came of it. */
  leave(step: Step): void;
  facts(): PlanInput;
  /** Epoch ms, by the service's clock. */
  serviceNow(): number;
}

export class Trials {
  private readonly outage;
  private failuresInARow = 0;
  private lastGoodAt: number;

  constructor(private readonly deps: TrialsDeps) {
    this.outage = createOutage(deps);
    this.lastGoodAt = deps.clock.now();
  }

  /** Resolves once a step is dealt with: done, left with a note, or put off. Rejects with what ends the whole run. */
  async take(step: Step): Promise<void> {
    let failed = 0;
    let away = 0;
    while (!this.deps.denied.has(dataset(step.dataset).scope)) {
      refuseStopped(this.deps.signal);
      try {
        await this.deps.perform(step);
        this.failuresInARow = 0;
        this.lastGoodAt = this.deps.clock.now();
        return;
      } catch (error) {
        refuseStopped(this.deps.signal);
        if (isFailure(error, 'offline') && away < AWAY) {
          away += 1;
          await this.outage.over(error);
        } else if (isFailure(error, 'rate-limited')) await this.untilAllowed(error);
        else if (isFailure(error, 'server') || isFailure(error, 'offline')) {
          failed += 1;
          if (!(await this.tryAgain(step, error, failed))) return;
        } else {
          this.refused(step, error);
          return;
        }
      }
    }
    this.deps.leave(step);
  }

  private async untilAllowed({ error }: Failure): Promise<void> {
    if (error.kind !== 'rate-limited') return;
    const { clock } = this.deps;
    this.deps.context.waiting('MyCirrus asked us to slow down', error.retryAt);
    await clock.sleep(Math.max(0, error.retryAt - clock.now()), this.deps.signal);
  }

  /** Waits and says yes, or finds another end for the step and says no. */
  private async tryAgain(step: Step, failure: Failure, failed: number): Promise<boolean> {
    const { clock, log } = this.deps;
    this.failuresInARow += 1;
    log.warn({ step: whatOf(step), failed, error: failure.error }, 'a step failed');
    const waitMs = retryDelayMs(RETRY, failed, clock.random());
    if (this.failuresInARow >= ILL_FAILURES && clock.now() - this.lastGoodAt >= ILL_MS)
      this.leaveTheRest(step, failure);
    else if (waitMs === undefined) {
      if (!this.deps.steps.putOff(step)) {
        this.deps.notes.left(step, failure);
        this.inVain('failed', [step], failure);
        this.deps.leave(step);
      }
    } else {
      await clock.sleep(waitMs, this.deps.signal);
      return true;
    }
    return false;
  }

  private leaveTheRest(step: Step, failure: Failure): void {
    const { untried, failed } = this.deps.steps.giveUp();
    this.deps.notes.allLeft(1 + untried.length + failed.length, failure);
    this.inVain('failed', [step, ...failed], failure);
    for (const each of [step, ...untried, ...failed]) this.deps.leave(each);
  }

  private refused(step: Step, error: unknown): void {
    if (isFailure(error, 'forbidden')) this.deny(step, error);
    else if (REFUSALS.some((kind) => isFailure(error, kind))) {
      this.deps.notes.refused(step, error as Failure);
      this.inVain('failed', [step], error as Failure);
    } else throw error;
    this.deps.leave(step);
  }

  /** Everything that needs the missing scope is skipped from here on, and named once. */
  private deny(step: Step, failure: Failure): void {
    const { archive } = this.deps;
    const { scope } = dataset(step.dataset);
    if (this.deps.denied.has(scope)) return;
    if (archive.instruments.list().length === 0 && scope === 'instruments:read') throw failure;
    const without = withheld(this.deps.facts(), scope);
    this.deps.denied.add(scope);
    const ids = new Set([step.dataset, ...without.map((each) => each.dataset)]);
    this.deps.notes.denied([...ids].map(dataset), failure);
    this.inVain('forbidden', without, failure);
  }

  private inVain(state: 'failed' | 'forbidden', steps: readonly Asked[], { error }: Failure): void {
    writeVain(this.deps.archive, state, steps, this.deps.serviceNow(), describeError(error));
    this.deps.announce({
      tables: ['coverage'],
      instruments: [...new Set(steps.map((each) => each.instrument))],
    });
  }
}

/** Throws Failure `cancelled` once the signal fired. */
export function refuseStopped(signal: AbortSignal): void {
  if (signal.aborted) throw new Failure({ kind: 'cancelled' });
}
