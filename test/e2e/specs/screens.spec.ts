/**
 * Keeps a picture of every screen in its states, themes and sizes, and looks on each for cut-off text and for what
 * shuts people out.
 */
import { expect, type Page } from 'playwright/test';
import { createWorld } from '../../../electron/demo/world/create-world';
import { startDemo, type Demo } from '../../support/demo';
import { Gallery, SMALL } from '../gallery';
import { test } from '../launch';
import { FleetPage } from '../pages/fleet-page';
import { InstrumentPage, type TabName } from '../pages/instrument-page';
import { KeepPage } from '../pages/keep-page';
import { Shell } from '../pages/shell';
import { SignInPage } from '../pages/sign-in-page';
import { SoundsPage } from '../pages/sounds-page';
import { SyncPanel } from '../pages/sync-panel';

const KEY = 'mycirrus-123456-5EEDC0FFEE5EEDC0';
const KEY_WITHOUT_INSTRUMENTS = 'mycirrus-123456-0000000000000000';
const BUSY = 'QT410247';
const LATE = 'QT512009';
const SILENT = 'QT377164';
const SYNC_MS = 40_000;
const LONG_NAME = 'Hosted beyond all measure '.repeat(12).slice(0, 300);

let demo: Demo;
let named: 'as usual' | 'far too long';
test.beforeEach(async () => {
  const now = Date.now();
  const world = createWorld({ seed: 1, epochMs: now });
  named = 'as usual';
  const instruments = () =>
    world.instruments().map((one) => (named === 'as usual' ? one : { ...one, name: LONG_NAME }));
  const keys = [{ key: KEY }, { key: KEY_WITHOUT_INSTRUMENTS, instruments: [] }];
  demo = await startDemo({ now, keys, world: { ...world, instruments } });
});
test.afterEach(() => demo.close());

async function startSync(page: Page, instruments: readonly string[], days: number): Promise<SyncPanel> {
  await new Shell(page).goTo('Fleet');
  await new FleetPage(page).openSync();
  const panel = new SyncPanel(page);
  await panel.chooseOnly(instruments);
  await panel.chooseDays(days);
  await panel.start();
  return panel;
}
async function openTab(page: Page, serial: string, tab: TabName): Promise<InstrumentPage> {
  await new Shell(page).goTo('Fleet');
  await new FleetPage(page).open(serial);
  const instrument = new InstrumentPage(page);
  await instrument.openTab(tab);
  return instrument;
}

test('signing in, and what stands where nothing is yet', async ({ start }) => {
  const gallery = new Gallery(await start({ LEQBOOK_API_URL: demo.url }));
  const { page } = gallery.launched;
  const [signIn, fleet, shell] = [new SignInPage(page), new FleetPage(page), new Shell(page)];
  await signIn.demoButton.waitFor();
  await gallery.keepAll('sign-in--empty');
  demo.levers.revokeKey(KEY);
  await signIn.signIn(KEY, 'session');
  await signIn.problem.waitFor();
  await gallery.keep('sign-in--failed');
  demo.levers.restoreKey(KEY);
  demo.levers.stall({ where: 'before-headers' });
  await signIn.signIn(KEY_WITHOUT_INSTRUMENTS, 'session');
  await page.getByRole('button', { name: 'Checking the key…' }).waitFor();
  await gallery.keep('sign-in--loading');
  await demo.levers.reset();
  await fleet.emptyHeading.or(signIn.problem).waitFor();
  if (await signIn.problem.isVisible()) await signIn.signIn(KEY_WITHOUT_INSTRUMENTS, 'session');
  await fleet.emptyHeading.waitFor();
  await gallery.keep('fleet--empty');
  await shell.goTo('Jobs');
  await gallery.keep('jobs--empty');

  await shell.choose('Add an account…');
  await gallery.keep('sign-in--accounts');
  await signIn.signIn(KEY, 'session');
  await fleet.rows.first().waitFor();
  await gallery.keep('fleet--not-synced');
  for (const tab of ['Levels', 'Calibration', 'Sounds', 'Coverage'] as const) {
    await openTab(page, BUSY, tab);
    await page.getByRole('button', { name: 'Sync this instrument…' }).waitFor();
    await gallery.keep(`${tab.toLowerCase()}--empty`);
  }
  await shell.goTo('Fleet');
  await fleet.filter.fill('no such instrument');
  await gallery.keep('fleet--no-match');
  gallery.expectFlawless();
});

