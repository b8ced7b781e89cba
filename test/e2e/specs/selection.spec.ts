/** A selection in the real app, taken along: its figures as a file, its looks as a picture, and all of it on paper. */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect } from 'playwright/test';
import { parseCsv } from '../../support/parse-csv';
import { Gallery } from '../gallery';
import { root, type Launched } from '../launch';
import { InstrumentPage } from '../pages/instrument-page';
import { LevelsPage } from '../pages/levels-page';
import { answerDialogs } from '../pages/passport-page';
import { expectPdf, lastPrinted, notePrints, readSheets } from '../pages/printed';
import { syncDemo, test } from '../support/synced-demo';

const SERIAL = 'QT410233';

/** Saves it where the system's dialog, answered for the person, says; resolves once the file is there. */
async function save(running: Launched, what: string, how: string, file: string): Promise<void> {
  await answerDialogs(running.app, { open: '', save: file });
  await running.page.getByRole('button', { name: `Save ${what}`, exact: true }).click();
  await running.page.getByRole('menuitem', { name: how }).click();
  await expect.poll(() => existsSync(file), { timeout: 30_000 }).toBe(true);
}
/** The file's own table, below the lines about it. */
function readTable(file: string): ReturnType<typeof parseCsv> & { readonly about: string } {
  const text = readFileSync(file, 'utf8').replace(/^\uFEFF/, '');
  const lines = text.split(/\r?\n/);
  const head = lines.findIndex((line) => /^("?)(Channel|From|Day)/.test(line));
  return { ...parseCsv(lines.slice(head).join('\n')), about: lines.slice(0, head).join('\n') };
}

test('a selection is saved as figures and picture, and printed with what it leaves out', async ({
  start,
  demo,
  home,
}) => {
  test.setTimeout(240_000);
  const gallery = new Gallery(await start({ LEQBOOK_API_URL: demo.url }));
  const { app, page } = gallery.launched;
  const to = (name: string) => path.join(home, name);
  const fleet = await syncDemo(page, { instruments: [SERIAL], days: 4, withoutSpectra: true });
  await fleet.open(SERIAL);
  await new InstrumentPage(page).levelSummary();
  const levels = new LevelsPage(page);

  await levels.drag(0.3, 0.34, ['Shift']);
  await levels.panel.getByRole('button', { name: 'Leave out…' }).click();
  await page.getByLabel('Why').fill('Lorry idling at the fence');
  await page.keyboard.press('Control+Enter');
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await levels.open('Over the limits');
  await page.getByRole('button', { name: 'New limit…' }).click();
  await page.getByLabel('Name').fill('Quiet hours');
  await page.getByLabel('Limit', { exact: true }).fill('62');
  await page.getByRole('textbox', { name: 'From', exact: true }).fill('23:00');
  await page.getByRole('textbox', { name: 'To', exact: true }).fill('7:00');
  await expect(page.getByText('over midnight')).toBeVisible();
  await gallery.keep('selection-limit');
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(page.getByText(/^Quiet hours: /)).toBeVisible();
  await levels.open('Over the limits');

  await page.getByRole('button', { name: 'All', exact: true }).click();
  await levels.plot.scrollIntoViewIfNeeded();
  await levels.drag(0.1, 0.95, ['Shift']);
  await expect(levels.panel.getByRole('heading')).toContainText(/[34] d/);
  await expect(levels.figure('L90 of 1 s LAeq')).toHaveText(/^\d+\.\d$/);
  await gallery.keepAll('selection-panel');

  await save(gallery.launched, 'Selection', 'Figures as CSV…', to('figures.csv'));
  const figures = readFileSync(to('figures.csv'), 'utf8');
  expect(figures).toContain(SERIAL);
  expect(figures).toMatch(/L90 of 1 s LAeq/);
  await save(gallery.launched, 'Selection', 'Picture as PNG…', to('picture.png'));
  const picture = readFileSync(to('picture.png'));
  expect(picture.subarray(1, 4).toString('latin1')).toBe('PNG');
  mkdirSync(path.join(root, 'test-results/screens'), { recursive: true });
  writeFileSync(path.join(root, 'test-results/screens/selection--picture.png'), picture);

  await levels.open('Days: Lden, day, evening, night');
  await save(gallery.launched, 'Days: Lden, day, evening, night', 'Figures as CSV…', to('days.csv'));
  expect(readTable(to('days.csv')).header.join()).toContain('Lden');
  await levels.open('Periods');
  await levels.open('Over the limits');
  await levels.open('Measurements in this span');
  await levels.table('Measurements').waitFor();
  await levels.table('Measurements').scrollIntoViewIfNeeded();
  await gallery.keep('selection-tables');

  await demo.levers.goOffline();
  await notePrints(app);
  await save(gallery.launched, 'Selection', 'Page as PDF…', to('selection.pdf'));
  const hash = await lastPrinted(app);
  gallery.expectFlawless();

  const sheets = await readSheets(page, hash, 'selection--printed');
  const pdf = expectPdf(to('selection.pdf'), sheets.length);
  writeFileSync(path.join(root, 'test-results/screens/selection.pdf'), pdf);
  expect(sheets.length).toBeLessThanOrEqual(2);
  const said = sheets.join(' ');
  for (const text of [
    SERIAL,
    'UTC',
    'No time zone of the site is set',
    'Lorry idling at the fence',
    'L90 of 1 s LAeq',
    'LEX,8h',
    'Quiet hours: LAeq,15 min over 62.0 dB',
    'Calibrations before and after',
    'Wind and rain were not judged',
    'Lnight 23:00',
  ])
    expect(said).toContain(text);
  expect(said).toMatch(/LCPeak \d+\.\d \d+\.\d at \d+ \w+ \d\d:\d\d:\d\d/);
});
