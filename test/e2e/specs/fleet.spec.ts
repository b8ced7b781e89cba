/** What needs somebody today, over the demo account: by mouse, by keyboard, in every view, without a network. */
import { expect } from 'playwright/test';
import { createWorld } from '../../../electron/demo/world/create-world';
import { startDemo, type Demo } from '../../support/demo';
import { Gallery } from '../gallery';
import { test } from '../launch';
import { FleetPage } from '../pages/fleet-page';
import { KeepPage } from '../pages/keep-page';
import { Shell } from '../pages/shell';
import { SignInPage } from '../pages/sign-in-page';
import { SyncPanel } from '../pages/sync-panel';

const KEY = 'mycirrus-123456-5EEDC0FFEE5EEDC0';
const DRIFTING = 'QT408816';
const SILENT = 'QT377164';
const FAILING = 'G512044';
const SYNC_MS = 50_000;

let demo: Demo;
test.beforeEach(async () => {
  const now = Date.now();
  demo = await startDemo({ now, keys: [{ key: KEY }], world: createWorld({ seed: 1, epochMs: now }) });
});
test.afterEach(() => demo.close());

test('the fleet says what needs somebody, why, and where the evidence is', async ({ start }) => {
  test.setTimeout(150_000);
  const gallery = new Gallery(await start({ LEQBOOK_API_URL: demo.url }));
  const { page } = gallery.launched;
  const [fleet, shell] = [new FleetPage(page), new Shell(page)];
  await new SignInPage(page).signIn(KEY, 'session');
  await fleet.rows.first().waitFor();
  await expect(fleet.row(DRIFTING)).toContainText('Nothing known yet: not asked');
  await new KeepPage(page).leaveOutSpectra();
  await shell.goTo('Fleet');
  await fleet.openSync();
  const panel = new SyncPanel(page);
  await panel.chooseOnly([DRIFTING, SILENT, FAILING]);
  await panel.chooseDays(1);
  await panel.start();
  await panel.finish(SYNC_MS);

  // Worst first, each with its figure; what was not asked is not fine.
  await expect(fleet.row(SILENT)).toContainText(/Not online; no data/);
  await expect(fleet.row(DRIFTING)).toContainText(/Drift \+1\.\d\d dB, suspect \(over 1\.0 dB\)/);
  await expect(fleet.row(FAILING)).toContainText(/SIC \d\.\d dB below its baseline at 8 kHz \(Error\)/);
  await expect(fleet.row('Fell Top Quarry, east gate')).toContainText('Nothing known yet: not asked');
  await expect(fleet.rows.nth(0)).toContainText(SILENT);
  await gallery.keepAll('fleet--reasons');

  // A suggestion becomes a site with one click, and is undone with another.
  await page.getByRole('button', { name: 'Make it a site: Harrow Lane' }).click();
  await expect(page.getByRole('rowheader', { name: /^Harrow Lane 5 instruments/ })).toBeVisible();
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(page.getByRole('button', { name: 'Make it a site: Harrow Lane' })).toBeVisible();
  await page.getByRole('button', { name: 'Make it a site: Harrow Lane' }).click();
  await page.getByRole('button', { name: 'Make it a site: Marsh Road' }).click();
  await expect(page.getByRole('rowheader', { name: /^Marsh Road 2 instruments/ })).toBeVisible();
  await gallery.keep('fleet--sites');
  await page.getByRole('button', { name: 'Change the site Harrow Lane' }).click();
  const tags = page.getByRole('dialog').getByLabel('Tags');
  await tags.fill('rail');
  await tags.press('Enter');
  await expect(page.getByRole('rowheader', { name: /^Harrow Lane rail 5 instruments/ })).toBeVisible();

  // By keyboard: filter by a reason, go to its evidence.
  await page.keyboard.press('/');
  await page.keyboard.type('suspect');
  await expect(fleet.rows).toHaveCount(1);
  await fleet.filter.press('Tab');
  await fleet.row(DRIFTING).focus();
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('tab', { name: 'Calibration' })).toHaveAttribute('aria-selected', 'true');
  await shell.goTo('Fleet');

  // The other views show the same, and are remembered.
  await fleet.chooseView('Cards');
  await expect(page.getByRole('listitem').filter({ hasText: FAILING })).toContainText('below its baseline');
  await gallery.keepAll('fleet--cards');
  await fleet.chooseView('Plan');
  const plan = page.getByRole('group', { name: 'Plan of positions, north up' });
  await expect(plan).toBeVisible();
  await gallery.keepAll('fleet--plan');
  await page.getByRole('button', { name: 'Harrow Lane', exact: true }).click();
  await expect(plan.getByRole('button', { name: /^14 Station Road, back garden/ })).toBeVisible();
  await gallery.keep('fleet--plan-site');
  await shell.goTo('Jobs');
  await shell.goTo('Fleet');
  await expect(plan).toBeVisible();
  await plan.getByRole('button').first().focus();
  await page.keyboard.press('Enter');
  gallery.expectFlawless();
});
