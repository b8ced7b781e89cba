/** `leqbook backup`: a consistent copy of the archive, also while a window syncs. */
import path from 'node:path';
import { withCore, type CliContext } from '../context';
import { EXIT, type ExitCode } from '../exit-codes';

export function backup(context: CliContext, file: string): Promise<ExitCode> {
  return withCore(context, 'read', async (core) => {
    const { out, signal } = context;
    const to = path.resolve(file);
    const progress = (done: number, total: number) =>
      out.progress(`Copying: ${String(total === 0 ? 0 : Math.floor((100 * done) / total))} %`);
    await core.open().archive.backup(to, progress, signal);
    out.endProgress();
    await out.result(`${to}\n`);
    return EXIT.complete;
  });
}
