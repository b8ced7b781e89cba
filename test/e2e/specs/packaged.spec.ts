import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { FuseV1Options, getCurrentFuseWire } from '@electron/fuses';
import { expect, type Page } from 'playwright/test';
import { launchPackaged, root, test } from '../launch';
import { SyncPanel } from '../pages/sync-panel';

const fromEnv = process.env['PACKAGED_APP'];
const executable =
  fromEnv !== undefined && fromEnv !== '' ? fromEnv : path.join(root, 'release/linux-unpacked/leqbook-app');
test.skip(!existsSync(executable), 'there is no package: run `npm run dist`, or name one in PACKAGED_APP');

const folder = path.dirname(executable);
const asar = path.join(folder, 'resources/app.asar');

const SERIAL = 'QT410247';
const SYNC_TIMEOUT_MS = 40_000;

/** Runs the command line that is shipped beside the app, on a machine without a display. */
async function commandLine(
  home: string,
  args: readonly string[],
  input = '',
): Promise<[number, string, string]> {
  const env = { ...process.env, LEQBOOK_HOME: home, DISPLAY: undefined, WAYLAND_DISPLAY: undefined };
  const child = spawn(path.join(folder, 'leqbook'), args, { env });
  let [out, err] = ['', ''];
  child.stdout.setEncoding('utf8').on('data', (text: string) => (out += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (err += text));
  child.stdin.end(input);
  const [code] = (await once(child, 'close')) as [number];
  return [code, out, err];
}

/** How many pixels of the chart are drawn on. */
const inkOf = (page: Page): Promise<number> =>
  page.locator('.uplot canvas').evaluate((canvas) => {
    const { width, height } = canvas as HTMLCanvasElement;
    const drawn =
      (canvas as HTMLCanvasElement).getContext('2d')?.getImageData(0, 0, width, height).data ?? [];
    let ink = 0;
    for (let alpha = 3; alpha < drawn.length; alpha += 4) if (drawn[alpha] !== 0) ink++;
    return ink;
  });

test('the packaged app explores the demo account, syncs and draws a chart', async ({ home }) => {
  const app = await launchPackaged(executable, home);
  try {
    const { page } = app;
    await page.getByRole('button', { name: 'Explore the demo account' }).click();
    await page.getByRole('button', { name: 'Sync', exact: true }).click();
    const panel = new SyncPanel(page);
    await panel.chooseOnly([SERIAL]);
    await panel.chooseDays(7);
    await panel.start();
    await panel.finish(SYNC_TIMEOUT_MS);
    await page.getByRole('row', { name: SERIAL }).click();
    await expect.poll(() => inkOf(page)).toBeGreaterThan(5_000);
    await page.screenshot({ path: path.join(root, 'test-results/screens/packaged.png') });
    await app.close();
  } finally {
    await app.kill();
  }
});

test('the packaged app is sealed: its fuses are those of production', async () => {
  const wire = await getCurrentFuseWire(executable);
  // In the executable, a fuse that is on is the character 1.
  const on = (fuse: FuseV1Options) => Number(wire[fuse]) === '1'.charCodeAt(0);
  expect({
    runAsNode: on(FuseV1Options.RunAsNode),
    cookieEncryption: on(FuseV1Options.EnableCookieEncryption),
    nodeOptions: on(FuseV1Options.EnableNodeOptionsEnvironmentVariable),
    inspect: on(FuseV1Options.EnableNodeCliInspectArguments),
    asarIntegrity: on(FuseV1Options.EnableEmbeddedAsarIntegrityValidation),
    onlyAsar: on(FuseV1Options.OnlyLoadAppFromAsar),
    browserSnapshot: on(FuseV1Options.LoadBrowserProcessSpecificV8Snapshot),
    fileProtocolPrivileges: on(FuseV1Options.GrantFileProtocolExtraPrivileges),
  }).toEqual({
    runAsNode: false,
    cookieEncryption: true,
    nodeOptions: false,
    inspect: false,
    asarIntegrity: true,
    onlyAsar: true,
    browserSnapshot: false,
    fileProtocolPrivileges: false,
  });
});

test('the package holds the app in an archive, its own native modules and one language', () => {
  test.skip(process.platform === 'darwin', 'an app bundle of macOS has other folders');
  const notices = readFileSync(path.join(folder, 'resources/THIRD-PARTY-NOTICES.txt'), 'utf8');
  for (const name of ['better-sqlite3', 'svelte', 'libvorbis', '@fontsource-variable/inter'])
    expect(notices).toContain(`\n${name}`);
  expect(existsSync(asar)).toBe(true);
  expect(existsSync(path.join(folder, 'resources/app'))).toBe(false);
  expect(readdirSync(path.join(folder, 'locales'))).toEqual(['en-US.pak']);
  const native = readdirSync(`${asar}.unpacked`, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.node'))
    .map((file) => file.split(path.sep).join('/'));
  const here = `${process.platform}-${process.arch}`;
  expect(native.some((file) => file.includes('/better-sqlite3/'))).toBe(true);
  expect(native.some((file) => file.includes('/keytar/'))).toBe(true);
  expect(native.filter((file) => file.includes('/prebuilds/') && !file.includes(`/${here}`))).toEqual([]);
});

test('the command line in the package works without a display and passes on what it is told', async ({
  home,
}) => {
  test.skip(process.platform !== 'linux', 'the launcher beside the program is the one for Linux');
  const [helpCode, help] = await commandLine(home, ['--help']);
  expect(help).toContain('sync');
  expect(helpCode).toBe(0);
  const [usageCode, out, err] = await commandLine(home, ['no-such-command']);
  expect([usageCode, out]).toEqual([2, '']);
  expect(err).toContain('no-such-command');
});

test('the command line in the package reads the key from standard input', async ({ home }) => {
  test.skip(process.platform !== 'linux', 'the launcher beside the program is the one for Linux');
  const [code, , err] = await commandLine(home, ['login'], '\n');
  // An empty key is no key; waiting for more input, or crashing, would not end like this.
  expect([code, err.length > 0]).toEqual([4, true]);
});
