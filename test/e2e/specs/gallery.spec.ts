/**
 * Every screen and dialog in its states, looked at for cut-off text and for what shuts people out, and kept as a picture.
 * LEQBOOK_GALLERY=all keeps each in every theme and size, which takes minutes.
 * A sheet for each look (contact-*.html) shows them all.
 */
import path from 'node:path';
import { expect, type Page } from 'playwright/test';
import { openAccounts } from '../../../electron/core/accounts';
import { systemClock } from '../../../electron/core/clock';
import { openArchive } from '../../../electron/core/db/open';
import { keptLog } from '../../support/quiet-log';
import { Gallery, LARGE, SMALL, THEMES } from '../gallery';
import { root, test } from '../launch';
import { FleetPage } from '../pages/fleet-page';
import { LevelsPage } from '../pages/levels-page';
import { ReviewPage } from '../pages/review-page';
import { Shell } from '../pages/shell';
import { NOBODY, putBigArchive } from '../support/big-archive';
import { drawSheets, layOut } from '../support/contact-sheet';
import { behave, interceptPort, type Manner } from '../support/port';

const ALL = process.env['LEQBOOK_GALLERY'] === 'all';
const FOLDER = path.join(root, 'test-results', 'screens', 'gallery');
const SERIAL = 'LQ70001';
const MAKING_MS = 240_000;
const TABS = [
  ...['levels', 'spectra', 'events', 'sounds', 'environment', 'calibration', 'system', 'coverage'],
  'notes',
];
/** Names and addresses. */
const SCREENS: readonly (readonly [string, string])[] = [
  ['fleet', '#/fleet'],
  ...TABS.map((tab) => [tab, `#/instrument/${SERIAL}/${tab}`] as const),
  ['all-sounds', '#/sounds'],
  ['jobs', '#/jobs'],
  ['rules', '#/rules'],
  ['keep', '#/keep'],
];
const WAITING = '.loading[role="status"], [aria-busy="true"]';

async function show(page: Page, address: string): Promise<void> {
  await page.evaluate((hash) => (location.hash = hash), address);
  await page.reload();
  await page.locator('main').waitFor();
}

/** Until nothing waits, nor begins to wait with the next pictures that are drawn. */
async function rest(page: Page): Promise<void> {
  for (let round = 0; round < 3; round++) {
    await expect(page.locator(WAITING)).toHaveCount(0);
    await page.evaluate(
      () => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done)))),
    );
  }
  await expect(page.locator(WAITING)).toHaveCount(0);
}

/** In one theme and size, or in all of them. */
async function keep(gallery: Gallery, name: string): Promise<void> {
  for (const size of ALL ? [SMALL, LARGE] : [SMALL])
    for (const theme of ALL ? THEMES : (['light'] as const)) {
      await gallery.look(theme, size);
      await gallery.keep(`gallery/${name}`);
    }
  await gallery.look('light', SMALL);
}

async function keepScreens(
  gallery: Gallery,
  state: string,
  settle: (name: string) => Promise<unknown>,
): Promise<void> {
  for (const [name, address] of SCREENS) {
    // The archive of ten years was made, not synced: the screens of an account that was synced show its jobs.
    if (state === 'full' && name === 'jobs') continue;
    await show(gallery.launched.page, address);
    await settle(name);
    await keep(gallery, `${name}--${state}`);
  }
}

test('screens and dialogs full of data, and screens that wait or fail', async ({ home, start }) => {
  test.setTimeout(MAKING_MS + 60_000 * (ALL ? 20 : 2));
  await putBigArchive(home);
  const gallery = new Gallery(await start(NOBODY));
  const { page } = gallery.launched;
  await gallery.watchCanvases();
  await new FleetPage(page).rows.first().waitFor();
  await keepScreens(gallery, 'full', async (name) => {
    // Coverage begins with what is newest of the calendar, which is not in this archive.
    if (name === 'coverage') await page.getByRole('button', { name: 'All', exact: true }).click();
    await page.locator('main :is(h1, h2, table, [role="img"], [role="tab"])').first().waitFor();
    await rest(page);
  });
  await keepFleetViews(gallery);
  await keepDialogs(gallery);
  await keepReview(gallery);
  await interceptPort(page);
  const states: readonly (readonly [string, Manner, string])[] = [
    ['loading', 'never answered', WAITING],
    ['failed', 'refused', '.notice, [role="alert"]'],
  ];
  for (const [state, manner, sign] of states) {
    await behave(page, manner);
    await keepScreens(gallery, state, () => page.locator(sign).first().waitFor());
  }
  await end(gallery);
});

