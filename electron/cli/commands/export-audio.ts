/** `leqbook export audio`: sounds as verified files in a folder. */
import path from 'node:path';
import type { ExportRequest } from '../../contract/sounds';
import type { Core } from '../../core/core';
import { UsageError } from '../arguments';
import { chosenSounds, NOTHING_LISTED } from '../chosen-sounds';
import { withCore, type CliContext } from '../context';
import { dryRun } from '../dry-run';
import { EXIT, exitCodeOfJob, type ExitCode } from '../exit-codes';
import { requireKey, runJob } from '../job';
import { openOut } from '../out-folder';
import type { ExportAudioCommand } from '../parse-sounds';
import { refreshLists } from '../refresh-lists';

export function exportAudio(context: CliContext, command: ExportAudioCommand): Promise<ExitCode> {
  const { limits, dryRun: isDry } = command;
  if (limits?.until !== undefined && limits.until <= Date.now())
    throw new UsageError('--until has passed already');
  return withCore(context, isDry ? 'read' : 'work', async (core) => {
    if (!isDry) await requireKey(context, core);
    const request = toRequest(command);
    await checkNames(core, request, context.signal);
    return isDry
      ? dryRun(context, core, request, path.resolve(command.out))
      : fetchAll(context, core, command);
  });
}

async function fetchAll(context: CliContext, core: Core, command: ExportAudioCommand): Promise<ExitCode> {
  const { filter } = command;
  const folder = await openOut(core, path.resolve(command.out));
  const listed = await refreshLists(context, core, filter);
  const sounds = await chosenSounds(core, filter);
  const { count } = sounds.sum(filter);
  if (count === 0) {
    context.out.note(NOTHING_LISTED);
    return filter.from === undefined || listed !== EXIT.complete ? EXIT.incomplete : EXIT.complete;
  }
  const silent = count - sounds.sum({ ...filter, levelFrom: filter.levelFrom ?? LEAST_DB }).count;
  if (silent > 0) context.out.note(lacksLevels(silent, count));
  const request = { ...toRequest(command), folder };
  const job = await runJob(context, core, () => core.handlers['audio.export'](request, context.signal));
  // Why a job failed is on standard error already.
  if (job.state === 'done') await context.out.result(`${job.summary ?? ''}\n`);
  return worse(listed, exitCodeOfJob(job));
}

/** Below all that is measured. */
const LEAST_DB = -1_000;
const lacksLevels = (silent: number, count: number): string =>
  `The manifest cannot tell the levels of ${silent === count ? 'these sounds' : `${String(silent)} of them`}, ` +
  'as their time history is not held. After leqbook sync the same export adds them.';

/** All but the folder. */
export type AudioRequest = Omit<ExportRequest, 'folder'>;

function toRequest({ filter, format, template, zone, bext, limits }: ExportAudioCommand): AudioRequest {
  return {
    ...{ filter, format },
    ...(template !== undefined && { name: template }),
    ...(zone !== undefined && { zone }),
    ...(bext && { bext }),
    ...(limits && { limits }),
  };
}

/** Before anything is asked for or written. */
async function checkNames(core: Core, request: AudioRequest, signal: AbortSignal): Promise<void> {
  const { problem } = await core.handlers['audio.names'](request, signal);
  if (problem !== undefined) throw new UsageError(`--name: ${problem}`);
}

/** The export's own trouble says more than that of the list before it. */
const worse = (listed: ExitCode, exported: ExitCode): ExitCode =>
  exported === EXIT.complete ? listed : exported;
