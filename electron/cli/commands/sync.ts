/** `leqbook sync`: fetch what is missing, and say what still is. */
import type { SyncRequest } from '../../contract/index';
import type { Job } from '../../contract/model';
import { withCore, type CliContext } from '../context';
import { exitCodeOfJob, type ExitCode } from '../exit-codes';
import { requireKey, runJob } from '../job';
import type { Command } from '../parse';
import { UsageError } from '../parse';

type SyncCommand = Extract<Command, { name: 'sync' }>;
const USUAL_MS = 31 * 86_400_000;

export function sync(context: CliContext, command: SyncCommand): Promise<ExitCode> {
  return withCore(context, 'work', async (core) => {
    await requireKey(context, core);
    const request = toRequest(command, Date.now());
    const job = await runJob(context, core, () => core.handlers['sync.start'](request, context.signal));
    // Why a job failed is on standard error already.
    if (command.json) await context.out.result(`${JSON.stringify(report(job))}\n`);
    else if (job.state === 'done') await context.out.result(`${job.summary ?? ''}\n`);
    return exitCodeOfJob(job);
  });
}

/** Throws {@link UsageError} when the span would be empty. */
export function toRequest({ instruments, datasets, from, to }: SyncCommand, now: number): SyncRequest {
  const span =
    from === undefined && to === undefined
      ? undefined
      : { from: from ?? (to ?? now) - USUAL_MS, to: to ?? now };
  if (span !== undefined && span.from >= span.to) throw new UsageError('--from lies in the future');
  return {
    ...(instruments.length > 0 && { instruments: [...instruments] }),
    ...(datasets.length > 0 && { datasets: [...datasets] }),
    ...(span && { span }),
  };
}

function report(job: Job): object {
  const { state, summary, done, total, bytes } = job;
  return {
    state,
    summary: summary ?? null,
    requests: { done, total },
    bytes,
    issues: job.issues.map(issueJson),
  };
}

const issueJson = ({ dataset, instrument, item, text, error }: Job['issues'][number]) => ({
  dataset: dataset ?? null,
  instrument: instrument ?? null,
  item: item ?? null,
  text,
  error,
});
