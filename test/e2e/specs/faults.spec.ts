import { expect } from 'playwright/test';
import { startDemo, type Demo } from '../../support/demo';
import { test } from '../launch';
import { FleetPage } from '../pages/fleet-page';
import { InstrumentPage } from '../pages/instrument-page';
import { Shell } from '../pages/shell';
import { SignInPage } from '../pages/sign-in-page';
import { SoundsPage } from '../pages/sounds-page';
import { SyncPanel } from '../pages/sync-panel';

const SERIAL = 'QT410247';

let demo: Demo;
test.beforeEach(async () => {
  demo = await startDemo({ now: Date.now() });
});
test.afterEach(() => demo.close());

test('cut, failing and held-back answers delay a sync in the app and change nothing of what it brings', async ({
  start,
}) => {
  const { page } = await start({ LEQBOOK_API_URL: demo.url });
  await new SignInPage(page).exploreDemo();
  const match = '/data/noise/timehistory';
  demo.levers.cut({ match, atByte: 5_000, framing: 'none', end: 'fin', times: 1 });
  demo.levers.cut({ match, atByte: 5_000, framing: 'chunked-close', end: 'fin', times: 1 });
  demo.levers.cut({ match, atByte: 5_000, framing: 'length', end: 'rst', times: 1 });
  demo.levers.failNext(2, { match: '/data/noise/measurements', status: 503 });
  demo.levers.failNext(1, { match: '/data/calibrations', status: 429, retryAfter: '1' });
  await new FleetPage(page).openSync();
  const panel = new SyncPanel(page);
  await panel.chooseOnly([SERIAL]);
  await panel.chooseDays(1);
  await panel.start();
  const report = await panel.finish(60_000);
  expect(report).toContain('complete');
  expect(report).not.toContain('Missing');
  expect(demo.journal.filter(({ path }) => path.includes('timehistory')).length).toBeGreaterThan(3);
  await new FleetPage(page).open(SERIAL);
  const instrument = new InstrumentPage(page);
  await instrument.showPeriod('24 h');
  expect(await instrument.levelSummary()).toMatch(/(9\d|100) % of the period valid/);
});

test('a recording that was cut is fetched again before it can be played', async ({ start }) => {
  const { page } = await start({ LEQBOOK_API_URL: demo.url });
  await new SignInPage(page).exploreDemo();
  await new FleetPage(page).openSync();
  const panel = new SyncPanel(page);
  await panel.chooseOnly([SERIAL]);
  await panel.chooseDays(2);
  await panel.start();
  await panel.finish(60_000);
  await new FleetPage(page).open(SERIAL);
  const instrument = new InstrumentPage(page);
  await instrument.openTab('Sounds');
  const sounds = new SoundsPage(page);
  await sounds.rows.first().waitFor();
  demo.levers.cut({ match: '/data/audio/', atByte: 20_000, framing: 'none', end: 'fin', times: 1 });
  demo.levers.cut({ match: '/data/audio/', atByte: 44, framing: 'chunked-close', end: 'rst', times: 1 });
  await sounds.choose([0]);
  await sounds.download(0, 30_000);
  const fetches = demo.journal.filter(({ path }) => /\/data\/audio\/./.test(path));
  expect(fetches.length).toBe(3);
});

test('a network that goes and comes back is waited out, and the banner follows it', async ({ start }) => {
  const { page } = await start({ LEQBOOK_API_URL: demo.url });
  await new SignInPage(page).exploreDemo();
  const shell = new Shell(page);
  await new FleetPage(page).row(SERIAL).waitFor();
  await demo.levers.goOffline();
  await new FleetPage(page).openSync();
  const panel = new SyncPanel(page);
  await panel.chooseOnly([SERIAL]);
  await panel.chooseDays(1);
  await panel.start();
  await expect(panel.dialog).toContainText(/No network/, { timeout: 20_000 });
  await expect(shell.offlineBanner).toContainText('Offline since');
  await demo.levers.goOnline();
  expect(await panel.finish(60_000)).toContain('complete');
  await expect(shell.offlineBanner).toBeHidden();
});
