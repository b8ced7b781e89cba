/**
 * Every screen and dialog in its states, looked at for cut-off text and for what shuts people out, and kept as a picture.
 * LEQBOOK_GALLERY=all keeps each in every theme and size, which takes minutes.
 */
import path from 'node:path';
import { expect, type Page } from 'playwright/test';
import { openAccounts } from '../../../electron/core/accounts';
import { systemClock } from '../../../electron/core/clock';
import { openArchive } from '../../../electron/core/db/open';
import { keptLog } from '../../support/quiet-log';
import { Gallery, LARGE, SMALL, THEMES } from '../gallery';
import { test } from '../launch';
import { FleetPage } from '../pages/fleet-page';
import { Shell } from '../pages/shell';
import { NOBODY, putBigArchive } from '../support/big-archive';
import { behave, interceptPort, type Manner } from '../support/port';

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

/** In one theme and size, or in all of them. */
async function keep(gallery: Gallery, name: string): Promise<void> {
  const all = process.env['LEQBOOK_GALLERY'] === 'all';
  for (const size of all ? [SMALL, LARGE] : [SMALL])
    for (const theme of all ? THEMES : (['light'] as const)) {
      await gallery.look(theme, size);
      await gallery.keep(`gallery/${name}`);
    }
  await gallery.look('light', SMALL);
}

async function keepScreens(gallery: Gallery, state: string, settle: () => Promise<unknown>): Promise<void> {
  for (const [name, address] of SCREENS) {
    await show(gallery.launched.page, address);
    await settle();
    await keep(gallery, `${name}--${state}`);
  }
}

test('screens and dialogs full of data, and screens that wait or fail', async ({ home, start }) => {
  test.setTimeout(MAKING_MS + 60_000 * (process.env['LEQBOOK_GALLERY'] === 'all' ? 15 : 2));
  await putBigArchive(home);
  const gallery = new Gallery(await start(NOBODY));
  const { page } = gallery.launched;
  await new FleetPage(page).rows.first().waitFor();
  await keepScreens(gallery, 'full', async () => {
    await page.locator('main :is(h1, h2, table, [role="img"], [role="tab"])').first().waitFor();
    await expect(page.locator(WAITING)).toHaveCount(0);
  });
  await keepFleetViews(gallery);
  await keepDialogs(gallery);
  await interceptPort(page);
  const states: readonly (readonly [string, Manner, string])[] = [
    ['loading', 'never answered', WAITING],
    ['failed', 'refused', '.notice, [role="alert"]'],
  ];
  for (const [state, manner, sign] of states) {
    await behave(page, manner);
    await keepScreens(gallery, state, () => page.locator(sign).first().waitFor());
  }
  gallery.expectFlawless();
});

async function keepFleetViews(gallery: Gallery): Promise<void> {
  const { page } = gallery.launched;
  const fleet = new FleetPage(page);
  await show(page, '#/fleet');
  for (const view of ['Cards', 'Plan', 'Table'] as const) {
    await fleet.chooseView(view);
    if (view !== 'Table') await keep(gallery, `fleet-${view.toLowerCase()}--full`);
  }
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
}

test('screens without any data', async ({ home, start }) => {
  test.setTimeout(60_000 * (process.env['LEQBOOK_GALLERY'] === 'all' ? 8 : 2));
  putEmptyArchive(home);
  const gallery = new Gallery(await start(NOBODY));
  const { page } = gallery.launched;
  await new FleetPage(page).rows.first().waitFor();
  await keepScreens(gallery, 'empty', async () => {
    await page.locator('main :is(h1, h2, table)').first().waitFor();
    await expect(page.locator(WAITING)).toHaveCount(0);
  });
  gallery.expectFlawless();
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
