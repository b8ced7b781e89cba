import { readdirSync, readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, type Page } from 'playwright/test';
import { startDemo, type Demo } from '../../support/demo';
import { test } from '../launch';
import { CoveragePage } from '../pages/coverage-page';
import { DataExportDialog } from '../pages/data-export-dialog';
import { FleetPage } from '../pages/fleet-page';
import { InstrumentPage } from '../pages/instrument-page';
import { KeepPage } from '../pages/keep-page';
import { Shell } from '../pages/shell';
import { SignInPage } from '../pages/sign-in-page';
import { SyncPanel } from '../pages/sync-panel';
import { keepScreen } from '../screens';

const SERIAL = 'QT410247';
const LEVELS = 'Noise time history, 1 s';
const SYNC_MS = 60_000;

let demo: Demo;
test.beforeEach(async () => {
  demo = await startDemo({ now: Date.now() });
});
test.afterEach(() => demo.close());

/** Fetches a day of one instrument and opens it. */
async function syncAndOpen(page: Page): Promise<InstrumentPage> {
  await new SignInPage(page).exploreDemo();
  await new FleetPage(page).openSync();
  const panel = new SyncPanel(page);
  await panel.chooseOnly([SERIAL]);
  await panel.chooseDays(1);
  await panel.start();
  await panel.finish(SYNC_MS);
  await new FleetPage(page).open(SERIAL);
  return new InstrumentPage(page);
}

test('coverage says what is held and why not, and a click on a gap fetches it', async ({ start }) => {
  const { page } = await start({ LEQBOOK_API_URL: demo.url });
  const instrument = await syncAndOpen(page);
  await instrument.openTab('Coverage');
  const coverage = new CoveragePage(page);
  await coverage.showDays(7);
  await expect(coverage.strip(LEVELS)).toHaveAttribute('aria-label', /: 1\d % held/);
  expect(await coverage.held(LEVELS)).toBeLessThan(30);
  expect((await coverage.gaps(LEVELS))[0]).toBe('Not asked yet');
  await keepScreen(page, 'coverage');

  await coverage.click(LEVELS, 0.3);
  await expect(coverage.card).toContainText('MyCirrus was never asked for this time.');
  await expect(coverage.card).toContainText(/\d+ requests?, /);
  await keepScreen(page, 'coverage-gap');
  await coverage.card.getByRole('button', { name: 'Fetch it' }).click();
  await expect(coverage.card).toContainText(/complete|something is missing/, { timeout: SYNC_MS });
  await page.keyboard.press('Escape');
  await expect(coverage.card).toHaveCount(0);
  await expect.poll(() => coverage.held(LEVELS)).toBeGreaterThan(80);
  // It alone was fetched.
  expect(await coverage.held('Noise measurements')).toBeLessThan(30);
  await keepScreen(page, 'coverage-fetched');
});

test('what is kept is chosen, undone, and asked for by the next sync', async ({ start }) => {
  const { page } = await start({ LEQBOOK_API_URL: demo.url });
  await new SignInPage(page).exploreDemo();
  await new FleetPage(page).rows.first().waitFor();
  await new Shell(page).choose('What to keep');
  const keep = new KeepPage(page);
  await keep.heading.waitFor();
  await keep.keeps('Events').uncheck();
  await expect(keep.days('Events')).toHaveCount(0);
  await keep.undoButton.click();
  await expect(keep.keeps('Events')).toBeChecked();
  await keep.unfold('Frequency time history');
  await expect(keep.keeps('Frequency time history, third octaves, Z, 1 s')).not.toBeChecked();
  await keep.instrument.selectOption(SERIAL);
  await keepScreen(page, 'keep');

  const events = () => demo.journal.filter((entry) => /\/data\/events(\?|$)/.test(entry.path)).length;
  await keep.keeps('Events').uncheck();
  await expect(keep.days('Events')).toHaveCount(0);
  await new Shell(page).goTo('Fleet');
  await new FleetPage(page).openSync();
  const panel = new SyncPanel(page);
  await panel.chooseOnly([SERIAL]);
  await panel.chooseDays(1);
  const before = events();
  await panel.start();
  await panel.finish(SYNC_MS);
  expect(demo.journal.some((entry) => entry.path.includes('timehistory'))).toBe(true);
  expect(events()).toBe(before);
});

test('data goes to a folder as CSV, with its units and its coverage in the head', async ({ start }) => {
  const folder = await mkdtemp(path.join(tmpdir(), 'leqbook-data-'));
  try {
    const { app, page } = await start({ LEQBOOK_API_URL: demo.url });
    await app.evaluate(({ dialog }, chosen) => {
      dialog.showOpenDialog = () => Promise.resolve({ canceled: false, filePaths: [chosen] });
    }, folder);
    await syncAndOpen(page);
    const dialog = new DataExportDialog(page);
    await dialog.openButton.click();
    await dialog.chooseOnly(['Noise measurements', 'Calibrations']);
    await dialog.chooseFolderButton.click();
    await dialog.size.waitFor();
    await keepScreen(page, 'data-export');
    await dialog.exportButton.click();
    await dialog.finish(30_000);
    const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) =>
      name.endsWith('.csv'),
    );
    expect(files.length).toBeGreaterThanOrEqual(2);
    const text = files.map((name) => readFileSync(path.join(folder, name), 'utf8')).join('\n');
    expect(text).toContain(SERIAL);
    expect(text).toContain('LAeq');
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});
