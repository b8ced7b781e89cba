import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { SessionState } from '../../electron/contract/model';
import { systemClock } from '../../electron/core/clock';
import { startCore, type TestCore } from '../support/core';
import { startDemo, TEST_NOW, type Demo } from '../support/demo';
import { PATIENT } from '../support/patient';
import { tempFolder } from '../support/temp';

const HOUR = 3_600_000;
const KEY = 'mycirrus-123456-AABBCCDD11223344';
const OTHER = 'mycirrus-999999-FFEEDDCC55667788';

let demo: Demo;
let home: string;
const cores: TestCore[] = [];

beforeEach(async () => {
  home = tempFolder('core');
  demo = await startDemo({ keys: [{ key: KEY }, { key: OTHER, instruments: ['QT377120'] }] });
});
afterEach(async () => {
  for (const core of cores.splice(0)) await core.close();
  await demo.close();
});
async function start(more: Partial<Parameters<typeof startCore>[0]> = {}): Promise<TestCore> {
  // The service's clock stands still; ours must run, since pacing and pauses are measured with it.
  const started = Date.now();
  const clock = { ...systemClock, now: () => demo.now() + Date.now() - started };
  const core = await startCore({ home, apiUrl: demo.url, clock, ...more });
  cores.push(core);
  return core;
}
const signIn = (core: TestCore, key = KEY) => core.call('session.signIn', { key, keep: 'keychain' });
const span = { from: TEST_NOW - 6 * HOUR, to: TEST_NOW };

test('sign in, sync, and everything is there after a restart without a network', async () => {
  const first = await start();
  await signIn(first);
  const serial = 'QT377120';
  const job = await first.ended(await first.call('sync.start', { instruments: [serial], span }));
  expect([job.state, job.issues]).toEqual(['done', []]);
  const before = await first.call('levels.query', {
    instrument: serial,
    channels: ['LAeq'],
    span,
    maxPoints: 360,
  });
  await first.close();
  await demo.levers.goOffline();

  const again = await start({ keychain: first.keychain });
  expect(again.session.state().state).toBe('signed-in');
  const entry = await again.call('fleet.get', { instrument: serial });
  expect(entry.status?.observedAt).toBeGreaterThanOrEqual(TEST_NOW);
  const after = await again.call('levels.query', {
    instrument: serial,
    channels: ['LAeq'],
    span,
    maxPoints: 360,
  });
  expect(after).toEqual(before);
  expect(after.validFraction).toBeGreaterThan(0.9);
  expect((await again.call('network.probe', undefined)).state).toBe('offline');
});

test('a second sync right after the first asks for nothing that is held', async () => {
  const core = await start();
  await signIn(core);
  const request = { instruments: ['QT377120'], span };
  await core.ended(await core.call('sync.start', request));
  const asked = demo.journal.length;
  await core.ended(await core.call('sync.start', request));
  const again = demo.journal.slice(asked).map(({ path: asked }) => asked);
  // But for the present state of a monitor, which is another each time.
  expect(again.filter((one) => one.includes('/data/'))).toEqual(['/v1/data/monitor/current']);
});

test('what a sync will cost follows what is kept, what an instrument can have, and what has been measured', async () => {
  const core = await start();
  await signIn(core);
  const serial = 'QT377120';
  const first = await core.ended(
    await core.call('sync.start', {
      instruments: [serial],
      days: 1,
      datasets: ['timehistory', 'measurements', 'recordings', 'events'],
    }),
  );
  expect(first.state).toBe('done');
  const request = { instruments: [serial], days: 3, datasets: ['timehistory' as const, 'ppv' as const] };
  const before = await core.call('sync.estimate', request);
  expect(before).toMatchObject({
    measured: true,
    skipped: [{ dataset: 'ppv', variant: '', instrument: serial, reason: 'type' }],
  });
  expect(before.diskBytes).toBeGreaterThan(100_000);
  expect(before.freeBytes).toBeGreaterThan(0);
  const choice = { instrument: serial, dataset: 'timehistory' as const };
  const plan = await core.call('keep.set', { choices: [{ ...choice, variant: '1s', days: 0 }] });
  const row = plan.rows.find((one) => one.instrument === serial && one.variant === '1s');
  expect(row).toMatchObject({ days: 0, from: 'instrument', measured: true, diskBytes: 0 });
  // What remains is the list of instruments and a status.
  expect(await core.call('sync.estimate', request)).toMatchObject({ requests: 2, diskBytes: 0 });
});

