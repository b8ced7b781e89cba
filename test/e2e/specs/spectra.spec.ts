/** Reads spectra by mouse and by keyboard, and keeps pictures of them. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, type Page } from 'playwright/test';
import { Gallery, SMALL } from '../gallery';
import { SpectraPage } from '../pages/spectra-page';
import { saveTo } from '../support/save-to';
import { syncDemo, test } from '../support/synced-demo';

const INSTRUMENT = 'QT410233';

async function openSpectra(page: Page): Promise<SpectraPage> {
  const fleet = await syncDemo(page, { instruments: [INSTRUMENT], days: 1 });
  await fleet.open(INSTRUMENT);
  const spectra = new SpectraPage(page);
  await spectra.tab.click();
  await spectra.drawn();
  return spectra;
}
const numbers = async (row: ReturnType<Page['locator']>): Promise<readonly number[]> =>
  (await row.locator('td').allInnerTexts()).map((text) =>
    Number(text.replace('\u2212', '-').replace(' %', '')),
  );

test('spectra are read by mouse and by keyboard, and look right in every theme and size', async ({
  start,
  demo,
}) => {
  test.setTimeout(150_000);
  const gallery = new Gallery(await start({ LEQBOOK_API_URL: demo.url }));
  const { page } = gallery.launched;
  const spectra = await openSpectra(page);

  await expect(spectra.bands).toHaveCount(10);
  await spectra.point(0.55, 0.7);
  const laeq = spectra.sums.getByRole('row', { name: /^LAeq/ });
  await expect(laeq.locator('td').first()).not.toHaveText('–');
  const kilohertz = spectra.bands.filter({ has: page.getByRole('rowheader', { name: '1 kHz' }) });
  const [cursor = NaN, mean = NaN, lowest = NaN, highest = NaN] = await numbers(kilohertz);
  expect(lowest).toBeLessThan(mean);
  expect(mean).toBeLessThan(highest);
  expect(cursor).toBeGreaterThanOrEqual(lowest);
  expect(cursor).toBeLessThanOrEqual(highest);
  await gallery.keepAll('spectra--full', async () => {
    await spectra.point(0.55, 0.7);
    await spectra.drawn();
  });

  // A click keeps the cursor; the pointer then names bands without moving it.
  const { x, y } = await spectra.place(0.4, 0.7);
  await page.mouse.click(x, y);
  await spectra.spectrum.getByRole('button', { name: 'Let it follow' }).waitFor();
  await spectra.choose('Show the spectrum as', 'Table');
  await gallery.keep('spectra--table');
  await spectra.spectrum.getByRole('button', { name: 'Copy as CSV' }).click();
  await page.getByText('Spectrum copied').waitFor();
  await spectra.spectrum.getByRole('button', { name: 'Let it follow' }).click();
  await spectra.choose('Show the spectrum as', 'Bars');

  // A stretch is selected by Shift and the mouse, or by keys alone.
  const whole = await numbers(kilohertz);
  await page.keyboard.down('Shift');
  await spectra.drag(0.3, 0.35);
  await page.keyboard.up('Shift');
  await spectra.sums.getByRole('columnheader', { name: 'Selection' }).waitFor();
  await expect.poll(async () => (await numbers(kilohertz))[1]).not.toBe(whole[1]);
  for (const theme of ['light', 'dark', 'sunlight'] as const) {
    await gallery.look(theme, SMALL);
    await spectra.drawn('selection');
    await gallery.keep('spectra--selected');
  }
  await gallery.look('light', SMALL);
  await spectra.spectrum.getByRole('button', { name: 'Whole span' }).click();
  await expect.poll(async () => (await numbers(kilohertz)).slice(1)).toEqual(whole.slice(1));
  for (const key of ['s', 'ArrowLeft', 'Enter', 'ArrowLeft', 'ArrowLeft', 'Enter'])
    await page.keyboard.press(key);
  await spectra.spectrum.getByRole('button', { name: 'Whole span' }).waitFor();
  await page.keyboard.press('Escape');
  await spectra.sums.getByRole('columnheader', { name: 'Span' }).waitFor();

  await spectra.drag(0.3, 0.4);
  await expect(
    page.getByRole('group', { name: 'Length of time' }).locator('[aria-pressed="true"]'),
  ).toHaveCount(0);
  const zoomed = await spectra.drawn();
  const picture = path.resolve('test-results/screens/saved-spectrogram.png');
  await saveTo(gallery.launched, picture, { what: 'Spectrogram', as: /PNG/ });
  expect(readFileSync(picture).subarray(1, 4).toString()).toBe('PNG');
  // The other tabs show the same time, and lead back to it.
  const time = page.getByRole('group', { name: 'Length of time' }).locator('+ p');
  const shown = await time.innerText();
  await page.getByRole('tab', { name: 'Environment' }).click();
  await page.getByRole('tab', { name: 'Environment', selected: true }).waitFor();
  await expect(time).toHaveText(shown);
  await spectra.tab.click();
  expect(await spectra.drawn()).toBe(zoomed);
  await spectra.keys.focus();
  await page.keyboard.press('ArrowRight');
  await expect.poll(() => spectra.drawn()).not.toBe(zoomed);
  await page.keyboard.press('+');
  const cell = kilohertz.locator('td').first();
  await page.keyboard.press('Shift+ArrowRight');
  await expect(cell).not.toHaveText('–');
  await gallery.keep('spectra--zoomed');

  await spectra.choose('Source', 'Measurements');
  await spectra.choose('Bands', 'Third-octave');
  await spectra.choose('Length of time', '24 h');
  await expect(spectra.bands).toHaveCount(36);
  await spectra.point(0.55, 0.7);
  await spectra.drawn();
  for (const theme of ['light', 'dark', 'sunlight'] as const) {
    await gallery.look(theme, SMALL);
    await spectra.point(0.55, 0.7);
    await spectra.drawn();
    await gallery.keep('spectra--thirds');
  }

  await spectra.choose('Weighting', 'C');
  await page.getByRole('heading', { name: 'Not kept' }).waitFor();
  for (const theme of ['light', 'dark', 'sunlight'] as const) {
    await gallery.look(theme, SMALL);
    await gallery.keep('spectra--not-kept');
  }
  await page.getByRole('tabpanel').getByRole('link', { name: 'What to keep' }).first().click();
  await page.getByRole('heading', { name: 'What to keep' }).waitFor();
  gallery.expectFlawless();
});
