/** `leqbook verify`: re-read an exported folder, without account or network. */
import path from 'node:path';
import { verifyFolder } from '../../core/export/verify';
import { bytesText } from '../../contract/bytes-text';
import type { CliContext } from '../context';
import { EXIT, type ExitCode } from '../exit-codes';
import { plain } from '../output';

export async function verify(
  { out, signal }: CliContext,
  { folder, json }: { readonly folder: string; readonly json: boolean },
): Promise<ExitCode> {
  const report = await verifyFolder(path.resolve(folder), signal, ({ done, total, bytes, file }) =>
    out.progress(`${String(done)} of ${String(total)} files · ${bytesText(bytes)} · ${file}`),
  );
  out.endProgress();
  const { whole, altered, missing, foreign, unfinished } = report;
  const line = (what: string, file: string) => `${what.padEnd(10)}  ${plain(file)}\n`;
  const lines = [
    ...whole.map((file) => line('whole', file)),
    ...altered.map(({ file, reason }) => line('altered', `${file}: ${reason}`)),
    ...missing.map((file) => line('missing', file)),
    ...foreign.map((file) => line('foreign', file)),
    ...unfinished.map((file) => line('unfinished', file)),
  ];
  const count = ([what, files]: readonly [string, readonly unknown[]]) => `${String(files.length)} ${what}`;
  if (json) await out.result(`${JSON.stringify(report)}\n`);
  else {
    for (const text of lines) await out.result(text);
    await out.result(`${Object.entries(report).map(count).join(', ')}\n`);
  }
  return altered.length + missing.length === 0 ? EXIT.complete : EXIT.incomplete;
}
