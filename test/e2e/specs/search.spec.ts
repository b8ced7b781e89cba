/** Searches the demo account by keyboard, goes to what was found and back, and keeps a picture of it. */
import { expect } from 'playwright/test';
import { Gallery } from '../gallery';
import { syncDemo, test } from '../support/synced-demo';

const NOISE = 'QT410233';

test('what is stored is found by words, gone to at its time, and come back from', async ({ start, demo }) => {
  test.setTimeout(120_000);
  const gallery = new Gallery(await start({ LEQBOOK_API_URL: demo.url }));
  const { page } = gallery.launched;
  await syncDemo(page, { instruments: [NOISE], days: 1 });

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
