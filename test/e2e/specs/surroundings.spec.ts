/** Reads events, environment and health by mouse and by keyboard, and keeps pictures of them. */
import { expect } from 'playwright/test';
import { Gallery } from '../gallery';
import { SurroundingsPage } from '../pages/surroundings-page';
import { syncDemo, test } from '../support/synced-demo';

const NOISE = 'QT410233';
const GROUND = 'FKVB0317';
const AIR = 'AQ21D07';

test('events, environment and health are read by mouse and by keyboard, and look right', async ({
  start,
  demo,
}) => {
  test.setTimeout(150_000);
  const gallery = new Gallery(await start({ LEQBOOK_API_URL: demo.url }));
  const { page } = gallery.launched;
  const fleet = await syncDemo(page, { instruments: [NOISE, GROUND, AIR], days: 1 });
  await fleet.open(NOISE);
  const tabs = new SurroundingsPage(page);

  await tabs.openTab('Events');
  await tabs.detail.getByRole('img', { name: /^Levels of the event/ }).waitFor();
  const newest = await tabs.detail.getByRole('heading').innerText();
  await page.keyboard.press('j');
  await expect(tabs.detail.getByRole('heading')).not.toHaveText(newest);
  await expect(tabs.chosen).toBeFocused();
  await page.keyboard.press('k');
  await expect(tabs.detail.getByRole('heading')).toHaveText(newest);
  await tabs.events.getByRole('option').nth(3).click();
  await expect(tabs.detail).toContainText('4 of ');
  await gallery.keepAll('events--full');
  await page.keyboard.press('l');
  await page.getByRole('region', { name: 'Review' }).waitFor();
  await page.goBack();
  await tabs.detail.waitFor();

  await tabs.openTab('Environment');
  await tabs.settled();
  expect(await tabs.figures('Wind speed')).toMatch(/Wind mean \d+\.\d/);
  expect(await tabs.figures('Rain')).toMatch(/Rain in all \d+\.\d\d/);
  await tabs.point('Wind speed', 0.6);
  // One cursor for the whole stack.
  await expect(tabs.strip('Temperature').locator('.value')).not.toBeEmpty();
  await gallery.keepAll('environment--full', () => tabs.settled());

  await tabs.openTab('System');
  await tabs.settled();
  await expect(tabs.cards).toContainText('SIM data used');
  await expect(tabs.strip('LTE signal strength')).toContainText('unit not stated');
  await gallery.keepAll('system--full', () => tabs.settled());

  await page.getByRole('link', { name: 'Fleet' }).first().click();
  await fleet.open(GROUND);
  await tabs.openTab('Environment');
  await tabs.settled();
  await gallery.keep('environment--vibration');
  await tabs.openTab('System');
  await page.getByText('This instrument tells nothing of itself').waitFor();
  await gallery.keep('system--empty');
  await page.getByRole('link', { name: 'Fleet' }).first().click();
  await fleet.open(AIR);
  await tabs.openTab('Environment');
  await tabs.settled();
  await gallery.keep('environment--air');
  gallery.expectFlawless();
});
