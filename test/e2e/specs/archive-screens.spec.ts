/** Keeps pictures of coverage, of what to keep and of the export of data, as the other screens are kept. */
import { expect } from 'playwright/test';
import { createWorld } from '../../../electron/demo/world/create-world';
import { startDemo, type Demo } from '../../support/demo';
import { Gallery, SMALL } from '../gallery';
import { test } from '../launch';
import { CoveragePage } from '../pages/coverage-page';
import { DataExportDialog } from '../pages/data-export-dialog';
import { FleetPage } from '../pages/fleet-page';
import { InstrumentPage } from '../pages/instrument-page';
import { KeepPage } from '../pages/keep-page';
import { Shell } from '../pages/shell';
import { SignInPage } from '../pages/sign-in-page';
import { SyncPanel } from '../pages/sync-panel';

const KEY = 'mycirrus-123456-5EEDC0FFEE5EEDC0';
const SILENT = 'QT377164';
const SYNC_MS = 50_000;
const LONG_NAME = 'Hosted beyond all measure '.repeat(12).slice(0, 300);

let demo: Demo;
let named: 'as usual' | 'far too long';
test.beforeEach(async () => {
  const now = Date.now();
  const world = createWorld({ seed: 1, epochMs: now });
  named = 'as usual';
  const instruments = () =>
    world.instruments().map((one) => (named === 'as usual' ? one : { ...one, name: LONG_NAME }));
  demo = await startDemo({ now, keys: [{ key: KEY }], world: { ...world, instruments } });
});
test.afterEach(() => demo.close());

async function syncSilent(gallery: Gallery, days: number): Promise<void> {
  const { page } = gallery.launched;
  await new FleetPage(page).openSync();
  const panel = new SyncPanel(page);
  await panel.chooseOnly([SILENT]);
  await panel.chooseDays(days);
  await panel.start();
  await panel.finish(SYNC_MS);
}

test('coverage, what to keep and the export of data, in every theme and size', async ({ start }) => {
  test.setTimeout(150_000);
  const gallery = new Gallery(await start({ LEQBOOK_API_URL: demo.url }));
  const { page } = gallery.launched;
  const [fleet, shell, keep] = [new FleetPage(page), new Shell(page), new KeepPage(page)];
  await new SignInPage(page).signIn(KEY, 'session');
  await fleet.rows.first().waitFor();
  await syncSilent(gallery, 7);
  await fleet.open(SILENT);
  await new InstrumentPage(page).openTab('Coverage');
  const coverage = new CoveragePage(page);
  await coverage.strips.first().waitFor();
  await gallery.keepAll('coverage--full');
  await coverage.showDays(7);
  await expect.poll(() => coverage.gaps('Noise time history, 1 s')).toContain('Instrument offline');
  await coverage.hover('Noise time history, 1 s', 0.9);
  await gallery.keep('coverage--hover');
  for (const theme of ['light', 'dark', 'sunlight'] as const) {
    await gallery.look(theme, SMALL);
    await coverage.click('Noise time history, 1 s', 0.9);
    await expect(coverage.card).toContainText('The instrument was offline when this was asked for.');
    await gallery.keep('coverage--card');
    await page.keyboard.press('Escape');
    await expect(coverage.card).toHaveCount(0);
  }
  await gallery.look('light', SMALL);
  const dialog = new DataExportDialog(page);
  await dialog.openButton.click();
  await gallery.keepAll('data-export--full', () => dialog.size.waitFor());
  await page.keyboard.press('Escape');

  await shell.choose('What to keep');
  await keep.heading.waitFor();
  await gallery.keepAll('keep--full');
  await keep.instrument.selectOption(SILENT);
  await page.getByText('as for all').first().waitFor();
  await gallery.keepAll('keep--one');
  named = 'far too long';
  demo.levers.hostileNames(true);
  await shell.goTo('Fleet');
  await syncSilent(gallery, 1);
  await shell.choose('What to keep');
  await keep.instrument.selectOption(SILENT);
  await expect(page.getByText(/Hosted/).first()).toBeAttached();
  await gallery.keep('keep--hostile');
  gallery.expectFlawless();
});
