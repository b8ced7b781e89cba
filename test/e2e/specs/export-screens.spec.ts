/** Keeps pictures of an export of sounds, from choosing to verifying, and of the jobs that it leaves. */
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, type Page } from 'playwright/test';
import { createWorld } from '../../../electron/demo/world/create-world';
import { startDemo, type Demo } from '../../support/demo';
import { Gallery, SMALL } from '../gallery';
import { test } from '../launch';
import { ExportDialog } from '../pages/export-dialog';
import { FleetPage } from '../pages/fleet-page';
import { KeepPage } from '../pages/keep-page';
import { Shell } from '../pages/shell';
import { SignInPage } from '../pages/sign-in-page';
import { SyncPanel } from '../pages/sync-panel';

const KEY = 'mycirrus-123456-5EEDC0FFEE5EEDC0';
const BUSY = 'QT410247';
const SYNC_MS = 50_000;
const EXPORT_MS = 50_000;

let demo: Demo;
let folder: string;
test.beforeEach(async () => {
  const now = Date.now();
  demo = await startDemo({ now, keys: [{ key: KEY }], world: createWorld({ seed: 1, epochMs: now }) });
  folder = mkdtempSync(path.join(tmpdir(), 'site-audio-'));
});
test.afterEach(async () => {
  await demo.close();
  rmSync(folder, { recursive: true, force: true });
});

async function syncBusy(page: Page): Promise<void> {
  await new FleetPage(page).openSync();
  const panel = new SyncPanel(page);
  await panel.chooseOnly([BUSY]);
  await panel.chooseDays(1);
  await panel.start();
  await panel.finish(SYNC_MS);
}

test('an export of sounds and its jobs, in every theme and size', async ({ start }) => {
  test.setTimeout(180_000);
  const gallery = new Gallery(await start({ LEQBOOK_API_URL: demo.url }));
  const { app, page } = gallery.launched;
  await app.evaluate(({ dialog }, chosen) => {
    dialog.showOpenDialog = () => Promise.resolve({ canceled: false, filePaths: [chosen] });
  }, folder);
  await new SignInPage(page).signIn(KEY, 'session');
  await new FleetPage(page).rows.first().waitFor();
  await new KeepPage(page).leaveOutSpectra();
  await new Shell(page).goTo('Fleet');
  await syncBusy(page);

  const exporting = new ExportDialog(page);
  await page.getByRole('navigation', { name: 'Screens' }).getByRole('link', { name: 'Sounds' }).click();
  await page.getByRole('button', { name: 'Export', exact: true }).click();
  await page.getByRole('menuitem', { name: /^Audio files/ }).click();
  const size = exporting.dialog.getByText('Files', { exact: true });
  await size.waitFor();
  await gallery.keepAll('export--start', () => size.waitFor());
  await exporting.chooseFolderButton.click();
  await expect(exporting.exportButton).toBeEnabled();
  await gallery.keepAll('export--ready');

  await exporting.namesButton.click();
  await gallery.keepAll('export--names');
  await exporting.template.fill('{year}/{colour}_{localTime}.{ext}');
  await exporting.dialog.getByText(/There is no field/).waitFor();
  for (const theme of ['light', 'dark', 'sunlight'] as const) {
    await gallery.look(theme, SMALL);
    await gallery.keep('export--problem');
  }
  await gallery.look('light', SMALL);
  await exporting.dialog.getByRole('button', { name: 'Usual names' }).click();
  await exporting.dialog.getByRole('button', { name: 'Hide how names are made' }).click();
  await exporting.chooseFormat('WAV');
  await exporting.dialog.getByRole('button', { name: 'none' }).click();
  await exporting.dialog.getByLabel('At most').fill('fast');
  await exporting.dialog.getByLabel('Stop at').fill('06:00');
  await gallery.keepAll('export--limits');
  await exporting.dialog.getByLabel('At most').fill('');
  await exporting.dialog.getByLabel('Stop at').fill('');
  await exporting.chooseFormat('FLAC');

  demo.levers.failNext(3, { match: '/data/audio/' });
  demo.levers.trickle({ bytesPerSecond: 40_000, match: '/data/audio/' });
  await exporting.exportButton.click();
  await exporting.dialog.getByText('Rate', { exact: true }).waitFor();
  await gallery.keepAll('export--running');
  await page.keyboard.press('Escape');
  await new Shell(page).goTo('Jobs');
  await gallery.keepAll('jobs--transfer');
  await page.getByRole('button', { name: 'Pause', exact: true }).click();
  await page
    .getByText(/· paused/)
    .first()
    .waitFor();
  await gallery.keep('jobs--paused');
  await demo.levers.reset();
  await page.getByRole('button', { name: 'Resume', exact: true }).click();
  await page.getByRole('button', { name: 'Show folder' }).waitFor({ timeout: EXPORT_MS });
  await gallery.keepAll('jobs--exported');

  const [altered = ''] = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) =>
    file.endsWith('.flac'),
  );
  writeFileSync(path.join(folder, altered), 'not any more');
  writeFileSync(path.join(folder, 'notes of the site.txt'), 'mine');
  await page.getByRole('button', { name: 'Verify a folder…' }).click();
  await page.getByRole('heading', { name: /^Altered/ }).waitFor({ timeout: EXPORT_MS });
  await gallery.keepAll('jobs--verified');
  gallery.expectFlawless();
});
