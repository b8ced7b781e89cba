/** Reads environment, health and coverage by mouse and by keyboard, and keeps pictures of them. */
import { expect, type Page } from 'playwright/test';
import { Gallery, SMALL } from '../gallery';
import { SurroundingsPage } from '../pages/surroundings-page';
import { keepScreen } from '../screens';
import { setZoom } from '../support/set-zoom';
import { syncDemo, test } from '../support/synced-demo';

const NOISE = 'QT410233';
const GROUND = 'FKVB0317';
const AIR = 'AQ21D07';

/** What can be scrolled up and down at present. */
const scrolling = (page: Page): Promise<readonly string[]> =>
  page.evaluate(() =>
    [...document.querySelectorAll('*')]
      .filter(
        (node) =>
          node.scrollHeight > node.clientHeight + 1 && /auto|scroll/.test(getComputedStyle(node).overflowY),
      )
      .map((node) => `${node.tagName} ${node.className}`),
  );

test('environment, health and coverage are read by mouse and by keyboard, and look right', async ({
  start,
  demo,
}) => {
  test.setTimeout(150_000);
  const gallery = new Gallery(await start({ LEQBOOK_API_URL: demo.url }));
  const { page } = gallery.launched;
  const fleet = await syncDemo(page, { instruments: [NOISE, GROUND, AIR], days: 1 });
  await fleet.open(NOISE);
  const tabs = new SurroundingsPage(page);

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
  expect(await scrolling(page)).toHaveLength(1);
  await setZoom(gallery.launched.app, 2);
  await tabs.settled();
  expect(await scrolling(page)).toHaveLength(1);
  await tabs.strip('Statistics over time').scrollIntoViewIfNeeded();
  await keepScreen(page, 'system--200-per-cent');
  await tabs.openTab('Environment');
  await tabs.settled();
  expect(await scrolling(page)).toHaveLength(1);
  await tabs.strip('Temperature').scrollIntoViewIfNeeded();
  await keepScreen(page, 'environment--200-per-cent');
  await setZoom(gallery.launched.app, 1);
  await gallery.look('light', SMALL);

  await tabs.openTab('Coverage');
  await page.getByRole('slider').first().waitFor();
  await gallery.keepAll('coverage--full');
  expect(await scrolling(page)).toHaveLength(1);

  await page.getByRole('link', { name: 'Fleet' }).first().click();
  await fleet.open(GROUND);
  await tabs.openTab('Environment');
  await tabs.settled();
  await gallery.keep('environment--vibration');
  const shakes = tabs.strip('Velocity and frequency');
  await shakes.scrollIntoViewIfNeeded();
  await expect(shakes.getByRole('row')).toHaveCount(4);
  await gallery.keepAll('environment--shakes', () => shakes.scrollIntoViewIfNeeded());
  const doses = tabs.strip('Vibration dose by day and night');
  await expect(doses.getByRole('row')).not.toHaveCount(0);
  await doses.scrollIntoViewIfNeeded();
  await gallery.keep('environment--doses');
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
