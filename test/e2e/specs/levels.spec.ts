/** The job of the Levels screen: find a stretch, tell its figures, leave out what does not count, and see why. */
import { expect, type Page } from 'playwright/test';
import { Gallery } from '../gallery';
import { InstrumentPage } from '../pages/instrument-page';
import { LevelsPage } from '../pages/levels-page';
import { syncDemo, test } from '../support/synced-demo';

const SERIAL = 'QT410233';

async function openLevels(page: Page): Promise<void> {
  const fleet = await syncDemo(page, { instruments: [SERIAL], days: 2, withoutSpectra: true });
  await fleet.open(SERIAL);
  await new InstrumentPage(page).levelSummary();
}

test('a stretch is selected and its figures read by mouse and by keyboard', async ({ start, demo }) => {
  test.setTimeout(120_000);
  const gallery = new Gallery(await start({ LEQBOOK_API_URL: demo.url }));
  const { page } = gallery.launched;
  await openLevels(page);
  const levels = new LevelsPage(page);

  await levels.drag(0.4, 0.6, ['Shift']);
  await expect(levels.panel).toContainText('LAeq');
  await expect(levels.figure('L90 of 1 s LAeq')).toHaveText(/^\d+\.\d$/);
  await gallery.keepAll('levels-selection');
  await levels.chart.focus();
  await page.keyboard.press('Escape');
  await expect(levels.panel).toHaveCount(0);

  await page.keyboard.press('s');
  await expect(levels.selectButton).toHaveAttribute('aria-pressed', 'true');
  await page.keyboard.press('Home');
  await page.keyboard.press('Enter');
  for (let times = 0; times < 10; times++) await page.keyboard.press('ArrowRight');
  await gallery.keep('levels-selecting');
  await page.keyboard.press('Enter');
  await expect(levels.panel.getByRole('heading')).toContainText('4 h 48 min');
  await expect(levels.figure('LAE')).toHaveText(/^\d+\.\d$/);

  const all = await levels.figure('LAeq').innerText();
  await levels.drag(0.1, 0.15, ['Shift']);
  await levels.panel.getByRole('button', { name: 'Leave out…' }).click();
  await page.getByLabel('Why').fill('Lorry idling at the fence');
  await page.keyboard.press('Control+Enter');
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await levels.drag(0.1, 0.3, ['Shift']);
  await expect(levels.panel).toContainText('Kept');
  await expect(levels.figure('LAeq')).not.toHaveText(all);
  await levels.showRows(['Calibrations and SICs', 'Wind', 'Rain']);
  await levels.row('Left out').focus();
  await page.keyboard.press('Home');
  await expect(levels.row('Left out')).toHaveAttribute('aria-valuetext', /Lorry idling/);
  await levels.pointAt('Sounds', 0.6);
  await gallery.keepAll('levels-rows');
  await levels.showRows(['Calibrations and SICs', 'Wind', 'Rain', 'Coverage', 'Notes']);
  await levels.open('Days: Lden, day, evening, night');
  await expect(levels.table('Days: Lden, day, evening, night').getByRole('row').last()).toContainText('Lden');
  await levels.open('Periods');
  await expect(levels.table('Periods')).toContainText('LAeq,15 min');
  await levels.open('Periods');
  await levels.open('Over the limits');
  await page.getByRole('button', { name: 'New limit…' }).click();
  await page.getByLabel('Name').fill('Quiet hours');
  await page.getByLabel('Limit', { exact: true }).fill('30');
  await gallery.keep('levels-limit');
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(levels.table('Over the limits').getByRole('row').nth(1)).toContainText('Quiet hours');
  await levels.open('Periods');
  await gallery.keepAll('levels-tables', () => levels.table('Periods').waitFor());
  gallery.expectFlawless();
});
