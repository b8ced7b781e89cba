/** Fills the archive from the service: facts, plan, steps, each answer stored with its ledger, until nothing is left. */
import { setImmediate as letOthersRun } from 'node:timers/promises';
import type { Events, SyncRequest } from '../../contract/index';
import { describeError, Failure, isFailure } from '../../contract/result';
import type { Api } from '../api/api';
import type { Clock } from '../clock';
import { dataset, DAY_MS, type Scope } from '../datasets';
import type { Archive } from '../db/archive';
import type { JobContext, JobRunner } from '../jobs/job';
import { retryDelayMs } from '../jobs/retry';
import type { Log } from '../log';
import type { Network } from '../network';
import { createDoor } from '../door';
import { readFacts, skewMs, wantedBy } from './facts';
import { createLadder } from './ladder';
import type { SyncMeter } from './meter';
import { createNotes } from './notes';
import { createOutage } from './outage';
import { planSync, withheld, type Asked, type PlanInput, type Step, type Wanted } from './plan';
import { isWide } from './sizes';
import { performStep, type StepResult } from './step';
import { Steps } from './steps';
import { createReadable, writeVain } from './vain';
import { activityOf, summaryOf, whatOf } from './words';

export interface SyncDeps {
  readonly archive: Archive;
  readonly api: Api;
  readonly network: Network;
  readonly clock: Clock;
  readonly log: Log;
  readonly meter: SyncMeter;
  announce(change: Events['data-changed']): void;
  /** `wait`: the job waits for the network and goes on by itself. `stop`: it ends with Failure `offline` after brief retries. */
  readonly whenOffline: 'wait' | 'stop';
  /** The service rejected the key; no further request is sent with it. */
  onUnauthorized(): void;
}
/**
 * The runner of jobs of kind `sync`, whose request is a `SyncRequest`; `days` and what is kept count back from
 * the job's creation. It rejects with Failure `unauthorized`, `offline` (when told to stop), `not-found` (no wanted instrument exists),
 * `forbidden` (the instruments themselves), `disk-full`, `not-writable`, `corrupt` or `cancelled`; all else becomes
 * issues of the job.
 */
export const createSyncRunner =
  (deps: SyncDeps): JobRunner =>
  (context) =>
    new SyncRun(deps, context).run();

const SIDE_BY_SIDE = 4;
/** Their bodies and samples take tens of megabytes each; two keep the link and the core busy. */
const WIDE_SIDE_BY_SIDE = 2;
const RETRY = { tries: 5, baseMs: 1_000, capMs: 30_000 };
/** So many failures in a row over so long mean that the service is ill; the rest is left for another day. */
const ILL_FAILURES = 24;
const ILL_MS = 120_000;
/** A step that finds the service away this often, while others find it there, counts as failing. */
const AWAY = 5;

/** What ends one step and no more: the service will not answer it, or its day in the archive is damaged. */
const REFUSALS = ['not-found', 'invalid', 'corrupt'] as const;

class SyncRun {
  private readonly stop = new AbortController();
  private readonly signal: AbortSignal;
  private wanted: Wanted;
  private readonly outage;
  private readonly notes;
  private readonly ladder = createLadder();
  private readonly steps = new Steps();
  private readonly wideDoor = createDoor(WIDE_SIDE_BY_SIDE);
  private readonly asked: Asked[] = [];
  private readonly denied = new Set<Scope>();
  private readonly mayRead;
  private readonly instruments = new Set<string>();
  private fatal: unknown;
  private done = 0;
  private bytes = 0;
  private samples = 0;
  private records = 0;
  private failuresInARow = 0;
  /** What our clock lacks to the service's, ms. */
  private skewMs = 0;
  private lastGoodAt: number;

