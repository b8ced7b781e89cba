/** The data folder of ten instrument-years for tests: made by a program of its own where the native modules load, and kept. */
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { build } from 'vite';
import { withLock } from '../../../build/lock.mjs';
import { electronExecutable, root } from '../launch';

/** A service that refuses, and no key: the archive is opened as it is. */
export const NOBODY = { LEQBOOK_API_URL: 'http://127.0.0.1:9' } as const;

/** Puts a copy into `home`. The first time on a machine it takes half a minute longer. */
export async function putBigArchive(home: string): Promise<void> {
  await withLock('ten-years', () => runProgram(home));
}

async function runProgram(home: string): Promise<void> {
  const folder = mkdtempSync(path.join(root, 'node_modules/.cache/ten-years-program-'));
  try {
    await build({
      ...{ root, configFile: false, logLevel: 'error' },
      build: {
        ...{
          ssr: 'test/bench/make-ten-years.program.ts',
          target: 'node20.18',
          outDir: folder,
          minify: false,
        },
        rolldownOptions: { output: { format: 'esm', entryFileNames: 'make.mjs' } },
      },
    });
    await run(path.join(folder, 'make.mjs'), home);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function run(program: string, home: string): Promise<void> {
  const own = isElectronNeeded();
  const child = spawn(own ? electronExecutable() : process.execPath, [program, home], {
    ...{ cwd: root, stdio: ['ignore', 'ignore', 'inherit'] },
    env: { ...process.env, ...(own && { ELECTRON_RUN_AS_NODE: '1' }) },
  });
  const code = await new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  if (code !== 0) throw new Error(`the archive of ten years could not be made: ${String(code)}`);
}

/** Native modules load in Electron but not in the Node that ran the set-up. */
const isElectronNeeded = (): boolean =>
  (
    JSON.parse(readFileSync(path.join(root, 'node_modules/.cache/setup.json'), 'utf8')) as {
      readonly nodeInElectron: boolean;
    }
  ).nodeInElectron;
