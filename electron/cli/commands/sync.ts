/** `leqbook sync`: fetch what is missing, and say what still is. */
import type { SyncRequest } from '../../contract/index';
import type { Job } from '../../contract/jobs';
import type { KeepRow, Skipped } from '../../contract/model';
import type { Core } from '../../core/core';
import { withCore, type CliContext } from '../context';
import { exitCodeOfJob, type ExitCode } from '../exit-codes';
import { requireKey, runJob } from '../job';
import type { Command } from '../parse';
import { UsageError } from '../arguments';
import { skippedLines } from '../skipped';

type SyncCommand = Extract<Command, { name: 'sync' }>;
const USUAL_MS = 31 * 86_400_000;

type Wish = Omit<SyncCommand, 'variants' | 'days'> & Partial<Pick<SyncCommand, 'variants' | 'days'>>;

export function sync(context: CliContext, command: SyncCommand): Promise<ExitCode> {
  return withCore(context, 'work', async (core) => {
    await requireKey(context, core);
    const request = toRequest(command, Date.now());
    const job = await runJob(context, core, () => core.handlers['sync.start'](request, context.signal));
    const skipped = job.state === 'done' ? await notAsked(core, request, context.signal) : [];
    for (const line of skippedLines(skipped)) context.out.note(line);
    // Why a job failed is on standard error already.
    if (command.json) await context.out.result(`${JSON.stringify(report(job, skipped))}\n`);
    else if (job.state === 'done') await context.out.result(`${job.summary ?? ''}\n`);
    return exitCodeOfJob(job);
  });
}

/** What a missing permission keeps away is among the job's issues already. */
async function notAsked(core: Core, request: SyncRequest, signal: AbortSignal): Promise<readonly Skipped[]> {
  const { skipped } = await core.handlers['sync.estimate'](request, signal);
  const { rows } = await core.handlers['keep.get'](undefined, signal);
  const { datasets = [], instruments } = request;
  const isOff = ({ dataset, instrument, days, skipped: why }: KeepRow): boolean =>
    days === 0 &&
    why === undefined &&
    datasets.includes(dataset) &&
    instruments?.includes(instrument) !== false;
  const isOn = (row: KeepRow): boolean =>
    rows.some((each) => each.dataset === row.dataset && each.instrument === row.instrument && each.days > 0);
  return [
    ...skipped.filter(({ reason }) => reason !== 'scope'),
    ...rows.filter((row) => isOff(row) && !isOn(row)).map((row) => ({ ...row, reason: 'off' as const })),
  ];
}

/** Throws {@link UsageError} when the span would be empty. */
export function toRequest(command: Wish, now: number): SyncRequest {
  const { instruments, datasets, variants = [], days, from, to } = command;
  const span =
    from === undefined && to === undefined
      ? undefined
      : { from: from ?? (to ?? now) - USUAL_MS, to: to ?? now };
  if (span !== undefined && span.from >= span.to) throw new UsageError('--from lies in the future');
  return {
    ...(instruments.length > 0 && { instruments: [...instruments] }),
    ...(datasets.length > 0 && { datasets: [...datasets] }),
    ...(variants.length > 0 && { variants: [...variants] }),
    ...(days !== undefined && { days }),
    ...(span && { span }),
  };
}

function report(job: Job, skipped: readonly Skipped[]): object {
  const { state, summary, done, total, bytes } = job;
  return {
    state,
    summary: summary ?? null,
    requests: { done, total },
    bytes,
    issues: job.issues.map(issueJson),
    skipped: skipped.map(({ dataset, variant, instrument, reason }) => ({
      dataset,
      variant,
      instrument,
      reason,
    })),
  };
}

const issueJson = ({ dataset, instrument, item, text, error }: Job['issues'][number]) => ({
  dataset: dataset ?? null,
  instrument: instrument ?? null,
  item: item ?? null,
  text,
  error,
});
