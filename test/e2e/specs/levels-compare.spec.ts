/** Levels beside other values and beside those of other instruments: chosen, read, saved in the address, taken away. */
import { expect, type Page } from 'playwright/test';
import { Gallery } from '../gallery';
import { InstrumentPage } from '../pages/instrument-page';
import { LevelsPage } from '../pages/levels-page';
import { syncDemo, test } from '../support/synced-demo';

const SERIAL = 'QT410233';
const OTHERS = ['QT410247', 'QT408816', 'QT377120', 'QT377164', 'QT512009'];

async function openLevels(page: Page): Promise<LevelsPage> {
  const fleet = await syncDemo(page, { instruments: [SERIAL, ...OTHERS], days: 1, withoutSpectra: true });
  await fleet.open(SERIAL);
  await new InstrumentPage(page).levelSummary();
  return new LevelsPage(page);
}

test('levels are shown beside other values and beside other instruments, by mouse and by keyboard', async ({
  start,
  demo,
}) => {
  test.setTimeout(240_000);
  const gallery = new Gallery(await start({ LEQBOOK_API_URL: demo.url }));
  const { page } = gallery.launched;
  const levels = await openLevels(page);
  const legend = page.locator('.legend').first();
  await gallery.keepAll('levels-one');

  await levels.turn('Channels', ['Wind speed', 'LAF90']);
  await expect(legend).toContainText('Wind speed');
  await expect(legend).toContainText('m/s');
  await expect(legend).toContainText('LAF90 of measurements');
  await levels.turn('Channels', ['Temperature']);
  await expect(legend).toContainText('°C');
  await expect(legend).not.toContainText('m/s');
  await page.mouse.move(640, 360);
  await gallery.keepAll('levels-channels');
  await page.getByRole('button', { name: 'Channels', exact: true }).click();
  await gallery.keep('levels-channels-menu');
  await page.keyboard.press('Escape');
  await levels.turn('Channels', ['Temperature', 'LAF90']);

  // By keys alone: the menu, a word, the box below it.
  await page.getByRole('button', { name: 'Compare…' }).focus();
  await page.keyboard.press('Enter');
  await page.getByRole('searchbox', { name: 'Search the instruments' }).focus();
  await page.keyboard.type('QT410247');
  await expect(page.getByRole('dialog').getByRole('checkbox')).toHaveCount(1);
  await page.getByRole('dialog').getByRole('checkbox').focus();
  await page.keyboard.press('Space');
  await gallery.keep('levels-compare-menu');
  await page.keyboard.press('Escape');
  await expect(legend).toContainText('QT410247 LAeq');
  expect(page.url()).toContain('with=QT410247');
  await expect(levels.compared.getByRole('row')).toHaveCount(3);
  await expect(levels.compared.getByRole('row').nth(2)).toContainText(/\d\d\.\d/);
  await page.mouse.move(640, 360);
  await gallery.keepAll('levels-two');

  await levels.turn('Compare…', OTHERS.slice(1));
  await expect(levels.compared.getByRole('row')).toHaveCount(7);
  await levels.drag(0.4, 0.6, ['Shift']);
  await expect(levels.compared).toContainText('selection');
  for (const serial of OTHERS) await expect(legend).toContainText(`${serial} LAeq`);
  await page.mouse.move(500, 400);
  await gallery.keepAll('levels-six', () => levels.figure('L90 of 1 s LAeq').waitFor());

  await page
    .getByRole('button', { name: /^Compare no longer with .*QT512009/ })
    .first()
    .click();
  await expect(levels.compared.getByRole('row')).toHaveCount(6);
  await page.keyboard.press('Alt+ArrowLeft');
  await expect(levels.compared.getByRole('row')).toHaveCount(7);
  gallery.expectFlawless();
});