test('a second core on the same data leaves the first one’s unfinished jobs alone', async () => {
  const first = await start();
  await signIn(first);
  demo.levers.stall({ match: '/data/', where: 'before-headers', times: 100 });
  const job = await first.call('sync.start', { instruments: ['QT377120'], span });
  const asked = () => demo.journal.filter(({ path: one }) => one.includes('/data/')).length;
  await vi.waitUntil(() => asked() > 0, PATIENT);
  const before = asked();
  const second = await start({ keychain: first.keychain, whenOffline: 'stop' });
  await second.call('network.probe', undefined);
  expect(asked()).toBe(before);
  await first.close();
  await demo.levers.reset();
  const third = await start({ keychain: first.keychain, whenOffline: 'stop' });
  const unlocked = await third.ended(job);
  expect([unlocked.state, asked() > 0]).toEqual(['done', true]);
}, 60_000);

test('two keys are two accounts, and neither sees the data of the other', async () => {
  const core = await start();
  await signIn(core);
  await core.ended(
    await core.call('sync.start', { instruments: ['QT410247'], span, datasets: ['measurements'] }),
  );
  const first = core.session.state().account?.id ?? '';
  const second = await signIn(core, OTHER);
  expect(second.accounts).toHaveLength(2);
  const fleet = await core.call('fleet.list', undefined);
  expect(fleet.map(({ instrument }) => instrument.serial)).toEqual(['QT377120']);
  expect(await core.call('coverage.list', {})).toEqual([]);
  await core.call('session.use', { account: first });
  expect((await core.call('coverage.list', {})).length).toBeGreaterThan(0);
});

test('a key revoked in the middle of a sync stops it at once, and the data stays readable', async () => {
  const core = await start();
  await signIn(core);
  const states: SessionState['state'][] = [];
  core.on('session-changed', ({ state }) => states.push(state));
  await core.ended(
    await core.call('sync.start', { instruments: ['QT377120'], span, datasets: ['measurements'] }),
  );
  demo.levers.revokeKey(KEY);
  const job = await core.ended(await core.call('sync.start', { days: 31 }));
  expect([job.state, states.at(-1)]).toEqual(['failed', 'rejected']);
  const refused = demo.journal.findIndex(({ status }) => status === 401);
  // What was already on its way when the refusal arrived may still be refused; nothing is sent after that.
  expect(demo.journal.length - refused).toBeLessThanOrEqual(4);
  const { rows } = await core.call('measurements.list', { instrument: 'QT377120', span });
  expect(rows.length).toBeGreaterThan(0);
  await expect(signIn(core)).rejects.toMatchObject({ error: { kind: 'unauthorized' } });
  demo.levers.restoreKey(KEY);
  expect((await signIn(core)).state).toBe('signed-in');
});

test('a permission that is missing is named, and the rest is synced all the same', async () => {
  demo.levers.dropScope('data.audio:read', KEY);
  const core = await start();
  await signIn(core);
  const job = await core.ended(await core.call('sync.start', { instruments: ['QT377120'], span }));
  expect(job.issues.map(({ error, text }) => [error.kind, text.includes('data.audio:read')])).toEqual([
    ['forbidden', true],
  ]);
  const { rows } = await core.call('measurements.list', { instrument: 'QT377120', span });
  expect(rows.length).toBeGreaterThan(0);
});

