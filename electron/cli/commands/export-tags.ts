/** `leqbook export tags`: what was said of sounds, as a table or as label tracks. Needs neither network nor key. */
import path from 'node:path';
import { chosenSounds, NOTHING_LISTED } from '../chosen-sounds';
import { withCore, type CliContext } from '../context';
import { EXIT, type ExitCode } from '../exit-codes';
import { openOut } from '../out-folder';
import type { ExportTagsCommand } from '../parse-sounds';

export function exportTags(context: CliContext, command: ExportTagsCommand): Promise<ExitCode> {
  const { filter, as, zone } = command;
  return withCore(context, 'read', async (core) => {
    if ((await chosenSounds(core, filter)).sum(filter).count === 0) {
      context.out.note(NOTHING_LISTED);
      return EXIT.incomplete;
    }
    const folder = await openOut(core, path.resolve(command.out));
    const request = { filter, as, folder, ...(zone !== undefined && { zone }) };
    const { files, sounds } = await core.handlers['marks.export'](request, context.signal);
    const count = (value: number, what: string) => `${String(value)} ${what}${value === 1 ? '' : 's'}`;
    await context.out.result(`${count(sounds, 'sound')} in ${count(files, 'file')}\n`);
    return EXIT.complete;
  });
}
