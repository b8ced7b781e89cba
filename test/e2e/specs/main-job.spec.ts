import { existsSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, type ElectronApplication, type Page } from 'playwright/test';
import { verifyFolder } from '../../../electron/core/export/verify';
import { startDemo, type Demo } from '../../support/demo';
import { test } from '../launch';
import { ExportDialog } from '../pages/export-dialog';
import { FleetPage } from '../pages/fleet-page';
import { InstrumentPage } from '../pages/instrument-page';
import { KeepPage } from '../pages/keep-page';
import { ReviewPage } from '../pages/review-page';
import { Shell } from '../pages/shell';
import { SignInPage } from '../pages/sign-in-page';
import { SoundsPage } from '../pages/sounds-page';
import { SyncPanel } from '../pages/sync-panel';
import { keepScreen } from '../screens';

const SERIAL = 'QT410247';
const SYNC_MS = 60_000;

let demo: Demo;
test.beforeEach(async () => {
  demo = await startDemo({ now: Date.now() });
});
test.afterEach(() => demo.close());

async function syncOne(page: Page, days: number): Promise<string> {
  await new KeepPage(page).leaveOutSpectra();
  await new FleetPage(page).openSync();
  const panel = new SyncPanel(page);
  await panel.chooseOnly([SERIAL]);
  await panel.chooseDays(days);
  await keepScreen(page, 'sync-estimate');
  await panel.start();
  return panel.finish(SYNC_MS);
}
/** The system's folder dialog, answered for the person. */
const answerFolderDialog = (app: ElectronApplication, folder: string) =>
  app.evaluate(({ dialog }, chosen) => {
    dialog.showOpenDialog = () => Promise.resolve({ canceled: false, filePaths: [chosen] });
  }, folder);

test('from an empty profile to an instrument’s levels, and all of it still there with the service gone', async ({
  start,
  home,
}) => {
  const problems: string[] = [];
  const compiled = () => statSync(path.join(home, 'window', 'core.code'));
  const first = await start({ LEQBOOK_API_URL: demo.url });
  const { page } = first;
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) problems.push(message.text());
  });
  page.on('pageerror', (error) => problems.push(error.message));

  const signIn = new SignInPage(page);
  await signIn.demoButton.waitFor();
  await keepScreen(page, 'sign-in');
  await signIn.exploreDemo();
  const fleet = new FleetPage(page);
  await expect(fleet.rows).toHaveCount(demo.world.instruments().length);
  await keepScreen(page, 'fleet-before-sync');
  expect(await syncOne(page, 7)).toContain('1 instrument');
  await keepScreen(page, 'fleet');

  await fleet.open(SERIAL);
  const instrument = new InstrumentPage(page);
  await instrument.showPeriod('7 d');
  const summary = await instrument.levelSummary();
  expect(Number(/(\d+) % of the period valid/.exec(summary)?.[1])).toBeGreaterThan(90);
  await keepScreen(page, 'levels');
  await instrument.openTab('Calibration');
  await expect(instrument.verdict).toBeVisible();
  await keepScreen(page, 'calibration');
  await instrument.openTab('Sounds');
  const sounds = new SoundsPage(page);
  await sounds.choose([0, 1]);
  await sounds.download(0, 20_000);
  await sounds.local(1).waitFor({ timeout: 20_000 });
  await keepScreen(page, 'sounds');
  await first.close();
  const { ino } = compiled();
  await demo.levers.goOffline();

  const again = await start({ LEQBOOK_API_URL: demo.url });
  const shell = new Shell(again.page);
  await expect(shell.offlineBanner).toContainText('Offline since');
  await expect(new FleetPage(again.page).row(SERIAL)).toContainText('online');
  await keepScreen(again.page, 'fleet-offline');
  await new FleetPage(again.page).open(SERIAL);
  const offline = new InstrumentPage(again.page);
  await expect(again.page.getByText(/^State as of .* · /)).toBeVisible();
  await offline.showPeriod('7 d');
  expect(await offline.levelSummary()).toContain('% of the period valid');
  await keepScreen(again.page, 'levels-offline');
  await offline.openTab('Sounds');
  const listed = new SoundsPage(again.page);
  await listed.local(0).waitFor();
  await listed.reviewButton.click();
  const review = new ReviewPage(again.page);
  await expect(review.playing).toBeVisible({ timeout: 20_000 });
  await expect.poll(() => review.played(), { timeout: 20_000 }).toBeGreaterThan(0.02);
  await keepScreen(again.page, 'sounds-offline');
  await again.close();
  expect(compiled().ino, 'the second start ran what the first had compiled').toBe(ino);
  expect(problems).toEqual([]);
});

