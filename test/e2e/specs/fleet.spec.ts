/** What needs somebody today, over the demo account: by mouse, by keyboard, in every view, without a network. */
import { readdirSync } from 'node:fs';
import path from 'node:path';
import { expect } from 'playwright/test';
import { systemClock } from '../../../electron/core/clock';
import { openArchive } from '../../../electron/core/db/open';
import { Gallery } from '../gallery';
import { FleetPage } from '../pages/fleet-page';
import { Shell } from '../pages/shell';
import { SyncPanel } from '../pages/sync-panel';
import { signInDemo, syncDemo, test } from '../support/synced-demo';

const DRIFTING = 'QT408816';
const SILENT = 'QT377164';
const FAILING = 'G512044';

test('the fleet says what needs somebody, why, and where the evidence is', async ({ start, demo }) => {
  test.setTimeout(150_000);
  const gallery = new Gallery(await start({ LEQBOOK_API_URL: demo.url }));
  const { page } = gallery.launched;
  const shell = new Shell(page);
  const choice = { instruments: [DRIFTING, SILENT, FAILING], days: 1, withoutSpectra: true };
  const fleet = await syncDemo(page, choice);

  // Worst first, each with its figure; what was not asked is not fine.
  await expect(fleet.row(SILENT)).toContainText(/Not online; no data/);
  await expect(fleet.row(DRIFTING)).toContainText(/Drift \+1\.\d\d dB, suspect \(over 1\.0 dB\)/);
  await expect(fleet.row(FAILING)).toContainText(/SIC \d\.\d dB below its baseline at 8 kHz \(Error\)/);
  await expect(fleet.row('Fell Top Quarry, east gate')).toContainText('Nothing known yet: not asked');
  await expect(fleet.rows.nth(0)).toContainText(SILENT);
  await gallery.keepAll('fleet--reasons');

  // One click from a reason to its evidence: the time it is about, in the part of the page that shows it.
  await fleet
    .row(SILENT)
    .getByRole('link', { name: /no data/ })
    .click();
  await expect(page.getByRole('tab', { name: 'Coverage' })).toHaveAttribute('aria-selected', 'true');
  expect(page.url()).toMatch(/\/coverage\?from=\S+&to=/);
  await gallery.keep('fleet--evidence-silent');
  await shell.goTo('Fleet');
  await fleet
    .row(FAILING)
    .getByRole('link', { name: /below its baseline/ })
    .click();
  await expect(page.getByRole('heading', { name: 'SIC', exact: true })).toBeInViewport();
  await gallery.keep('fleet--evidence-sic');
  await shell.goTo('Fleet');

  // What was tried since, and brought nothing, is told on the row.
  demo.levers.stall({ where: 'before-headers' });
  await fleet.openSync();
  const panel = new SyncPanel(page);
  await panel.chooseOnly([DRIFTING]);
  await panel.start();
  await panel.cancel();
  await panel.doneButton.click();
  await expect(fleet.row(DRIFTING)).toContainText(/tried .*, no answer/);
  await expect(fleet.row(SILENT)).not.toContainText('no answer');
  await gallery.keep('fleet--tried-in-vain');

  // A suggestion becomes a site with one click, and is undone with another.
  await page.getByRole('button', { name: 'Make it a site: Harrow Lane' }).click();
  await expect(page.getByRole('rowheader', { name: /^Harrow Lane 5 instruments/ })).toBeVisible();
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(page.getByRole('button', { name: 'Make it a site: Harrow Lane' })).toBeVisible();
  await page.getByRole('button', { name: 'Make it a site: Harrow Lane' }).click();
  await page.getByRole('button', { name: 'Make it a site: Marsh Road' }).click();
  await expect(page.getByRole('rowheader', { name: /^Marsh Road 2 instruments/ })).toBeVisible();
  await gallery.keep('fleet--sites');
  await page.getByRole('button', { name: 'Change the site Harrow Lane' }).click();
  const tags = page.getByRole('dialog').getByLabel('Tags');
  await tags.fill('rail');
  // Which sites there are is read before one can be changed.
  await expect(page.getByRole('dialog').getByRole('button', { name: 'Save', exact: true })).toBeEnabled();
  await tags.press('Enter');
  await expect(page.getByRole('rowheader', { name: /^Harrow Lane rail 5 instruments/ })).toBeVisible();

  // By keyboard: filter by a reason, go to its evidence.
  await page.keyboard.press('/');
  await page.keyboard.type('suspect');
  await expect(fleet.rows).toHaveCount(1);
  await fleet.filter.press('Tab');
  await fleet.row(DRIFTING).focus();
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('tab', { name: 'Calibration' })).toHaveAttribute('aria-selected', 'true');
  await shell.goTo('Fleet');
  // As it was left.
  await expect(fleet.filter).toHaveValue('suspect');
  await fleet.filter.press('Escape');

  // The other views show the same, and are remembered.
  await fleet.chooseView('Cards');
  await expect(page.getByRole('listitem').filter({ hasText: FAILING })).toContainText('below its baseline');
  await gallery.keepAll('fleet--cards');
  await fleet.chooseView('Plan');
  const plan = page.getByRole('group', { name: 'Plan of positions, north up' });
  await expect(plan).toBeVisible();
  await gallery.keepAll('fleet--plan');
  await page.getByRole('button', { name: 'Harrow Lane', exact: true }).click();
  await expect(plan.getByRole('button', { name: /^14 Station Road, back garden/ })).toBeVisible();
  await gallery.keep('fleet--plan-site');
  await shell.goTo('Jobs');
  await shell.goTo('Fleet');
  await expect(plan).toBeVisible();
  await plan.getByRole('button').first().focus();
  await page.keyboard.press('Enter');
  gallery.expectFlawless();
});

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const SPENT = 'QT410247';
const FALLING = 'QT408816';

