/** `leqbook export tags`: what was said of sounds, as a table or as label tracks. Needs neither network nor key. */
import path from 'node:path';
import { chosenSounds, NOTHING_LISTED } from '../chosen-sounds';
import { withCore, type CliContext } from '../context';
import { EXIT, exitCodeOfJob, type ExitCode } from '../exit-codes';
import { runJob } from '../job';
import { openOut } from '../out-folder';
import type { ExportTagsCommand } from '../parse-sounds';

export function exportTags(context: CliContext, command: ExportTagsCommand): Promise<ExitCode> {
  const { filter, as, zone } = command;
  return withCore(context, 'local', async (core) => {
    if ((await chosenSounds(core, filter)).sum(filter).count === 0) {
      context.out.note(NOTHING_LISTED);
      return EXIT.incomplete;
    }
    const folder = await openOut(core, path.resolve(command.out));
    const request = { filter, as, folder, ...(zone !== undefined && { zone }) };
    const job = await runJob(context, core, () => core.handlers['marks.export'](request, context.signal));
    // Why a job failed is on standard error already.
    if (job.state === 'done') await context.out.result(`${job.summary ?? ''}\n`);
    return exitCodeOfJob(job);
  });
}
