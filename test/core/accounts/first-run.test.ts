/** Two programs that are the first in one home at the same moment. */
import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { build } from 'vite';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openAccounts } from '../../../electron/core/accounts';
import { keptLog } from '../../support/quiet-log';
import { tempFolder } from '../../support/temp';

const HOMES = 40;
const root = path.resolve(import.meta.dirname, '../../..');
const OUTSIDE = ['better-sqlite3'];
let folder: string;

// Inside the repository, where the program finds the native modules.
beforeAll(async () => {
  const cache = path.join(root, 'node_modules/.cache');
  mkdirSync(cache, { recursive: true });
  folder = mkdtempSync(path.join(cache, 'first-run-'));
  const output = { format: 'es', entryFileNames: 'first-run.mjs' } as const;
  await build({
    ...{ root, configFile: false, logLevel: 'error' },
    build: {
      ...{ ssr: 'test/core/accounts/first-run.program.ts', outDir: folder, minify: false },
      rolldownOptions: { external: OUTSIDE, output },
    },
    ssr: { noExternal: true, external: OUTSIDE },
  });
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function start(key: string) {
  const file = path.join(folder, 'first-run.mjs');
  const child = spawn(process.execPath, [file, key], { stdio: ['pipe', 'pipe', 'inherit'] });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  return { enter: (home: string) => child.stdin.write(`${home}\n`), said: () => lines.next(), child };
}

test('both keep their account, and both keys open it again', async () => {
  const keys = ['first-key', 'second-key'];
  const programs = keys.map(start);
  try {
    for (let n = 0; n < HOMES; n++) {
      const home = path.join(tempFolder('first'), 'home');
      for (const { enter } of programs) enter(home);
      for (const { said } of programs) expect(await said()).toMatchObject({ value: home });
      const accounts = openAccounts(home, keptLog());
      const opened = keys.map((key) => accounts.forKey(key, 2_000).createdAt);
      expect([accounts.list().length, ...opened]).toEqual([2, 1_000, 1_000]);
      const labels = accounts.list().map(({ label }) => label);
      expect(labels.sort()).toEqual(['MyCirrus account 1', 'MyCirrus account 2']);
    }
  } finally {
    for (const { child } of programs) child.kill();
  }
});
