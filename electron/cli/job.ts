/** Watching a job from the command line until it has ended. */
import type { Job } from '../contract/jobs';
import type { TransferProgress } from '../contract/sounds';
import { Failure } from '../contract/result';
import type { Core } from '../core/core';
import { bytesText } from '../contract/bytes-text';
import type { CliContext } from './context';
import { formatAge } from './times';

/** Throws Failure `signed-out` or `unauthorized`, with the reason on standard error, unless a key is at hand. */
export async function requireKey(context: CliContext, core: Core): Promise<void> {
  const { state, keychainProblem } = await core.handlers['session.get'](undefined, context.signal);
  if (state === 'signed-in') return;
  if (keychainProblem !== undefined) context.out.note(keychainProblem);
  throw new Failure({ kind: state === 'rejected' ? 'unauthorized' : 'signed-out' });
}

/** Starts a job, tells of it on standard error, cancels it on Ctrl+C, and gives the job as it ended. */
export async function runJob(context: CliContext, core: Core, start: () => Job | Promise<Job>): Promise<Job> {
  const { out, signal } = context;
  const { queue } = core.open();
  let id: number | undefined;
  const stopWatching = core.on('job-changed', (job) => {
    if (job.id === id && job.endedAt === undefined) out.progress(describe(job));
  });
  const cancel = () => void (id !== undefined && queue.cancel(id));
  try {
    const started = await start();
    id = started.id;
    if (signal.aborted) cancel();
    signal.addEventListener('abort', cancel, { once: true });
    const job = await queue.ended(id);
    out.endProgress();
    for (const { text } of job.issues) out.note(text);
    return job;
  } finally {
    stopWatching();
    signal.removeEventListener('abort', cancel);
    out.endProgress();
  }
}

/** What a job is at, in one line: how far, how fast, how long still, and what is being tried again. */
export function describe(job: Job, now = Date.now()): string {
  if (job.waiting !== undefined) return [job.title, `waiting: ${job.waiting.reason}`].join(' · ');
  const left = job.leftMs === undefined ? [] : [`${formatAge(job.leftMs)} left`];
  const { transfer } = job;
  const how = transfer === undefined ? [] : describeTransfer(job.bytes, transfer);
  const count = job.total === 0 ? [] : [`${String(job.done)} of ${String(job.total)} ${job.unit}`];
  const activity = transfer === undefined ? [job.activity ?? job.title] : [];
  return [...count, ...activity, ...how, ...left, ...retries(transfer, now)].join(' · ');
}

function describeTransfer(bytes: number, { bytesTotal, bytesPerSecond, connections }: TransferProgress) {
  const of = bytesTotal === undefined ? '' : ` of about ${bytesText(bytesTotal)}`;
  return [
    `${bytesText(bytes)}${of}`,
    ...(bytesPerSecond === undefined ? [] : [`${bytesText(bytesPerSecond)}/s`]),
    ...(connections > 1 ? [`${String(connections)} at once`] : []),
  ];
}

function retries(transfer: TransferProgress | undefined, now: number): readonly string[] {
  const [first, ...others] = transfer?.retrying ?? [];
  if (first === undefined) return [];
  const count = others.length + (transfer?.moreRetrying ?? 0);
  const more = count === 0 ? '' : ` and ${String(count)} more`;
  const { until = now } = first;
  const next = until > now ? `, next try in ${formatAge(until - now)}` : '';
  return [`tried again: ${first.what}${more} (${first.why.replace(/\.$/, '')}${next})`];
}
