import path from 'node:path';
import { ESLint } from 'eslint';
import { expect, test } from 'vitest';

const root = path.resolve(import.meta.dirname, '../../..');
/** Only the rule under test: the others need a compiled program, which takes seconds. */
const eslint = new ESLint({
  cwd: root,
  overrideConfig: {
    languageOptions: { parserOptions: { project: null, program: null } },
  },
  ruleFilter: ({ ruleId }) => ruleId === 'no-restricted-imports',
});

async function refusals(file: string, from: string): Promise<number> {
  const [result] = await eslint.lintText(`import { x } from '${from}';\nx();\n`, {
    filePath: path.join(root, file),
  });
  const fatal = result?.messages.find((message) => message.fatal === true);
  if (fatal !== undefined) throw new Error(fatal.message);
  return result?.messages.length ?? 0;
}

test.each([
  ['electron/contract/model.ts', 'node:fs'],
  ['electron/contract/model.ts', '../core/clock'],
  ['electron/main/main.ts', '../core/core'],
  ['electron/main/main.ts', 'better-sqlite3'],
  ['electron/core/core.ts', 'electron'],
  ['electron/core/core.ts', '../main/host'],
  ['electron/core/core.ts', '../../renderer/format'],
  ['electron/core/core.ts', '../demo/server/server'],
  ['electron/core/api/client.ts', '../db/open'],
  ['electron/core/db/open.ts', '../api/client'],
  ['electron/core/series/pyramid.ts', 'node:fs'],
  ['electron/core/sync/plan.ts', 'node:fs'],
  ['electron/core/sync/run.ts', 'better-sqlite3'],
  ['electron/demo/key.ts', '../core/clock'],
  ['electron/cli/cli.ts', 'electron'],
  ['renderer/api.ts', '../electron/core/clock'],
  ['renderer/format.ts', 'node:path'],
  ['renderer/format.ts', 'uplot'],
  ['renderer/components/tone.ts', '../state/app.svelte'],
])('%s may not import %s', async (file, from) => {
  expect(await refusals(file, from)).toBe(1);
});

test.each([
  ['electron/contract/model.ts', 'zod'],
  ['electron/core/process.ts', 'electron'],
  ['electron/core/session.ts', '../demo/key'],
  ['electron/core/sync/run.ts', '../db/archive'],
  ['renderer/charts/options.ts', 'uplot'],
  ['renderer/api.ts', '../electron/contract/rpc'],
])('%s may import %s', async (file, from) => {
  expect(await refusals(file, from)).toBe(0);
});
