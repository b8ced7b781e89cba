/** The calibration passport in the real app: read, completed by mouse and by keyboard, and printed. */
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, type ElectronApplication } from 'playwright/test';
import type { EntryInput } from '../../../electron/contract/people';
import { systemClock } from '../../../electron/core/clock';
import { openArchive } from '../../../electron/core/db/open';
import { startDemo, type Demo } from '../../support/demo';
import { Gallery } from '../gallery';
import { root, test } from '../launch';
import { FleetPage } from '../pages/fleet-page';
import { InstrumentPage } from '../pages/instrument-page';
import { KeepPage } from '../pages/keep-page';
import { answerDialogs, openedPath, PassportPage } from '../pages/passport-page';
import { expectPdf, readSheets, sizesIn } from '../pages/printed';
import { Shell } from '../pages/shell';
import { SignInPage } from '../pages/sign-in-page';
import { SyncPanel } from '../pages/sync-panel';

const KEY = 'mycirrus-123456-5EEDC0FFEE5EEDC0';
/** Its calibrations drift ever further. */
const DRIFTING = 'QT408816';
const DAY = 86_400_000;
const PNG_WIDTH_AT = 16;
const MINIMAL = '%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n';

let demo: Demo;
test.beforeEach(async () => {
  demo = await startDemo({ now: Date.now(), keys: [{ key: KEY }] });
});
test.afterEach(() => demo.close());

const isoDay = (ms: number): string => new Date(ms).toISOString().slice(0, 10);
test('a passport is read, completed with certificates and a microphone, and printed on one page', async ({
  start,
  home,
}) => {
  test.setTimeout(120_000);
  const gallery = new Gallery(await start({ LEQBOOK_API_URL: demo.url }));
  const { app, page } = gallery.launched;
  const files = { open: path.join(home, 'UKAS 4471.pdf'), save: path.join(home, 'passport') };
  writeFileSync(files.open, MINIMAL);
  await answerDialogs(app, files);
  await new SignInPage(page).signIn(KEY, 'session');
  const fleet = new FleetPage(page);
  await fleet.rows.first().waitFor();
  await fleet.open(DRIFTING);
  const passport = new PassportPage(page);
  await new InstrumentPage(page).openTab('Calibration');
  await page.getByRole('button', { name: 'Sync this instrument…' }).waitFor();
  await gallery.keep('passport--empty');

  await new KeepPage(page).leaveOutSpectra();
  await fleet.openSync();
  const panel = new SyncPanel(page);
  await panel.chooseOnly([DRIFTING]);
  await panel.chooseDays(10);
  await panel.start();
  await panel.finish(40_000);
  await fleet.open(DRIFTING);
  await new InstrumentPage(page).openTab('Calibration');
  await passport.verdict.waitFor();
  await expect(passport.unknowns).toContainText('No laboratory certificate of the calibrator is on file.');
  await expect(passport.stretches).toContainText('no calibration after yet');
  await gallery.keepAll('passport--full');

  await passport.addCertificate('Calibrator', '94-1187', isoDay(Date.now() - 340 * DAY));
  await passport.dialog.getByRole('button', { name: 'Attach…' }).click();
  await passport.dialog.getByText('UKAS 4471.pdf').waitFor();
  await gallery.keep('passport--certificate');
  await passport.save();
  await expect(passport.certificates).toContainText('due in');
  await passport.certificates.getByRole('button', { name: 'UKAS 4471.pdf' }).click();
  await expect.poll(() => openedPath(app)).toMatch(/documents[/\\][0-9a-f]{64}\.pdf$/);

  const picture = path.join(home, 'calibrations.png');
  await answerDialogs(app, { ...files, save: picture });
  await page.getByRole('button', { name: 'Save Calibrations' }).click();
  await page.getByRole('menuitem', { name: 'Picture as PNG…' }).click();
  await expect.poll(() => existsSync(picture)).toBe(true);
  expect(readFileSync(picture).readUInt32BE(PNG_WIDTH_AT)).toBeGreaterThan(1_000);
  await answerDialogs(app, files);

  const printed = await printOnOnePage(app, passport, `${files.save}.pdf`);
  // However large the screen is drawn, paper is not.
  for (let step = 0; step < 5; step++) await page.keyboard.press('Control+=');
  await expect.poll(() => page.evaluate(() => devicePixelRatio)).toBeCloseTo(2, 2);
  await new Shell(page).dismissNews();
  const zoomed = await printOnOnePage(app, passport, `${files.save}.pdf`);
  expect(sizesIn(printed)).toContainEqual(expect.stringMatching(/^letters of 24$/));
  expect(sizesIn(zoomed)).toEqual(sizesIn(printed));
  await page.keyboard.press('Control+0');

  const before = await passport.verdict.innerText();
  await page.getByRole('button', { name: 'Microphone changed…' }).focus();
  await page.keyboard.press('Enter');
  await passport.dialog.getByLabel('What').focus();
  await page.keyboard.type('Capsule after hail');
  await gallery.keep('passport--microphone');
  await page.keyboard.press('Enter');
  await expect(passport.calibrations).toContainText('Microphone changed: Capsule after hail');
  await expect(passport.verdict).toContainText('no drift yet');
  await expect(passport.unknowns).toContainText('nothing is compared across it');
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect.poll(() => passport.verdict.innerText()).toBe(before);
  gallery.expectFlawless();
  const [sheet] = await readSheets(page, PAGE, 'passport--printed');
  for (const said of [
    DRIFTING,
    'target 93.7 dB (94 dB calibrator, free-field corrected)',
    '94-1187, by its certificate',
    'no calibration after yet',
    'No laboratory certificate of the instrument is on file.',
    'Times in Europe/London',
  ])
    expect(sheet).toContain(said);
  expect(sheet).not.toContain('in Leqbook only.');

  await gallery.launched.close();
  await demo.levers.goOffline();
  addTooMuch(home);
  const again = await start({ LEQBOOK_API_URL: demo.url });
  await answerDialogs(again.app, files);
  await new FleetPage(again.page).open(DRIFTING);
  await new InstrumentPage(again.page).openTab('Calibration');
  await printOnOnePage(again.app, new PassportPage(again.page), `${files.save}.pdf`);
  const [crowded] = await readSheets(again.page, PAGE, 'passport--printed-too-much');
  expect(crowded).toMatch(/\d+ more things not known are in Leqbook only\./);
});

