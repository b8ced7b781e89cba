/** The parser's program, bundled as it is now. */
import { mkdtempSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { build } from 'vite';

export interface BuiltParser {
  readonly file: string;
  remove(): Promise<void>;
}

const root = path.resolve(import.meta.dirname, '../../..');

export async function buildParser(): Promise<BuiltParser> {
  const folder = mkdtempSync(path.join(tmpdir(), 'parser-test-'));
  await build({
    root,
    configFile: false,
    logLevel: 'error',
    build: {
      ssr: 'electron/core/api/parse-worker.ts',
      target: 'node20.18',
      outDir: folder,
      emptyOutDir: false,
      minify: false,
      rolldownOptions: { output: { format: 'cjs', entryFileNames: 'parser.cjs', codeSplitting: false } },
    },
    ssr: { noExternal: true },
  });
  return {
    file: path.join(folder, 'parser.cjs'),
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}
