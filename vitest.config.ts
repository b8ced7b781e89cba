import { availableParallelism } from 'node:os';
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vitest/config';

const RENDERER = 'test/unit/renderer/**/*.test.ts';
const limits = { testTimeout: 30_000, hookTimeout: 30_000 };

export default defineConfig({
  test: {
    globalSetup: 'test/support/temp-root.ts',
    // Much of the time goes into waiting for other processes, so a small machine is not left idle.
    maxWorkers: Math.max(2, availableParallelism() - 1),
    projects: [
      {
        test: {
          name: 'core',
          environment: 'node',
          include: ['test/{unit,core,migrations}/**/*.test.ts'],
          exclude: [RENDERER],
          ...limits,
        },
      },
      {
        plugins: [svelte({ configFile: false })],
        // Svelte's browser build: the other one renders to strings.
        resolve: { conditions: ['browser'] },
        test: { name: 'renderer', environment: 'happy-dom', include: [RENDERER], ...limits },
      },
    ],
  },
});