  constructor(
    private readonly deps: SyncDeps,
    private readonly context: JobContext,
  ) {
    this.signal = AbortSignal.any([context.signal, this.stop.signal]);
    this.wanted = this.want();
    this.outage = createOutage({ ...deps, context, signal: this.signal });
    this.notes = createNotes(context);
    this.mayRead = createReadable(deps.archive);
    this.lastGoodAt = deps.clock.now();
  }

  async run(): Promise<{ readonly summary: string }> {
    for (let steps = this.round(); steps.length > 0; steps = this.round()) {
      this.steps.fill(steps);
      await this.work();
      this.steps.fillWithLater();
      await this.work();
      if (steps[0]?.dataset === 'instruments')
        this.notes.missing(this.wanted.serials ?? [], this.deps.archive.instruments.list());
    }
    const { samples, records, notes } = this;
    const { days, span } = this.context.job.request as SyncRequest;
    const width = span === undefined ? days : (span.to - span.from) / DAY_MS;
    const tally = { instruments: this.instruments.size, samples, records, issues: notes.count() };
    return { summary: summaryOf({ ...tally, days: width }) };
  }

  private want(): Wanted {
    const { request, createdAt } = this.context.job;
    return wantedBy(request, this.deps.archive.keep.list(), createdAt + this.skewMs);
  }

  /**
   * The next steps to take together: snapshots before all else, since they decide what else there is to ask, and details
   * only once nothing of the records that they are about is left to ask.
   */
  private round(): readonly Step[] {
    const { steps } = planSync(this.facts());
    this.context.progress({ total: this.done + steps.length, done: this.done });
    const first = steps[0];
    if (first !== undefined && first.span === undefined)
      return steps.filter((step) => step.dataset === first.dataset);
    const planned = new Set(steps.map((step) => `${step.dataset} ${step.instrument}`));
    return steps.filter(
      (step) => !planned.has(`${String(dataset(step.dataset).of?.dataset)} ${step.instrument}`),
    );
  }

  private facts(): PlanInput {
    const { wanted, denied, asked } = this;
    const { archive, clock } = this.deps;
    const facts = readFacts(archive, clock.now());
    return { ...facts, now: this.serviceNow(), wanted, scopesDenied: denied, asked };
  }

  private async work(): Promise<void> {
    const worker = async (): Promise<void> => {
      for (let step = this.steps.next(); step !== undefined; step = this.steps.next()) {
        await this.take(step);
        // A step that needs no request never waits for anything, and hundreds of them may follow each other.
        await letOthersRun();
      }
    };
    await Promise.all(Array.from({ length: SIDE_BY_SIDE }, () => worker().catch(this.stopAll)));
    if (this.stop.signal.aborted) throw this.fatal;
    this.check();
  }

  /** The first error is the cause; what the other workers say is only that they were stopped. */
  private readonly stopAll = (error: unknown): void => {
    if (this.stop.signal.aborted) return;
    this.fatal = error;
    this.stop.abort();
    if (isFailure(error, 'unauthorized')) this.deps.onUnauthorized();
  };

  private check(): void {
    if (this.signal.aborted) throw new Failure({ kind: 'cancelled' });
  }

