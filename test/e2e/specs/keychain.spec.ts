import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import keytar from 'keytar';
import { expect, type Page } from 'playwright/test';
import { startDemo, type Demo } from '../../support/demo';
import { test } from '../launch';
import { FleetPage } from '../pages/fleet-page';
import { Shell } from '../pages/shell';
import { SignInPage } from '../pages/sign-in-page';
import { SyncPanel } from '../pages/sync-panel';
import { keepScreen } from '../screens';

const KEY = 'mycirrus-123456-5EEDC0FFEE5EEDC0';
const SERIAL = 'QT410247';

let demo: Demo;
test.beforeEach(async () => {
  demo = await startDemo({ now: Date.now(), keys: [{ key: KEY }] });
});
test.afterEach(async () => {
  for (const { account } of await keytar.findCredentials('Leqbook').catch(() => []))
    await keytar.deletePassword('Leqbook', account);
  await demo.close();
});
const stored = async () => (await keytar.findCredentials('Leqbook')).map(({ password }) => password);

async function sync(page: Page): Promise<void> {
  await new FleetPage(page).openSync();
  const panel = new SyncPanel(page);
  await panel.chooseOnly([SERIAL]);
  await panel.chooseDays(1);
  await panel.start();
  await panel.finish(60_000);
}

test('a key goes into the real keychain, opens the account after a restart, and is gone after signing out', async ({
  start,
}) => {
  const first = await start({ LEQBOOK_API_URL: demo.url });
  await new SignInPage(first.page).signIn(KEY);
  await expect(new FleetPage(first.page).rows).toHaveCount(demo.world.instruments().length);
  expect(await stored()).toEqual([KEY]);
  const [{ account } = { account: '' }] = await keytar.findCredentials('Leqbook');
  await first.close();

  const again = await start({ LEQBOOK_API_URL: demo.url });
  await sync(again.page);
  await again.close();
  await demo.levers.goOffline();

  const offline = await start({ LEQBOOK_API_URL: demo.url });
  await expect(new Shell(offline.page).offlineBanner).toContainText('Offline since');
  await expect(new FleetPage(offline.page).row(SERIAL)).toContainText('online');
  await new Shell(offline.page).signOut('keep');
  // Not by listing: that reads what is being deleted.
  await expect.poll(() => keytar.getPassword('Leqbook', account)).toBeNull();
  expect(await stored()).toEqual([]);
});

test.describe('signing in says what is wrong and what to do', () => {
  const cases = [
    ['wrong-key', () => demo.levers.revokeKey(KEY), /key/i],
    ['no-permission', () => demo.levers.dropScope('instruments:read', KEY), /instruments:read/],
    ['no-network', () => demo.levers.goOffline(), /network|reached/i],
    ['captive-portal', () => demo.levers.captivePortal('page'), /other than MyCirrus|network|reached/i],
    [
      'redirecting-portal',
      () => demo.levers.captivePortal('redirect'),
      /other than MyCirrus|network|reached/i,
    ],
  ] as const;
  for (const [name, pull, words] of cases)
    test(name, async ({ start }) => {
      const { page } = await start({ LEQBOOK_API_URL: demo.url });
      await pull();
      const signIn = new SignInPage(page);
      await signIn.signIn(KEY);
      await expect(signIn.problem).toContainText(words);
      await keepScreen(page, `sign-in-${name}`);
      expect(await stored()).toEqual([]);
    });
});

test('without a keychain it offers to keep the key for this session only', async ({ start }) => {
  const { page } = await start({
    LEQBOOK_API_URL: demo.url,
    DBUS_SESSION_BUS_ADDRESS: 'unix:path=/nonexistent',
  });
  const signIn = new SignInPage(page);
  await signIn.signIn(KEY);
  await expect(signIn.problem).toContainText(/keychain/i);
  await keepScreen(page, 'sign-in-no-keychain');
  await signIn.continueForThisSession();
  await expect(new FleetPage(page).rows).toHaveCount(demo.world.instruments().length);
});

test('a key in the environment opens its account without a keychain and is stored nowhere', async ({
  start,
}) => {
  const { page } = await start({ LEQBOOK_API_URL: demo.url, LEQBOOK_API_KEY: KEY });
  await expect(new FleetPage(page).rows).toHaveCount(demo.world.instruments().length);
  expect(await stored()).toEqual([]);
});

/** The command line of every process that can be seen. */
function commandLines(): readonly string[] {
  if (process.platform !== 'linux')
    return execFileSync('ps', ['-eo', 'args'], { encoding: 'utf8' }).split('\n');
  const processes = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  return processes.map((id) => {
    try {
      return readFileSync(`/proc/${id}/cmdline`, 'latin1');
    } catch {
      return ''; // It ended meanwhile.
    }
  });
}

/** The key as it might show up in bytes. */
const forms = [
  KEY,
  Buffer.from(KEY).toString('base64'),
  Buffer.from(KEY).toString('hex'),
  encodeURIComponent(KEY),
];

test('the key is in no file, no argument of any process and no page’s memory', async ({ start, home }) => {
  const { page, close } = await start({ LEQBOOK_API_URL: demo.url });
  await new SignInPage(page).signIn(KEY);
  await sync(page);
  demo.levers.revokeKey(KEY);
  await new FleetPage(page).openSync();
  const panel = new SyncPanel(page);
  await panel.start();
  await expect(panel.dialog).toContainText(/rejected|new key/i, { timeout: 30_000 });
  await keepScreen(page, 'sync-key-rejected');

  const session = await page.context().newCDPSession(page);
  const chunks: string[] = [];
  session.on('HeapProfiler.addHeapSnapshotChunk', ({ chunk }) => chunks.push(chunk));
  await session.send('HeapProfiler.takeHeapSnapshot', { reportProgress: false });
  const heap = chunks.join('');
  expect(heap.length).toBeGreaterThan(1_000_000);
  for (const form of forms) expect(heap.includes(form), 'the page’s heap').toBe(false);

  const lines = commandLines();
  expect(lines.some((line) => line.includes('--type=renderer'))).toBe(true);
  for (const form of forms) expect(lines.join('\n').includes(form), 'arguments of processes').toBe(false);
  await close();
  const files = readdirSync(home, { recursive: true, encoding: 'utf8' })
    .map((name) => path.join(home, name))
    .filter((file) => statSync(file, { throwIfNoEntry: false })?.isFile() === true);
  expect(files.some((file) => file.endsWith('archive.db'))).toBe(true);
  for (const file of files) {
    const content = readFileSync(file, 'latin1');
    for (const form of forms) expect(content.includes(form), file).toBe(false);
  }
});
