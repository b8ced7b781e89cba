/** The job of each screen over ten instrument-years, by mouse and by keyboard, without a service and without a key. */
import { expect } from 'playwright/test';
import { Gallery } from '../gallery';
import { launch, makeHome, removeHome, test } from '../launch';
import { CoveragePage } from '../pages/coverage-page';
import { FleetPage } from '../pages/fleet-page';
import { InstrumentPage } from '../pages/instrument-page';
import { LevelsPage } from '../pages/levels-page';
import { PassportPage } from '../pages/passport-page';
import { ReviewPage } from '../pages/review-page';
import { Shell } from '../pages/shell';
import { SoundsPage } from '../pages/sounds-page';
import { SpectraPage } from '../pages/spectra-page';
import { SurroundingsPage } from '../pages/surroundings-page';
import { NOBODY, putBigArchive } from '../support/big-archive';

/** The first has sounds on this computer; the third drifts. */
const [FIRST, DRIFTING] = ['LQ70001', 'LQ70003'];
const MAKING_MS = 240_000;
const SAMPLES = 'every sample, 1 s';

test.describe.configure({ mode: 'serial' });
let home: string;
let gallery: Gallery;
test.beforeAll(async () => {
  test.setTimeout(MAKING_MS);
  home = makeHome();
  await putBigArchive(home);
  gallery = new Gallery(await launch(home, NOBODY));
});
test.afterAll(async () => {
  await gallery.launched.kill();
  removeHome(home);
});
test.beforeEach(async () => {
  await new Shell(gallery.launched.page).goTo('Fleet');
  const fleet = new FleetPage(gallery.launched.page);
  await fleet.rows.first().waitFor();
  // As it was left by the test before.
  await fleet.filter.fill('');
});

function pages() {
  const { page } = gallery.launched;
  return {
    page,
    shell: new Shell(page),
    fleet: new FleetPage(page),
    instrument: new InstrumentPage(page),
    levels: new LevelsPage(page),
    surroundings: new SurroundingsPage(page),
  };
}

test('what needs somebody leads to its evidence, by mouse and by keyboard', async () => {
  const { page, fleet } = pages();
  await expect(fleet.rows).toHaveCount(10);
  await gallery.keep('big--fleet');
  await fleet.filter.fill('suspect');
  await expect(fleet.row(DRIFTING)).toContainText(/suspect \(over 1\.0 dB\)/);
  await fleet
    .row(DRIFTING)
    .getByRole('link', { name: /suspect/ })
    .click();
  const passport = new PassportPage(page);
  await passport.verdict.waitFor();
  await gallery.keep('big--calibration');

  await page.keyboard.press('Alt+ArrowLeft');
  await fleet.rows.first().waitFor();
  await page.keyboard.press('/');
  await expect(fleet.filter).toBeFocused();
  await page.keyboard.press('ControlOrMeta+a');
  await page.keyboard.type(DRIFTING);
  await expect(fleet.rows).toHaveCount(1);
  await fleet.row(DRIFTING).focus();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('tab', { name: 'Levels' })).toHaveAttribute('aria-selected', 'true');
});

test('a year is zoomed to its seconds by the wheel, and a stretch of it is told and left out', async () => {
  const { page, fleet, instrument, levels } = pages();
  await fleet.open(FIRST);
  await instrument.showPeriod('All');
  expect(await instrument.levelSummary()).toMatch(/9\d % of the period valid$/);
  await gallery.keep('big--levels-year');
  const year = await instrument.levelSummary();
  await instrument.hoverChart(0.9);
  await page.mouse.wheel(0, -400);
  await expect(levels.plot).not.toHaveAttribute('aria-label', year);
  for (const [from, to] of [
    [0.9, 0.93],
    [0.4, 0.43],
    [0.4, 0.5],
    [0.4, 0.5],
  ] as const)
    await levels.drag(from, to);
  await expect(page.getByText(SAMPLES)).toBeVisible();
  await levels.drag(0.3, 0.6, ['Shift']);
  await expect(levels.figure('LAE')).toHaveText(/^\d+\.\d$/);
  const all = await levels.figure('LAeq').innerText();
  await gallery.keep('big--levels-selection');
  await levels.drag(0.4, 0.45, ['Shift']);
  await levels.panel.getByRole('button', { name: 'Leave out…' }).click();
  await page.getByLabel('Why').fill('A dog at the microphone');
  await page.keyboard.press('Control+Enter');
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await levels.drag(0.35, 0.5, ['Shift']);
  await expect(levels.panel).toContainText('Kept');
  await expect(levels.figure('LAeq')).not.toHaveText(all);
});

