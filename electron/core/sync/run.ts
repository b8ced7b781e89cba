/** Fills the archive from the service: facts, plan, steps, each answer stored with its ledger, until nothing is left. */
import { setImmediate as letOthersRun } from 'node:timers/promises';
import type { Events, SyncRequest } from '../../contract/index';
import { isFailure } from '../../contract/result';
import type { Api } from '../api/api';
import type { Clock } from '../clock';
import { dataset, DAY_MS, type Scope } from '../datasets';
import type { Archive } from '../db/archive';
import type { JobContext, JobRunner } from '../jobs/job';
import type { Log } from '../log';
import type { Network } from '../network';
import { createDoor } from '../door';
import { readFacts, skewMs, wantedBy } from './facts';
import { createLadder } from './ladder';
import type { SyncMeter } from './meter';
import { createNotes } from './notes';
import { planSync, type Asked, type PlanInput, type Step, type Wanted } from './plan';
import { isWide } from './sizes';
import { performStep, type StepResult } from './step';
import { Steps } from './steps';
import { refuseStopped, Trials } from './trials';
import { createReadable } from './vain';
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

class SyncRun {
  private readonly stop = new AbortController();
  private readonly signal: AbortSignal;
  private wanted: Wanted;
  private readonly trials: Trials;
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
  /** What our clock lacks to the service's, ms. */
  private skewMs = 0;

  constructor(
    private readonly deps: SyncDeps,
    private readonly context: JobContext,
  ) {
    this.signal = AbortSignal.any([context.signal, this.stop.signal]);
    this.wanted = this.want();
    this.notes = createNotes(context);
    this.mayRead = createReadable(deps.archive);
    this.trials = new Trials({
      ...{ ...deps, context, signal: this.signal, steps: this.steps, notes: this.notes, denied: this.denied },
      perform: async (step) => this.succeeded(step, await this.perform(step)),
      leave: (step) => this.leave(step),
      facts: () => this.facts(),
      serviceNow: () => this.serviceNow(),
    });
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
        await this.trials.take(step);
        // A step that needs no request never waits for anything, and hundreds of them may follow each other.
        await letOthersRun();
      }
    };
    await Promise.all(Array.from({ length: SIDE_BY_SIDE }, () => worker().catch(this.stopAll)));
    if (this.stop.signal.aborted) throw this.fatal;
    refuseStopped(this.signal);
  }

  /** The first error is the cause; what the other workers say is only that they were stopped. */
  private readonly stopAll = (error: unknown): void => {
    if (this.stop.signal.aborted) return;
    this.fatal = error;
    this.stop.abort();
    if (isFailure(error, 'unauthorized')) this.deps.onUnauthorized();
  };

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
}
