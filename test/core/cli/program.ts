/** The command line as users run it: bundled, in a process of its own, against a demo service in this one. */
import { spawn, type ChildProcess } from 'node:child_process';
import { mkdirSync, mkdtempSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import path from 'node:path';
import { build } from 'vite';

export interface Run {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}
export interface RunOptions {
  readonly home: string;
  readonly url?: string;
  readonly key?: string;
  /** Fed to standard input. */
  readonly input?: string;
  readonly env?: NodeJS.ProcessEnv;
  /** A command in front of the program, to run it somewhere else. */
  readonly through?: readonly string[];
  /** Given the process as soon as it runs. */
  readonly started?: (child: ChildProcess) => void;
}
export interface CliProgram {
  readonly folder: string;
  run(args: readonly string[], options: RunOptions): Promise<Run>;
  remove(): Promise<void>;
}

const root = path.resolve(import.meta.dirname, '../../..');
const PROGRAMS = {
  cli: 'electron/cli/cli.ts',
  parser: 'electron/core/api/parse-worker.ts',
  writer: 'electron/core/transfer/write-worker.ts',
  demo: 'electron/demo/process.ts',
  secrets: 'electron/host/secrets-process.ts',
};
const OUTSIDE = ['electron', 'better-sqlite3', 'keytar'];

/** Bundles the programs as they are now. Inside the repository, where they find the native modules. */
export async function buildCli(): Promise<CliProgram> {
  const cache = path.join(root, 'node_modules/.cache');
  mkdirSync(cache, { recursive: true });
  const folder = mkdtempSync(path.join(cache, 'cli-test-'));
  for (const [name, entry] of Object.entries(PROGRAMS)) {
    await build({
      root,
      configFile: false,
      logLevel: 'error',
      build: {
        ssr: entry,
        target: 'node20.18',
        outDir: folder,
        emptyOutDir: false,
        minify: false,
        rolldownOptions: {
          external: OUTSIDE,
          output: { format: 'cjs', entryFileNames: `${name}.cjs`, codeSplitting: false },
        },
      },
      ssr: { noExternal: true, external: OUTSIDE },
    });
  }
  return {
    folder,
    run: (args, options) => run(path.join(folder, 'cli.cjs'), args, options),
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}

function run(file: string, args: readonly string[], options: RunOptions): Promise<Run> {
  const { home, url, key, input, env, through = [], started } = options;
  const [command = '', ...rest] = [...through, process.execPath, file, ...args];
  const child = spawn(command, rest, {
    env: {
      ...process.env,
      LEQBOOK_HOME: home,
      ...(url !== undefined && { LEQBOOK_API_URL: url }),
      ...(key !== undefined && { LEQBOOK_API_KEY: key }),
      ...env,
    },
  });
  const texts = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr'] as const) {
    child[name].setEncoding('utf8');
    child[name].on('data', (text: string) => (texts[name] += text));
  }
  child.stdin.on('error', () => undefined);
  child.stdin.end(input ?? '');
  started?.(child);
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code, signal) => resolve({ code, signal, ...texts }));
  });
}
