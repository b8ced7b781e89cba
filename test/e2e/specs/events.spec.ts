/** Reads events by mouse and by keyboard: from link to link, with spectrum and sound, and keeps pictures of them. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect } from 'playwright/test';
import { Gallery, SMALL } from '../gallery';
import { SurroundingsPage } from '../pages/surroundings-page';
import { saveTo } from '../support/save-to';
import { syncDemo, test } from '../support/synced-demo';

const SERIAL = 'QT410233';
const GROUND = 'FKVB0317';

test('an event is read with its spectrum and sound, found again by its address, and led to from the levels', async ({
  start,
  demo,
  home,
}) => {
  test.setTimeout(150_000);
  const gallery = new Gallery(await start({ LEQBOOK_API_URL: demo.url }));
  const { page } = gallery.launched;
  const fleet = await syncDemo(page, { instruments: [SERIAL], days: 1 });
  await fleet.open(SERIAL);
  const tabs = new SurroundingsPage(page);
  const heading = tabs.detail.getByRole('heading', { level: 2 });

  await tabs.openTab('Events');
  await tabs.detail.getByRole('img', { name: /^Levels of the event/ }).waitFor();
  const newest = await heading.innerText();
  await page.keyboard.press('j');
  await expect(heading).not.toHaveText(newest);
  await expect(tabs.chosen).toBeFocused();
  await page.keyboard.press('k');
  await expect(heading).toHaveText(newest);
  await tabs.events.getByRole('option').nth(3).click();
  await expect(tabs.detail).toContainText('4 of ');
  const spectrum = tabs.detail.getByRole('img', { name: /^Spectrum of the event: Octave, Z/ });
  await spectrum.scrollIntoViewIfNeeded();
  await gallery.keepAll('events--full');

  // All that is listed goes into a file, and what is drawn into a picture.
  const [table, picture] = [
    path.join(home, 'events.csv'),
    path.resolve('test-results/screens/saved-event.png'),
  ];
  await saveTo(gallery.launched, table, { what: 'Events', as: /CSV/ });
  const total = Number((await tabs.detail.getByText(/^4 of \d+$/).innerText()).replace('4 of ', ''));
  const rows = readFileSync(table, 'utf8').trim().split('\n');
  expect(rows.filter((row) => /^\d{4}-\d\d-\d\dT/.test(row))).toHaveLength(total);
  await saveTo(gallery.launched, picture, { what: 'Levels of an event', as: /PNG/ });
  expect(readFileSync(picture).subarray(1, 4).toString()).toBe('PNG');

  // Its address names it: from another screen, the way back leads to it.
  const fourth = await heading.innerText();
  await tabs.openTab('System');
  await page.goBack();
  await expect(heading).toHaveText(fourth);
  await tabs.detail
    .getByRole('group', { name: 'Show the spectrum as' })
    .getByRole('button', { name: 'Table' })
    .click();
  const kilohertz = tabs.detail.getByRole('rowheader', { name: '1 kHz', exact: true });
  await kilohertz.scrollIntoViewIfNeeded();
  for (const theme of ['light', 'dark', 'sunlight'] as const) {
    await gallery.look(theme, SMALL);
    await kilohertz.scrollIntoViewIfNeeded();
    await gallery.keep('events--table');
  }
  await gallery.look('light', SMALL);

  // What the review fetched is played in place.
  await tabs.events.getByRole('option').filter({ hasText: 'audio not here' }).first().click();
  await expect(heading).not.toHaveText(fourth);
  await tabs.detail.getByRole('button', { name: 'Open in the review' }).waitFor();
  const sounding = await heading.innerText();
  await page.keyboard.press('l');
  const review = page.getByRole('region', { name: 'Review' });
  await review
    .getByRole('button', { name: 'Play' })
    .or(review.getByRole('button', { name: 'Pause' }))
    .waitFor();
  await expect(review.getByRole('button', { name: /^(Play|Pause)$/ })).toBeEnabled({ timeout: 30_000 });
  await page.goBack();
  await expect(heading).toHaveText(sounding);
  const pause = tabs.detail.getByRole('button', { name: 'Pause' });
  await page.keyboard.press('Space');
  await pause.waitFor();
  await expect(tabs.detail).toContainText(/(0\.[1-9]|[1-9]\d*\.\d) of \d/);
  await gallery.keep('events--playing');
  await page.keyboard.press('Space');
  await tabs.detail.getByRole('button', { name: 'Play' }).waitFor();

  // The levels show it, and its mark leads back to it.
  await tabs.detail.getByRole('link', { name: 'In Levels' }).click();
  const row = page.getByRole('slider', { name: 'Events' });
  await expect(row).toHaveAttribute('aria-valuetext', /arrow keys tell each/);
  await row.focus();
  await page.keyboard.press('Home');
  await expect(row).toHaveAttribute('aria-valuetext', /71\.0 dB/);
  await page.keyboard.press('Enter');
  await tabs.detail.getByRole('img', { name: /^Levels of the event/ }).waitFor();
  await expect.poll(() => page.url()).toMatch(/\/events\?from=.*&event=/);

  await page.getByRole('link', { name: 'Fleet' }).first().click();
  await fleet.open(GROUND);
  await tabs.openTab('Events');
  await page.getByRole('heading', { name: /^No events/ }).waitFor();
  await gallery.keepAll('events--empty');
  gallery.expectFlawless();
});