  /** Resolves once a step is dealt with: done, left with a note, or put off. Rejects with what ends the whole run. */
  private async take(step: Step): Promise<void> {
    let failed = 0;
    let away = 0;
    while (!this.denied.has(dataset(step.dataset).scope)) {
      this.check();
      try {
        this.succeeded(step, await this.perform(step));
        return;
      } catch (error) {
        this.check();
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
    this.leave(step);
  }

  private perform(step: Step): Promise<StepResult> {
    return isWide(step) ? this.wideDoor(() => this.performNow(step)) : this.performNow(step);
  }

  private async performNow(step: Step): Promise<StepResult> {
    const { clock, meter } = this.deps;
    const askedAt = clock.now();
    this.context.progress({ activity: activityOf(step) });
    const serviceNow = () => this.serviceNow();
    const result = await performStep({ ...this.deps, ladder: this.ladder, serviceNow }, step, this.signal);
    const spanMs = step.span === undefined ? 0 : step.span.to - step.span.from;
    const { requests, bytes } = result;
    meter.add({ ...step, spanMs, requests, bytes, askedAt, storedAt: clock.now() });
    return result;
  }

  private serviceNow(): number {
    return this.deps.clock.now() + this.skewMs;
  }

  /** A computer whose clock is wrong still asks for the right days, and settles nothing that has not happened yet. */
  private minds(serverTime: number | undefined): void {
    const { clock, log } = this.deps;
    const ms = skewMs(serverTime, clock.now());
    if (skewMs(ms, this.skewMs) === 0) return;
    log.warn({ skewMs: ms }, 'this clock and that of MyCirrus disagree');
    this.skewMs = ms;
    this.wanted = this.want();
  }

  private succeeded(step: Step, result: StepResult): void {
    this.minds(result.serverTime);
    this.failuresInARow = 0;
    this.lastGoodAt = this.deps.clock.now();
    this.bytes += result.bytes;
    this.samples += result.samples;
    this.records += result.records;
    for (const oddity of result.oddities) this.deps.log.info({ step: whatOf(step) }, oddity);
    const { scope } = dataset(step.dataset);
    if (!this.denied.has(scope)) this.mayRead(scope);
    const { instrument } = step;
    if (instrument !== '') this.instruments.add(instrument);
    this.deps.announce({
      tables: result.tables,
      instruments: instrument === '' ? undefined : [instrument],
    });
    this.leave(step);
  }

  /** Counts a step as dealt with, whatever came of it, so that this run does not plan it again. */
  private leave(step: Step): void {
    this.asked.push(step);
    this.done += 1;
    this.context.progress({ done: this.done, bytes: this.bytes });
  }

  private async untilAllowed({ error }: Failure): Promise<void> {
    if (error.kind !== 'rate-limited') return;
    const { clock } = this.deps;
    this.context.waiting('MyCirrus asked us to slow down', error.retryAt);
    await clock.sleep(Math.max(0, error.retryAt - clock.now()), this.signal);
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
      if (!this.steps.putOff(step)) {
        this.notes.left(step, failure);
        this.inVain('failed', [step], failure);
        this.leave(step);
      }
    } else {
      await clock.sleep(waitMs, this.signal);
      return true;
    }
    return false;
  }

  private leaveTheRest(step: Step, failure: Failure): void {
    const { untried, failed } = this.steps.giveUp();
    this.notes.allLeft(1 + untried.length + failed.length, failure);
    this.inVain('failed', [step, ...failed], failure);
    for (const each of [step, ...untried, ...failed]) this.leave(each);
  }

  private refused(step: Step, error: unknown): void {
    if (isFailure(error, 'forbidden')) this.deny(step, error);
    else if (REFUSALS.some((kind) => isFailure(error, kind))) {
      this.notes.refused(step, error as Failure);
      this.inVain('failed', [step], error as Failure);
    } else throw error;
    this.leave(step);
  }

  /** Everything that needs the missing scope is skipped from here on, and named once. */
  private deny(step: Step, failure: Failure): void {
    const { archive } = this.deps;
    const { scope } = dataset(step.dataset);
    if (this.denied.has(scope)) return;
    if (archive.instruments.list().length === 0 && scope === 'instruments:read') throw failure;
    const without = withheld(this.facts(), scope);
    this.denied.add(scope);
    const ids = new Set([step.dataset, ...without.map((each) => each.dataset)]);
    this.notes.denied([...ids].map(dataset), failure);
    this.inVain('forbidden', without, failure);
  }

  private inVain(state: 'failed' | 'forbidden', steps: readonly Asked[], { error }: Failure): void {
    writeVain(this.deps.archive, state, steps, this.serviceNow(), describeError(error));
    this.deps.announce({
      tables: ['coverage'],
      instruments: [...new Set(steps.map((each) => each.instrument))],
    });
  }
}
