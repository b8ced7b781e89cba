/**
 * Leqbook's core at work for the audio bench: `audio-export <home> <url>`. Reads one command as JSON from each line of its
 * standard input and answers with a line: `{ sync }` lists the recordings of a span, `{ serial, folder }` exports those of
 * an instrument as the app does, and tells the time from the call to the end of the job. Ends with its input.
 */
import path from 'node:path';
import { createInterface } from 'node:readline';
import type { Job } from '../../electron/contract/jobs';
import { startCore, type TestCore } from '../support/core';
import { BENCH_KEY } from './programs';

export interface ExportCommand {
  readonly serial: string;
  readonly folder: string;
  /** How often memory is looked at; absent: never. */
  readonly sampleMs?: number;
}
export interface SyncCommand {
  readonly sync: { readonly from: number; readonly to: number };
}
export interface ExportAnswer {
  readonly ms: number;
  readonly summary: string;
  /** Resident bytes before the call, and while it went on. */
  readonly idle: number;
  readonly memory: readonly { readonly at: number; readonly rss: number }[];
}

const rss = (): number => process.memoryUsage.rss();

async function sync(core: TestCore, { from, to }: SyncCommand['sync']): Promise<object> {
  return finished(core, await core.call('sync.start', { datasets: ['recordings'], span: { from, to } }));
}

async function exportOnce(core: TestCore, command: ExportCommand): Promise<ExportAnswer> {
  const { handle } = await core.folders.add(command.folder);
  if (command.sampleMs !== undefined) globalThis.gc?.();
  const idle = rss();
  const memory: { at: number; rss: number }[] = [];
  const timer =
    command.sampleMs === undefined
      ? undefined
      : setInterval(() => memory.push({ at: Date.now(), rss: rss() }), command.sampleMs);
  const startedAt = performance.now();
  const filter = { instruments: [command.serial] };
  const job = await core.call('audio.export', { filter, format: 'WAV', folder: handle });
  const { summary } = await finished(core, job);
  const ms = performance.now() - startedAt;
  clearInterval(timer);
  return { ms, summary, idle, memory };
}

async function finished(core: TestCore, job: Job): Promise<{ readonly summary: string }> {
  const { state, summary = '', issues } = await core.ended(job);
  if (state !== 'done' || issues.length > 0)
    throw new Error(`void: ${state}: ${issues.map(({ text }) => text).join('; ')}`);
  return { summary };
}

const [home = '', apiUrl] = process.argv.slice(2);
const core = await startCore({
  ...{ home, apiUrl, apiKey: BENCH_KEY, whenOffline: 'stop' },
  // As it is built for the app; benches are run from the top of the repository.
  writerFile: path.resolve('dist/electron/writer.cjs'),
});
for await (const line of createInterface(process.stdin)) {
  const command = JSON.parse(line) as SyncCommand | ExportCommand;
  const answer = await ('sync' in command ? sync(core, command.sync) : exportOnce(core, command)).catch(
    (error: unknown) => ({ failure: error instanceof Error ? error.message : String(error) }),
  );
  process.stdout.write(`${JSON.stringify(answer)}\n`);
}
await core.close();
process.exit();
