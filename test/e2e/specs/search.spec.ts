/** Searches the demo account by keyboard, goes to what was found and back, and keeps a picture of it. */
import { expect } from 'playwright/test';
import { createWorld } from '../../../electron/demo/world/create-world';
import { startDemo, type Demo } from '../../support/demo';
import { Gallery } from '../gallery';
import { test } from '../launch';
import { FleetPage } from '../pages/fleet-page';
import { SignInPage } from '../pages/sign-in-page';
import { SyncPanel } from '../pages/sync-panel';

const KEY = 'mycirrus-123456-5EEDC0FFEE5EEDC0';
const NOISE = 'QT410233';
const SYNC_MS = 50_000;

let demo: Demo;
test.beforeEach(async () => {
  const now = Date.now();
  demo = await startDemo({ now, keys: [{ key: KEY }], world: createWorld({ seed: 1, epochMs: now }) });
});
test.afterEach(() => demo.close());

test('what is stored is found by words, gone to at its time, and come back from', async ({ start }) => {
  test.setTimeout(120_000);
  const gallery = new Gallery(await start({ LEQBOOK_API_URL: demo.url }));
  const { page } = gallery.launched;
  await new SignInPage(page).signIn(KEY, 'session');
  const fleet = new FleetPage(page);
  await fleet.rows.first().waitFor();
  await fleet.openSync();
  const panel = new SyncPanel(page);
  await panel.chooseOnly([NOISE]);
  await panel.chooseDays(1);
  await panel.start();
  await panel.finish(SYNC_MS);

  await page.keyboard.press('ControlOrMeta+k');
  await page.getByRole('combobox').fill('noise');
  const list = page.getByRole('listbox', { name: 'Found' });
  await expect(list).toContainText('Events');
  await gallery.keepAll('search--full');
  await list.getByRole('option').last().click();
  await page.getByRole('tab', { name: 'Events', selected: true }).waitFor();
  await expect.poll(() => page.url()).toMatch(/events\?from=.*&to=/);
  const there = page.url();

  await page.getByRole('tab', { name: 'Levels' }).click();
  // The time goes along; which event it was is no matter of the levels.
  await expect.poll(() => page.url()).toBe(there.replace('/events', '/levels').replace(/&event=.*$/, ''));
  await page.keyboard.press('Alt+ArrowLeft');
  await expect.poll(() => page.url()).toBe(there);
  await page.keyboard.press('Alt+ArrowLeft');
  await expect(page.getByRole('heading', { name: 'Fleet' })).toBeVisible();
  await page.keyboard.press('Alt+ArrowRight');
  await expect.poll(() => page.url()).toBe(there);
  gallery.expectFlawless();
});