test.each([
  ['a wrong key', (d: Demo) => d.levers.revokeKey(KEY), 'unauthorized'],
  [
    'a key that may not read instruments',
    (d: Demo) => d.levers.dropScope('instruments:read', KEY),
    'forbidden',
  ],
  ['no network', (d: Demo) => d.levers.goOffline(), 'offline'],
  ['a captive portal', (d: Demo) => d.levers.captivePortal('page'), 'offline'],
  ['a redirect to another host', (d: Demo) => d.levers.captivePortal('redirect'), 'offline'],
] as const)('signing in with %s says so and changes nothing', async (_name, pull, kind) => {
  const core = await start();
  await pull(demo);
  await expect(signIn(core)).rejects.toMatchObject({ error: { kind } });
  expect([core.session.state().state, core.keychain.size]).toEqual(['none', 0]);
});

test('signing out with the data deletes the archive; keeping it leaves it open to read', async () => {
  const core = await start();
  const { account } = await signIn(core);
  const archive = path.join(home, 'accounts', account?.id ?? '', 'archive.db');
  await core.call('session.signOut', { data: 'keep' });
  expect([existsSync(archive), core.keychain.size]).toEqual([true, 0]);
  expect((await core.call('fleet.list', undefined)).length).toBeGreaterThan(0);
  await signIn(core);
  await core.call('session.signOut', { data: 'delete' });
  expect([existsSync(archive), core.session.state().state]).toEqual([false, 'none']);
});

test('recordings are fetched to play offline, and exported with a manifest, each file checked', async () => {
  const core = await start();
  await signIn(core);
  const request = { instruments: ['QT410247'], days: 2, datasets: ['recordings' as const] };
  await core.ended(await core.call('sync.start', request));
  const list = { filter: {}, order: 'newest' as const, offset: 0, limit: 3 };
  const { rows } = await core.call('sounds.list', list);
  const ids = rows.map(({ id }) => id);
  const fetched = await core.ended(await core.call('audio.fetch', { ids }));
  expect([fetched.state, fetched.issues]).toEqual(['done', []]);
  const played = await core.call('sounds.list', { ...list, filter: { ids }, limit: 10 });
  expect(played.rows.map(({ local }) => local.map(({ format }) => format))).toEqual([
    ['FLAC'],
    ['FLAC'],
    ['FLAC'],
  ]);
  expect((await core.call('sounds.facets', { filter: {} })).downloaded).toBe(3);

  const asked = demo.journal.length;
  const folder = await core.folders.add(tempFolder('export'));
  const job = await core.ended(
    await core.call('audio.export', { filter: { ids }, format: 'FLAC', folder: folder.handle }),
  );
  expect([job.state, job.done, job.issues]).toEqual(['done', 3, []]);
  expect(demo.journal.length).toBe(asked);
  expect(readdirSync(folder.path)).toContain('manifest.json');
  expect(JSON.parse(readFileSync(path.join(folder.path, 'manifest.json'), 'utf8'))).toBeTypeOf('object');
  await expect(
    core.call('audio.export', { filter: { ids }, format: 'FLAC', folder: '/etc' }),
  ).rejects.toMatchObject({ error: { kind: 'not-found' } });
});

test('the key is in no file under the data folder, in any encoding, after all of it', async () => {
  const core = await start();
  await signIn(core);
  await core.ended(await core.call('sync.start', { instruments: ['QT377120'], span }));
  demo.levers.revokeKey(KEY);
  await core.ended(await core.call('sync.start', { days: 1 }));
  await core.close();
  const bytes = Buffer.from(KEY);
  const forms = [KEY, bytes.toString('base64'), bytes.toString('hex'), encodeURIComponent(KEY)];
  const files = readdirSync(home, { recursive: true, encoding: 'utf8' })
    .map((name) => path.join(home, name))
    .filter((file) => statSync(file).isFile());
  expect(files.length).toBeGreaterThan(1);
  for (const file of files) {
    const content = readFileSync(file, 'latin1');
    for (const form of forms) expect(content.includes(form), file).toBe(false);
  }
});
