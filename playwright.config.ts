import { defineConfig } from 'playwright/test';

/** Two apps at a time where each can have a display and a keyring of its own; elsewhere they would share both. */
const workers = process.platform === 'linux' ? 2 : 1;

export default defineConfig({
  testDir: 'test/e2e/specs',
  timeout: 120_000,
  // All pictures of the gallery are made by hand, and may take their time.
  globalTimeout: process.env['LEQBOOK_GALLERY'] === 'all' ? 0 : 11 * 60_000,
  workers,
  // Long files would keep one worker busy while the other has nothing left to do.
  fullyParallel: true,
  retries: 0,
  reporter: [['list']],
  // Playwright empties this folder before it starts; other results are kept beside it.
  outputDir: 'test-results/e2e',
  expect: { timeout: 10_000 },
});