/** Whichever of the tests ends last lays out all of the pictures. */
async function end(gallery: Gallery): Promise<void> {
  if (ALL) await drawSheets(gallery.launched.app, FOLDER);
  else layOut(FOLDER);
  gallery.expectFlawless();
}

async function keepFleetViews(gallery: Gallery): Promise<void> {
  const { page } = gallery.launched;
  const fleet = new FleetPage(page);
  await show(page, '#/fleet');
  for (const view of ['Cards', 'Plan', 'Table'] as const) {
    await fleet.chooseView(view);
    if (view !== 'Table') await keep(gallery, `fleet-${view.toLowerCase()}--full`);
  }
}

/** Of a sound that is listed and was not fetched. */
async function keepReview(gallery: Gallery): Promise<void> {
  const { page } = gallery.launched;
  await show(page, `#/instrument/${SERIAL}/sounds`);
  await new ReviewPage(page).open();
  await rest(page);
  await keep(gallery, 'review--full');
}

async function keepDialogs(gallery: Gallery): Promise<void> {
  const { page } = gallery.launched;
  const shell = new Shell(page);
  const dialog = page.getByRole('dialog');
  const keepOpen = async (name: string): Promise<void> => {
    await dialog.waitFor();
    await keep(gallery, `dialog-${name}--full`);
    await page.keyboard.press('Escape');
    await expect(dialog).toHaveCount(0);
  };
  for (const [name, item] of [
    ['shortcuts', 'Keyboard shortcuts'],
    ['about', 'About Leqbook'],
  ] as const) {
    await shell.choose(item);
    await keepOpen(name);
  }
  await page.keyboard.press('ControlOrMeta+k');
  await page.getByRole('option').first().waitFor();
  await keepOpen('palette');
  await show(page, '#/fleet');
  await page.getByRole('button', { name: 'New site', exact: true }).click();
  await page.getByLabel('Name').fill('Quay Street');
  await keepOpen('site');
  for (const [name, tab, button] of [
    ['note', 'notes', 'New note…'],
    ['exclusion', 'notes', 'Leave out a stretch…'],
    ['certificate', 'calibration', 'Add a certificate…'],
    ['microphone', 'calibration', 'Microphone changed…'],
    ['export', 'levels', 'Export data…'],
    ['sync', 'levels', 'Sync'],
  ] as const) {
    await show(page, `#/instrument/${SERIAL}/${tab}`);
    await page.getByRole('button', { name: button, exact: true }).click();
    await keepOpen(name);
  }
  const levels = new LevelsPage(page);
  await show(page, `#/instrument/${SERIAL}/levels`);
  await levels.open('Over the limits');
  await page.getByRole('button', { name: 'New limit…' }).click();
  await keepOpen('limit');
}

test('screens without any data', async ({ home, start }) => {
  test.setTimeout(60_000 * (ALL ? 8 : 2));
  putEmptyArchive(home);
  const gallery = new Gallery(await start(NOBODY));
  const { page } = gallery.launched;
  await gallery.watchCanvases();
  await new FleetPage(page).rows.first().waitFor();
  await keepScreens(gallery, 'empty', async () => {
    await page.locator('main :is(h1, h2, table)').first().waitFor();
    await rest(page);
  });
  await end(gallery);
});

/** One instrument that is listed, and of which nothing was asked. */
function putEmptyArchive(home: string): void {
  const accounts = openAccounts(home, keptLog());
  const now = systemClock.now();
  accounts.save({
    ...{ id: 'empty', kind: 'cloud', label: 'Empty', createdAt: now },
    ...{ keyStored: false, rejected: false, prints: [] },
  });
  accounts.setActive('empty');
  const archive = openArchive(path.join(accounts.folder('empty'), 'archive.db'), systemClock);
  const data = { serialNumber: SERIAL, name: 'Harrow Lane', type: 'Noise', model: 'CR:950' };
  archive.instruments.replace([{ serial: SERIAL, data }], now);
  archive.close();
}
