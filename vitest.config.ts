import { availableParallelism } from 'node:os';
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

const RENDERER = 'test/unit/renderer/**/*.test.ts';
const limits = { testTimeout: 30_000, hookTimeout: 30_000, expect: { poll: { timeout: 10_000 } } };

/** What runs for long, so that it does not begin last and keep one processor waiting for the other; the longest first. */
const LONG = [
  /core\/audio-crash\/kill/,
  /core\/audio-faults\/faults/,
  /core\/cli\/kill/,
  /core\/db\/salvage/,
  /test\/core\/(cli|sync|audio|pace|export)/,
  /test\/core\//,
];
const rank = ({ moduleId }: TestSpecification): number => {
  const place = LONG.findIndex((pattern) => pattern.test(moduleId));
  return place === -1 ? LONG.length : place;
};

class LongFirst extends BaseSequencer {
  /** Files of one project stay together: its workers go from one to the next. */
  override sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const order = (a: TestSpecification, b: TestSpecification) =>
      a.project.name.localeCompare(b.project.name) ||
      rank(a) - rank(b) ||
      a.moduleId.localeCompare(b.moduleId);
    return Promise.resolve(files.toSorted(order));
  }
}

export default defineConfig({
  test: {
    globalSetup: 'test/support/temp-root.ts',
    // Much of the time goes into waiting for disks and other processes, so a small machine is not left idle.
    maxWorkers: Math.max(3, availableParallelism() - 1),
    sequence: { sequencer: LongFirst },
    projects: [
      {
        test: {
          name: 'core',
          environment: 'node',
          include: ['test/{unit,core,migrations}/**/*.test.ts'],
          exclude: [RENDERER],
          // Nothing here keeps state in a module, and loading the same sources for each file took a third of the time.
          isolate: false,
          ...limits,
        },
      },
      {
        plugins: [svelte({ configFile: false })],
        // Svelte's browser build: the other one renders to strings.
        resolve: { conditions: ['browser'] },
        test: {
          name: 'renderer',
          environment: 'happy-dom',
          include: [RENDERER],
          setupFiles: 'test/support/patience.ts',
          ...limits,
        },
      },
    ],
  },
});
