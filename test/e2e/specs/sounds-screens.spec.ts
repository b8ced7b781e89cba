/** Keeps pictures of the library of sounds in its states, as the other screens are kept. */
import { expect } from 'playwright/test';
import { createWorld } from '../../../electron/demo/world/create-world';
import { startDemo, type Demo } from '../../support/demo';
import { Gallery, SMALL } from '../gallery';
import { test } from '../launch';
import { setZoom } from '../support/set-zoom';
import { FleetPage } from '../pages/fleet-page';
import { KeepPage } from '../pages/keep-page';
import { Shell } from '../pages/shell';
import { SignInPage } from '../pages/sign-in-page';
import { SoundsPage } from '../pages/sounds-page';
import { SyncPanel } from '../pages/sync-panel';

const KEY = 'mycirrus-123456-5EEDC0FFEE5EEDC0';
const [BUSY, OTHER] = ['QT410247', 'QT410233'];
const SYNC_MS = 60_000;
const LONG_NAME = 'Hosted beyond all measure '.repeat(12).slice(0, 300);

let demo: Demo;
let named: 'as usual' | 'far too long';
test.beforeEach(async () => {
  const now = Date.now();
  const world = createWorld({ seed: 1, epochMs: now });
  named = 'as usual';
  const instruments = () =>
    world.instruments().map((one) => (named === 'as usual' ? one : { ...one, name: LONG_NAME }));
  demo = await startDemo({ now, keys: [{ key: KEY }], world: { ...world, instruments } });
});
test.afterEach(() => demo.close());

async function sync(gallery: Gallery, days: number): Promise<void> {
  const { page } = gallery.launched;
  await new Shell(page).goTo('Fleet');
  await new FleetPage(page).openSync();
  const panel = new SyncPanel(page);
  await panel.chooseOnly([BUSY, OTHER]);
  await panel.chooseDays(days);
  await panel.start();
  await panel.finish(SYNC_MS);
}

test('the sounds of all instruments, in every state, theme and size', async ({ start }) => {
  test.setTimeout(240_000);
  const gallery = new Gallery(await start({ LEQBOOK_API_URL: demo.url }));
  const { page } = gallery.launched;
  const [shell, sounds] = [new Shell(page), new SoundsPage(page)];
  await new SignInPage(page).signIn(KEY, 'session');
  await new FleetPage(page).rows.first().waitFor();
  await shell.goTo('Sounds');
  await page.getByRole('heading', { name: 'Sounds were not asked for yet' }).waitFor();
  await gallery.keepAll('sounds--empty');
  await new KeepPage(page).leaveOutSpectra();
  await sync(gallery, 7);

  await shell.goTo('Sounds');
  await sounds.rows.nth(5).waitFor();
  const all = await sounds.total();
  await sounds.choose([0, 2]);
  await sounds.download(2, 30_000);
  await page.keyboard.press('1');
  await expect(sounds.row(0)).toContainText(/traffic/i);
  await expect(sounds.row(2)).toContainText(/traffic/i);
  await sounds.row(2).click();
  await expect(sounds.details).toContainText('SHA-256');
  await gallery.keepAll('sounds--full');

  const filters = [
    'Instrument',
    'Date',
    'Time of day',
    'Trigger',
    'Event type',
    'Level',
    'On this computer',
    'Tag',
  ] as const;
  for (const name of filters) {
    await sounds.openFilter(name);
    if (name === 'Instrument') await sounds.card.getByRole('checkbox').first().waitFor();
    for (const theme of name === 'Trigger' ? (['dark', 'sunlight', 'light'] as const) : []) {
      await gallery.look(theme, SMALL);
      await gallery.keep('sounds--filter-trigger');
    }
    await gallery.keep(`sounds--filter-${name.toLowerCase().replace(/ /g, '-')}`);
    await page.keyboard.press('Escape');
    await expect(sounds.card).toHaveCount(0);
  }
  await sounds.openFilter('On this computer');
  await sounds.card.getByRole('radio', { name: /^On this computer/ }).check();
  await expect.poll(() => sounds.total()).toBe(2);
  await sounds.closeFilter();
  await expect(sounds.chips).toContainText(['On this computer: yes', 'Clear all']);
  await gallery.keepAll('sounds--filtered');
  await shell.goTo('Jobs');
  await shell.goTo('Sounds');
  await expect.poll(() => sounds.total()).toBe(2);
  await sounds.openFilter('Level');
  await sounds.card.getByLabel('LAFMax from, dB').fill('139');
  await page.keyboard.press('Enter');
  await page.keyboard.press('Escape');
  await page.getByRole('heading', { name: 'No sound matches' }).waitFor();
  await gallery.keepAll('sounds--no-match');
  await sounds.clearAll();
  await expect.poll(() => sounds.total()).toBe(all);

  await sounds.downloadButton.click();
  await page.getByRole('dialog').getByText('not here yet').waitFor();
  await gallery.keepAll('sounds--download');
  await page.keyboard.press('Escape');
  await sounds.row(1).click();
  await page.keyboard.press('End');
  await expect(sounds.row(all - 1)).toBeFocused();
  await expect(sounds.row(all - 1)).toBeInViewport({ ratio: 0.9 });
  await gallery.keep('sounds--end');
  for (let step = 0; step < 3; step += 1) await page.keyboard.press('k');
  const place = await sounds.scrolled();
  await page.keyboard.press('Enter');
  await page.getByRole('region', { name: 'Review' }).waitFor();
  await page.keyboard.press('Escape');
  await expect(sounds.row(all - 4)).toBeFocused();
  expect(await sounds.scrolled()).toBe(place);

  // Drawn twice as large, all of a filter can be reached.
  await setZoom(gallery.launched.app, 2);
  await sounds.openFilter('Tag');
  await expect(sounds.card.getByRole('button', { name: 'Done' })).toBeInViewport({ ratio: 1 });
  await page.keyboard.press('Escape');
  await setZoom(gallery.launched.app, 1);

  named = 'far too long';
  demo.levers.hostileNames(true);
  await sync(gallery, 1);
  await shell.goTo('Sounds');
  await expect(page.getByText(/Hosted/).first()).toBeAttached();
  await gallery.keep('sounds--hostile');
  gallery.expectFlawless();
});
