/** The demo service as a process of its own, for tests of what is killed, and of what runs in yet another process. */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { build } from 'vite';

export interface DemoProcess {
  readonly url: string;
  readonly child: ChildProcess;
  /** Pulls a lever by its name; patterns are given as `{ match: { source } }`. */
  lever(name: string, ...args: readonly unknown[]): Promise<unknown>;
  kill(): Promise<void>;
}
export interface DemoProgram {
  /** Starts it; its world's epoch and its clock's beginning are `nowMs`. It dies with this process. */
  start(nowMs: number, port?: number): Promise<DemoProcess>;
  /** Path of the program, to be run by others. */
  readonly file: string;
  remove(): Promise<void>;
}

/** Bundles the program as it is now. Once per test file is enough. */
export async function buildDemoProgram(): Promise<DemoProgram> {
  const folder = mkdtempSync(path.join(tmpdir(), 'leqbook-demo-'));
  await build({
    configFile: false,
    logLevel: 'error',
    build: {
      ssr: 'electron/demo/process.ts',
      target: 'node20.18',
      outDir: folder,
      emptyOutDir: false,
      minify: false,
      rolldownOptions: { output: { format: 'cjs', entryFileNames: 'demo.cjs', codeSplitting: false } },
    },
    ssr: { noExternal: true },
  });
  const file = path.join(folder, 'demo.cjs');
  return {
    file,
    start: (nowMs, port = 0) => start(file, nowMs, port),
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}

async function start(file: string, nowMs: number, port: number): Promise<DemoProcess> {
  const time = String(nowMs);
  const args = ['--epoch', time, '--now', time, '--port', String(port), '--control-port', '0'];
  const child = spawn(process.execPath, [file, ...args, '--until-stdin-ends'], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const line = await firstLine(child);
  const { url, controlUrl } = JSON.parse(line) as { readonly url: string; readonly controlUrl: string };
  return {
    url,
    child,
    async lever(name, ...levers) {
      const answer = await fetch(`${controlUrl}/${name}`, { method: 'POST', body: JSON.stringify(levers) });
      if (!answer.ok) throw new Error(await answer.text());
      return (await answer.json()) as unknown;
    },
    async kill() {
      child.kill('SIGKILL');
      await gone;
    },
  };
}

const firstLine = (child: ChildProcess): Promise<string> =>
  new Promise((resolve, reject) => {
    let text = '';
    child.stdout?.on('data', (chunk: Buffer) => {
      text += chunk.toString();
      if (text.includes('\n')) resolve(text.split('\n', 1)[0] ?? '');
    });
    child.once('exit', (code) => reject(new Error(`the demo service ended with ${String(code)}`)));
  });
