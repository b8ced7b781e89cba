/** Starts what benches run beside themselves: services, and Leqbook's own command line. */
import { spawn, type ChildProcess } from 'node:child_process';
import { readdirSync } from 'node:fs';
import path from 'node:path';
import { createInterface } from 'node:readline';

/** A key that no service knows. */
export const BENCH_KEY = 'mycirrus-000000-BENCH0BENCH0BENCH0';

export interface Service {
  readonly url: string;
  /** The next fact that it prints and that has this name. */
  fact(name: string): Promise<unknown>;
  close(): Promise<void>;
}

/** Where a program of this folder is when it is built. */
export function programFile(program: string): string {
  const folder = process.env['LEQBOOK_BENCH_PROGRAMS'];
  if (folder === undefined) throw new Error('benches are started by `npm run bench`');
  return path.join(folder, `${program}.program.mjs`);
}

/** A program of this folder. */
export const startProgram = (program: string, ...args: readonly string[]): Promise<Service> =>
  startProgramThrough([], program, ...args);

/** A program of this folder, behind a command that puts it somewhere else. */
export const startProgramThrough = (
  through: readonly string[],
  program: string,
  ...args: readonly string[]
): Promise<Service> => start([programFile(program), ...args], through);

/** The demo service as it is built, its story ending at `epochMs`. */
export const startDemo = (epochMs: number): Promise<Service> =>
  start(['dist/electron/demo.cjs', '--epoch', String(epochMs), '--until-stdin-ends']);

async function start(args: readonly string[], through: readonly string[] = []): Promise<Service> {
  const [command = '', ...rest] = [...through, process.execPath, ...args];
  const child = spawn(command, rest, { stdio: ['pipe', 'pipe', 'inherit'] });
  const facts = new Map<string, unknown>();
  const waiting = new Map<string, (value: unknown) => void>();
  createInterface(child.stdout).on('line', (line) => {
    for (const [name, value] of Object.entries(JSON.parse(line) as Record<string, unknown>)) {
      facts.set(name, value);
      waiting.get(name)?.(value);
    }
  });
  const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const fact = (name: string): Promise<unknown> =>
    facts.has(name)
      ? Promise.resolve(facts.get(name))
      : new Promise((resolve, reject) => {
          waiting.set(name, resolve);
          void gone.then(() => reject(new Error(`${args[0] ?? ''} ended`)));
        });
  return {
    url: (await fact('url')) as string,
    fact,
    async close() {
      child.stdin.end();
      await gone;
    },
  };
}

export interface SyncAsked {
  readonly home: string;
  readonly service: Service;
  readonly key: string;
  /** Days, epoch ms. */
  readonly span: { readonly from: number; readonly to: number };
  readonly instruments: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
}

/** Runs `leqbook sync` for the noise time history of a second. @returns ms from its start to its end */
export async function syncLevels(asked: SyncAsked): Promise<number> {
  const time = (ms: number): string => new Date(ms).toISOString();
  const args = [
    'sync',
    '--dataset',
    'timehistory:1s',
    '--from',
    time(asked.span.from),
    '--to',
    time(asked.span.to),
  ];
  const startedAt = performance.now();
  const child = spawn(
    process.execPath,
    ['dist/electron/cli.cjs', ...args, ...asked.instruments.flatMap((each) => ['--instrument', each])],
    {
      stdio: ['ignore', 'ignore', 'pipe'],
      env: {
        ...process.env,
        ...asked.env,
        LEQBOOK_HOME: asked.home,
        LEQBOOK_API_URL: asked.service.url,
        LEQBOOK_API_KEY: asked.key,
      },
    },
  );
  const { code, said } = await ended(child);
  if (code !== 0) throw new Error(`void: leqbook sync ended with ${code}: ${said.slice(-500)}`);
  return performance.now() - startedAt;
}

function ended(child: ChildProcess): Promise<{ readonly code: number | null; readonly said: string }> {
  let said = '';
  child.stderr?.on('data', (chunk: Buffer) => {
    said += chunk.toString();
  });
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => resolve({ code, said }));
  });
}

/** The one archive of a data folder. */
export function archiveIn(home: string): string {
  const files = readdirSync(home, { recursive: true, encoding: 'utf8' });
  const [file, ...others] = files.filter((each) => path.basename(each) === 'archive.db');
  if (file === undefined || others.length > 0) throw new Error(`there is not one archive in ${home}`);
  return path.join(home, file);
}