/** More than a sheet has room for, and words longer than any column. */
function addTooMuch(home: string): void {
  const accounts = path.join(home, 'accounts');
  const [account = ''] = readdirSync(accounts);
  const archive = openArchive(path.join(accounts, account, 'archive.db'), systemClock);
  const long = 'Laboratory beyond all measure '.repeat(6).trim();
  const added = Array.from({ length: 40 }, (_, index): EntryInput[] => [
    {
      instrument: DRIFTING,
      from: Date.now() - (index * 9 + 4) * DAY,
      added: { kind: 'microphone', text: long, serial: String(index) },
    },
    {
      instrument: DRIFTING,
      added: {
        ...{ kind: 'certificate', of: 'calibrator', serial: `${long} ${String(index)}`, number: long },
        ...{ issued: '2026-01-01', due: '2027-01-01' },
      },
    },
  ]);
  archive.people.put(added.flat(), Date.now(), 'ana');
  archive.close();
}

const PAGE = `#/print/passport/${DRIFTING}/Europe%2FLondon`;

async function printOnOnePage(
  app: ElectronApplication,
  passport: PassportPage,
  file: string,
): Promise<Buffer> {
  await passport.printButton.click();
  await expect(passport.page.getByText('Passport saved')).toBeVisible({ timeout: 20_000 });
  const pdf = expectPdf(file, 1);
  // The window it was drawn in is gone.
  expect(await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length)).toBe(1);
  const kept = path.join(root, 'test-results', 'screens');
  mkdirSync(kept, { recursive: true });
  writeFileSync(path.join(kept, 'passport.pdf'), pdf);
  return pdf;
}
