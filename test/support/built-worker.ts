/** A thread's program, bundled as it is now. */
import path from 'node:path';
import { build } from 'vite';
import { tempFolder } from './temp';

const root = path.resolve(import.meta.dirname, '../..');

/**
 * @param entry its source, from the top of the repository
 * @returns the file, gone when all tests are done
 */
export async function buildWorker(entry: string): Promise<string> {
  const folder = tempFolder('worker');
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
      rolldownOptions: { output: { format: 'cjs', entryFileNames: 'worker.cjs', codeSplitting: false } },
    },
    ssr: { noExternal: true },
  });
  return path.join(folder, 'worker.cjs');
}
