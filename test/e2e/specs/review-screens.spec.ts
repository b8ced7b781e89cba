/** Listens to sounds of the demo service with its real files, and keeps pictures of the review. */
import { expect } from 'playwright/test';
import { createWorld } from '../../../electron/demo/world/create-world';
import { startDemo, type Demo } from '../../support/demo';
import { Gallery } from '../gallery';
import { test } from '../launch';
import { FleetPage } from '../pages/fleet-page';
import { ReviewPage } from '../pages/review-page';
import { SignInPage } from '../pages/sign-in-page';
import { SyncPanel } from '../pages/sync-panel';

const KEY = 'mycirrus-123456-5EEDC0FFEE5EEDC0';
const INSTRUMENT = 'QT410233';
const SYNC_MS = 50_000;

let demo: Demo;
test.beforeEach(async () => {
  const now = Date.now();
  demo = await startDemo({ now, keys: [{ key: KEY }], world: createWorld({ seed: 1, epochMs: now }) });
});
test.afterEach(() => demo.close());

test('sounds are reviewed by keyboard, and look right in every theme and size', async ({ start }) => {
  test.setTimeout(180_000);
  const gallery = new Gallery(await start({ LEQBOOK_API_URL: demo.url }));
  const { page } = gallery.launched;
  const trouble: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error') trouble.push(message.text());
  });
  page.on('pageerror', (error) => trouble.push(String(error)));
  await new SignInPage(page).signIn(KEY, 'session');
  const fleet = new FleetPage(page);
  await fleet.rows.first().waitFor();
  await fleet.openSync();
  const panel = new SyncPanel(page);
  await panel.chooseOnly([INSTRUMENT]);
  await panel.chooseDays(7);
  await panel.start();
  await panel.finish(SYNC_MS);

  const review = new ReviewPage(page);
  await review.open();
  await review.spectrogram.waitFor({ timeout: 20_000 });
  await review.trace.waitFor();
  await expect(review.playing).toBeVisible();
  await expect.poll(() => review.played()).toBeGreaterThan(0.05);
  await page.keyboard.press('Space');
  await expect(review.playing).toHaveCount(0);
  await gallery.keepAll('review--full');
  console.log(trouble);
});