test('recordings go to a folder of the person’s choice, each file whole and named by its time', async ({
  start,
}) => {
  const folder = await mkdtemp(path.join(tmpdir(), 'leqbook-export-'));
  try {
    const { app, page } = await start({ LEQBOOK_API_URL: demo.url });
    await answerFolderDialog(app, folder);
    await new SignInPage(page).exploreDemo();
    await syncOne(page, 7);
    await new FleetPage(page).open(SERIAL);
    const instrument = new InstrumentPage(page);
    await instrument.openTab('Sounds');
    const sounds = new SoundsPage(page);
    await sounds.choose([0, 1, 2]);
    await sounds.exportAs(/^Audio files/);
    const dialog = new ExportDialog(page);
    await dialog.chooseFolderButton.click();
    await dialog.chooseFormat('WAV');
    await keepScreen(page, 'export');
    await dialog.exportButton.click();
    await dialog.doneButton.waitFor({ timeout: 30_000 });
    await keepScreen(page, 'export-done');
    await dialog.finish(1_000);
    const report = await verifyFolder(folder, new AbortController().signal);
    expect([report.whole.length, report.altered, report.missing, report.foreign]).toEqual([3, [], [], []]);
    const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) =>
      name.endsWith('.wav'),
    );
    expect(files).toHaveLength(3);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});

test('a sync that is killed in the middle goes on by itself at the next start', async ({ start }) => {
  const first = await start({ LEQBOOK_API_URL: demo.url });
  await new SignInPage(first.page).exploreDemo();
  await new KeepPage(first.page).leaveOutSpectra();
  await new FleetPage(first.page).openSync();
  const panel = new SyncPanel(first.page);
  await panel.chooseOnly([SERIAL]);
  await panel.chooseDays(31);
  await panel.start();
  await expect
    .poll(() => demo.journal.filter((entry) => entry.path.includes('timehistory')).length, {
      timeout: SYNC_MS,
    })
    .toBeGreaterThan(1);
  await first.kill();

  const again = await start({ LEQBOOK_API_URL: demo.url });
  const shell = new Shell(again.page);
  await shell.goTo('Jobs');
  await expect(again.page.getByRole('paragraph').filter({ hasText: /^1 instrument, 31 days/ })).toBeVisible({
    timeout: SYNC_MS,
  });
  await keepScreen(again.page, 'jobs');
});

test('the core that dies is started again, and the window keeps its place', async ({ start }) => {
  const { app, page } = await start({ LEQBOOK_API_URL: demo.url });
  await new SignInPage(page).exploreDemo();
  await syncOne(page, 7);
  await new FleetPage(page).open(SERIAL);
  const instrument = new InstrumentPage(page);
  await instrument.levelSummary();
  const kept = path.join(
    await app.evaluate(({ app: electron }) => electron.getPath('userData')),
    'core.code',
  );
  writeFileSync(kept, 'the compiled form it ran from');
  const killed = await app.evaluate(({ app: electron }) => {
    const core = electron.getAppMetrics().find(({ name }) => name === 'Leqbook core');
    if (core !== undefined) process.kill(core.pid, 'SIGKILL');
    return core?.pid;
  });
  expect(killed).toBeGreaterThan(0);
  await instrument.showPeriod('1 h');
  await expect(instrument.heading).toContainText('railway');
  expect(await instrument.levelSummary()).toContain('% of the period valid');
  expect(existsSync(kept), 'what may have killed it is not run again').toBe(false);
});

test('without a service in the environment the app brings its own demo service', async ({ start }) => {
  const { page } = await start();
  await new SignInPage(page).exploreDemo();
  await expect(new FleetPage(page).rows).toHaveCount(demo.world.instruments().length);
});
