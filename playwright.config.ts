import { defineConfig } from 'playwright/test';

/** One app at a time: windows share the display, the keyring and two processors. */
export default defineConfig({
  testDir: 'test/e2e/specs',
  timeout: 60_000,
  globalTimeout: 11 * 60_000,
  workers: 1,
  retries: 0,
  reporter: [['list']],
  // Playwright empties this folder before it starts; other results are kept beside it.
  outputDir: 'test-results/e2e',
  expect: { timeout: 10_000 },
});