test('a year is zoomed, selected and told by keys alone', async () => {
  const { page, shell, instrument, levels } = pages();
  await shell.jumpTo(DRIFTING);
  await instrument.levelSummary();
  await levels.chart.focus();
  await page.keyboard.press('Escape');
  await expect(instrument.period('All')).toHaveAttribute('aria-pressed', 'true');
  await instrument.levelSummary();
  await expect(async () => {
    for (let times = 0; times < 6; times++) await page.keyboard.press('+');
    await expect(page.getByText(SAMPLES)).toBeVisible({ timeout: 300 });
  }).toPass();
  await page.keyboard.press('s');
  for (const key of ['Home', 'Enter', 'End', 'Enter']) await page.keyboard.press(key);
  await expect(levels.figure('LAeq')).toHaveText(/^\d+\.\d$/);
  await page.keyboard.press('Alt+ArrowLeft');
});

test('every tab is gone through by arrow keys, and shows what is held of a year', async () => {
  const { page, fleet, instrument, surroundings } = pages();
  await fleet.open(FIRST);
  await instrument.levelSummary();
  await page.getByRole('tab', { name: 'Levels' }).focus();
  const next = async (tab: string): Promise<void> => {
    await page.keyboard.press('ArrowRight');
    await expect(page.getByRole('tab', { name: tab })).toBeFocused();
  };
  await next('Spectra');
  await new SpectraPage(page).drawn();
  await gallery.keep('big--spectra');
  await next('Events');
  await surroundings.detail.getByRole('heading').first().waitFor();
  await gallery.keep('big--events');
  await next('Sounds');
  await new SoundsPage(page).rows.first().waitFor();
  await gallery.keep('big--sounds-tab');
  await next('Environment');
  await surroundings.settled();
  expect(await surroundings.figures('Wind speed')).toMatch(/Wind mean \d+\.\d/);
  await gallery.keep('big--environment');
  await next('Calibration');
  await new PassportPage(page).chart.waitFor();
  await next('System');
  await surroundings.settled();
  await expect(surroundings.cards).toContainText('SIM data used');
  await gallery.keep('big--system');
  await next('Coverage');
  const coverage = new CoveragePage(page);
  await coverage.showDays(365);
  await expect(coverage.strip('Noise time history')).toHaveAttribute('aria-label', /\d+ % held/);
  await gallery.keep('big--coverage');
  await page.getByRole('tab', { name: 'Coverage' }).focus();
  await next('Notes');
  await expect(page.getByRole('row').filter({ hasText: 'Visit 12' })).toHaveCount(1);
  await gallery.keep('big--notes');
});

test('the events of a year are gone through by mouse and by keys', async () => {
  const { page, fleet, surroundings } = pages();
  await fleet.open(FIRST);
  await surroundings.openTab('Events');
  const heading = surroundings.detail.getByRole('heading').first();
  await heading.waitFor();
  const newest = await heading.innerText();
  await surroundings.events.getByRole('option').nth(2).click();
  await expect(heading).not.toHaveText(newest);
  const third = await heading.innerText();
  await page.keyboard.press('j');
  await expect(heading).not.toHaveText(third);
  await page.keyboard.press('k');
  await expect(heading).toHaveText(third);
});

test('what was written is found among all by words and gone to, and a sound among all is heard', async () => {
  const { page, shell } = pages();
  await page.keyboard.press('ControlOrMeta+k');
  await page.getByRole('combobox').fill('lorry fence');
  const found = page.getByRole('option').filter({ hasText: 'Lorry idling' });
  await found.first().waitFor();
  await gallery.keep('big--search');
  await found.first().click();
  await expect.poll(() => page.url()).toMatch(/from=.*&to=/);

  await page.keyboard.press('ControlOrMeta+2');
  const sounds = new SoundsPage(page);
  await sounds.rows.first().waitFor();
  await expect.poll(() => sounds.total()).toBeGreaterThan(70_000);
  await sounds.openFilter('On this computer');
  await sounds.card.getByRole('radio', { name: /^On this computer/ }).check();
  await sounds.closeFilter();
  await expect.poll(() => sounds.total()).toBe(3);
  await gallery.keep('big--sounds');
  await sounds.row(0).focus();
  await page.keyboard.press('Enter');
  const review = new ReviewPage(page);
  await review.spectrogram.waitFor();
  // It plays by itself, as one goes from sound to sound.
  await expect(review.playing).toBeVisible();
  await page.keyboard.press('Space');
  await expect(review.playing).toHaveCount(0);
  await gallery.keep('big--review');
  await shell.goTo('Jobs');
});

test('nothing serious was found in any of it', () => {
  gallery.expectFlawless();
});
