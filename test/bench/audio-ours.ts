/** Leqbook in a process of its own, at an end of the link, for the audio bench. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { withThreads } from '../../electron/host/thread-pool';
import type { ExportAnswer, ExportCommand, SyncCommand } from './audio-export.program';
import { programFile } from './programs';

export interface Ours {
  sync(span: SyncCommand['sync']): Promise<void>;
  export(command: ExportCommand): Promise<ExportAnswer>;
  close(): Promise<void>;
}

/** Opens the core on a data folder. */
export function startOurs(through: readonly string[], home: string, url: string): Ours {
  const program = [process.execPath, '--expose-gc', programFile('audio-export'), home, url];
  const [command = '', ...args] = [...through, ...program];
  const child = spawn(command, args, {
    env: withThreads(process.env),
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const lines = createInterface(child.stdout)[Symbol.asyncIterator]();
  const ask = async <T extends object>(asked: SyncCommand | ExportCommand): Promise<T> => {
    child.stdin.write(`${JSON.stringify(asked)}\n`);
    const next = await lines.next();
    if (next.done === true) throw new Error('void: the core ended');
    const answer = JSON.parse(next.value) as T | { readonly failure: string };
    if ('failure' in answer) throw new Error(answer.failure);
    return answer;
  };
  return {
    sync: (span) => ask<object>({ sync: span }).then(() => undefined),
    export: (asked) => ask<ExportAnswer>(asked),
    async close() {
      child.stdin.end();
      if (child.exitCode === null) await once(child, 'exit');
    },
  };
}