test('the screens full of data, in every theme and size', async ({ start }) => {
  const gallery = new Gallery(await start({ LEQBOOK_API_URL: demo.url }));
  const { page } = gallery.launched;
  const [shell, fleet] = [new Shell(page), new FleetPage(page)];
  await new SignInPage(page).signIn(KEY, 'session');
  await fleet.rows.first().waitFor();

  await new KeepPage(page).leaveOutSpectra();

  demo.levers.stall({ where: 'before-headers', match: 'timehistory' });
  const panel = await startSync(page, [BUSY, LATE, SILENT], 7);
  await panel.progress.waitFor();
  await gallery.keep('sync--loading');
  await page.keyboard.press('Escape');
  await shell.goTo('Jobs');
  await gallery.keep('jobs--loading');
  await shell.goTo('Fleet');
  await gallery.keep('fleet--loading');
  await demo.levers.reset();
  await expect(shell.news).toContainText('Sync 3 instruments', { timeout: SYNC_MS });
  // It stays while it is pointed at.
  await shell.news.first().hover();
  for (const theme of ['light', 'dark', 'sunlight'] as const) {
    await gallery.look(theme, SMALL);
    await gallery.keep('fleet--news');
  }
  await gallery.look('light', SMALL);
  await shell.dismissNews();

  await gallery.keepAll('fleet--full');
  const instrument = await openTab(page, BUSY, 'Levels');
  await instrument.showPeriod('7 d');
  await gallery.keepAll('levels--full', () => instrument.levelSummary());
  await instrument.openTab('Calibration');
  await instrument.verdict.waitFor();
  await gallery.keepAll('calibration--full');
  await instrument.openTab('Sounds');
  const sounds = new SoundsPage(page);
  await sounds.choose([0, 1]);
  await sounds.download(1, 20_000);
  await gallery.keepAll('sounds-tab--full');
  await sounds.exportAs(/^Audio files/);
  await gallery.keepAll('export--full');
  await page.keyboard.press('Escape');
  await shell.goTo('Jobs');
  await expect(shell.news).toHaveCount(0);
  await gallery.keepAll('jobs--full');
  await shell.goTo('Fleet');
  await fleet.openSync();
  await gallery.keepAll('sync--full', () => panel.estimate.waitFor());
  await page.keyboard.press('Escape');
  gallery.expectFlawless();
});