test('supply, SIM, coverage and certificates are reasons too, each with a way to its evidence', async ({
  start,
  demo,
  home,
}) => {
  test.setTimeout(120_000);
  const first = await start({ LEQBOOK_API_URL: demo.url });
  await signInDemo(first.page);
  await first.close();
  await demo.levers.goOffline();
  addTrouble(home);

  const gallery = new Gallery(await start({ LEQBOOK_API_URL: demo.url }));
  const { page } = gallery.launched;
  const [fleet, shell] = [new FleetPage(page), new Shell(page)];
  const reasons = [
    [SPENT, /^SIM budget 94 % used: 1,930 of 2,048 MB/, 'System'],
    [SPENT, /^Certificate overdue for \d+ days/, 'Calibration'],
    [FALLING, /^Supply 11\.4 V, 1\.2 V lower than a day before/, 'System'],
    [FALLING, /^\d\d % of the (last 7 days|6 d( .*)? asked for) held/, 'Coverage'],
    [FALLING, /^Certificate due in \d+ days/, 'Calibration'],
  ] as const;
  for (const [serial, text] of reasons)
    await expect(fleet.row(serial).getByRole('link', { name: text })).toBeVisible();
  await gallery.keepAll('fleet--all-reasons');
  for (const [serial, text, tab] of reasons) {
    await fleet.row(serial).getByRole('link', { name: text }).press('Enter');
    await expect(page.getByRole('tab', { name: tab })).toHaveAttribute('aria-selected', 'true');
    await page.getByRole('tabpanel').getByRole('heading').first().waitFor();
    if (tab === 'Coverage')
      await expect(page.getByRole('button', { name: '7 d', exact: true })).toHaveAttribute(
        'aria-pressed',
        'true',
      );
    await gallery.keep(`fleet--evidence-${tab.toLowerCase()}-${serial}`);
    await shell.goTo('Fleet');
  }
  gallery.expectFlawless();
});

/** What the demo's instruments have no trouble with. */
function addTrouble(home: string): void {
  const accounts = path.join(home, 'accounts');
  const [account = ''] = readdirSync(accounts);
  const archive = openArchive(path.join(accounts, account, 'archive.db'), systemClock);
  const now = Date.now();
  const record = (time: number, data: Record<string, unknown>) => ({
    ...{ key: String(time), time, until: undefined, data },
  });
  archive.records.upsert(
    'monitorcurrent',
    SPENT,
    [record(now - HOUR, { simUsage: 1_930, simQuota: 2_048 })],
    now,
  );
  const hours = Array.from({ length: 28 }, (_, index) => index + 1);
  const volts = (hoursAgo: number) => (hoursAgo <= 5 ? 11.4 : 12.6);
  archive.records.upsert(
    'monitorstats',
    FALLING,
    hours.map((ago) => record(now - ago * HOUR, { voltage: volts(ago) })),
    now,
  );
  const day = (ago: number) => Math.floor(now / DAY) * DAY - ago * DAY;
  for (const ago of [7, 6, 3, 2, 1])
    archive.series.write('timehistory', FALLING, [
      { channel: 'LAeq', stepMs: 1_000, start: day(ago), values: new Float64Array(86_400).fill(50) },
    ]);
  for (const [dataset, params] of [
    ['timehistory', '1s'],
    ['monitorstats', ''],
  ] as const)
    archive.coverage.put({
      ...{ dataset, params, instrument: FALLING, from: day(8), to: day(0), askedAt: now - HOUR },
      ...{ state: 'settled', asks: 1, why: undefined },
    });
  const isoDay = (ms: number) => new Date(ms).toISOString().slice(0, 10);
  const certificate = (serial: string, due: number) => ({
    instrument: serial,
    added: {
      ...{ kind: 'certificate' as const, of: 'instrument' as const, serial },
      ...{ issued: isoDay(due - 730 * DAY), due: isoDay(due) },
    },
  });
  archive.people.put([certificate(SPENT, now - 20 * DAY), certificate(FALLING, now + 30 * DAY)], now, 'ana');
  archive.close();
}