test('gaps, what goes wrong, and names that nobody foresaw', async ({ start }) => {
  const gallery = new Gallery(await start({ LEQBOOK_API_URL: demo.url }));
  const { page } = gallery.launched;
  const [shell, fleet] = [new Shell(page), new FleetPage(page)];
  await new SignInPage(page).signIn(KEY, 'session');
  await fleet.rows.first().waitFor();
  await new KeepPage(page).leaveOutSpectra();
  const panel = await startSync(page, [LATE, SILENT], 7);
  await panel.finish(SYNC_MS);

  const late = await openTab(page, LATE, 'Levels');
  await late.showPeriod('7 d');
  await late.levelSummary();
  await gallery.keep('levels--late');
  expect(await late.gapReasons()).toContainEqual(expect.stringMatching(/may still come/));
  const silent = await openTab(page, SILENT, 'Levels');
  await silent.levelSummary();
  await expect(silent.period('7 d')).toHaveAttribute('aria-pressed', 'true');
  expect(await silent.gapReasons()).toEqual([expect.stringMatching(/instrument offline/)]);
  await silent.hoverChart(0.9);
  await gallery.keep('levels--silent');
  await silent.showPeriod('31 d');
  // Of 31 days, seven were asked for and four are there.
  expect(await silent.levelSummary()).toMatch(/, 13 % of the period valid$/);
  expect(await silent.gapReasons()).toContainEqual(expect.stringMatching(/not asked yet/));
  await gallery.keep('levels--not-asked');
  await page.getByRole('button', { name: 'Fetch them…' }).click();
  // Prefilled with as many days as the gap needs, not with the usual week.
  await expect(panel.dialog.getByRole('radio', { name: '7 days', exact: true })).not.toBeChecked();
  await gallery.keep('sync--of-a-gap');
  await page.keyboard.press('Escape');

  await demo.levers.goOffline();
  await startSync(page, [BUSY], 7);
  await expect(panel.dialog).toContainText(/network|reached/i);
  await expect(shell.offlineBanner).toBeVisible();
  await gallery.keep('sync--offline');
  await panel.cancel();
  await panel.doneButton.click();
  await fleet.openSync();
  await expect(panel.dialog).toContainText('There is no network now.');
  await gallery.keep('sync--before-offline');
  await page.keyboard.press('Escape');
  await gallery.keep('fleet--offline');
  await demo.levers.goOnline();

  named = 'far too long';
  demo.levers.hostileNames(true);
  await startSync(page, [BUSY], 1);
  await panel.doneButton.waitFor({ timeout: SYNC_MS });
  await gallery.keep('sync--done');
  await panel.doneButton.click();
  await expect(fleet.row('etc/Hosted').first()).toBeVisible();
  await gallery.keepAll('fleet--hostile');
  await fleet.openSync();
  await gallery.keep('sync--hostile');
  await page.keyboard.press('Escape');
  for (const tab of ['Levels', 'Calibration', 'Sounds', 'Coverage'] as const) {
    await openTab(page, BUSY, tab);
    await expect(page.getByRole('tabpanel').getByText(/^Reading /)).toHaveCount(0);
    await expect(page.getByRole('heading', { level: 1 })).toContainText('Hosted');
    if (tab === 'Levels') await silent.levelSummary();
    await gallery.keep(`${tab.toLowerCase()}--hostile`);
  }
  await page.keyboard.press('ControlOrMeta+k');
  await gallery.keep('palette--hostile');
  await page.keyboard.press('Escape');

  demo.levers.revokeKey(KEY);
  await startSync(page, [BUSY], 7);
  await page.getByRole('button', { name: 'Enter a new key' }).first().waitFor();
  await panel.doneButton.waitFor();
  await expect(panel.dialog.getByText(/rejected the API key/)).toHaveCount(1);
  await gallery.keep('sync--failed');
  await panel.doneButton.click();
  await shell.goTo('Jobs');
  await gallery.keep('jobs--failed');
  await shell.goTo('Fleet');
  await gallery.keep('fleet--key-rejected');
  gallery.expectFlawless();
});

test('dialogs and menus', async ({ start }) => {
  const gallery = new Gallery(await start({ LEQBOOK_API_URL: demo.url }));
  const { page } = gallery.launched;
  const shell = new Shell(page);
  await new SignInPage(page).signIn(KEY, 'session');
  await new FleetPage(page).rows.first().waitFor();
  for (const theme of ['light', 'dark', 'sunlight'] as const) {
    await gallery.look(theme, SMALL);
    await shell.accountMenu.click();
    await page.getByRole('menu').waitFor();
    await gallery.keep('menu--full');
    await page.keyboard.press('Escape');
    for (const [name, item] of [
      ['shortcuts', 'Keyboard shortcuts'],
      ['about', 'About Leqbook'],
      ['sign-out', 'Sign out…'],
    ] as const) {
      await shell.choose(item);
      await page.getByRole('dialog').waitFor();
      await gallery.keep(`${name}--full`);
      await page.keyboard.press('Escape');
    }
    await page.keyboard.press('ControlOrMeta+k');
    await page.getByRole('option').first().waitFor();
    await gallery.keep('palette--full');
    await page.keyboard.press('Escape');
  }
  gallery.expectFlawless();
});
