/** Exports of instruments that stand in several zones. */
import { readdir, readFile, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { readManifest } from '../../../electron/core/export/manifest';
import { verifyFolder } from '../../../electron/core/export/verify';
import { tempFolder } from '../../support/temp';
import { openAccount, SERIAL, type Account } from './account';
import { NOW, recording, startBench, type Bench } from './bench';

const root = tempFolder('site-time');
const OTHER = 'QT200002';
/** Of recordings 0 and 1 of the other instrument. */
const NIGHT = Date.parse('2026-03-01T23:58:00Z');
let bench: Bench;
let account: Account;
let runs = 0;

beforeAll(async () => {
  bench = await startBench();
});
afterAll(() => bench.demo.close());
beforeEach(async () => {
  await bench.demo.levers.reset();
  account = await openAccount(bench, path.join(root, String(runs++)), { count: 2 });
  // Its recordings are those of the first one for the service; here they are listed at another time.
  const rows = [2, 3].map((n, i) => {
    const { id, from, to, trigger } = recording(n);
    const time = NIGHT + i * 240_000;
    return { key: id, time, until: time + to - from, data: { id, triggerName: trigger } };
  });
  account.archive.records.upsert('recordings', OTHER, rows, NOW);
  const site = { kind: 'site' as const, tags: [] };
  account.archive.people.put(
    [
      { added: { ...site, name: 'Quarry', zone: 'Australia/Darwin', instruments: [SERIAL] } },
      { added: { ...site, name: 'Harbour', zone: 'America/St_Johns', instruments: [OTHER] } },
    ],
    NOW,
    'ana',
  );
});
afterEach(() => account.close());
const asked = () => bench.demo.journal.filter(({ path: at }) => at.includes('/data/audio/')).length;
const entries = async () => (await readManifest(account.folder)) ?? [];
const verified = () => verifyFolder(account.folder, new AbortController().signal);

it('names, days, manifest and copies of each instrument are on the clock of its own site', async () => {
  expect(await account.export({ bext: true, elsewhere: 'Asia/Tokyo' })).toMatchObject({
    ...{ state: 'done', done: 4, issues: [] },
  });
  const originals = (await account.files()).filter((file) => !file.includes('_bwf'));
  expect(originals).toEqual([
    'QT100001/2026-03-02/QT100001_20260302T194000+0930_Default_20s.wav',
    'QT100001/2026-03-02/QT100001_20260302T204000+0930_Default_20s.wav',
    'QT200002/2026-03-01/QT200002_20260301T202800-0330_Default_20s.wav',
    'QT200002/2026-03-01/QT200002_20260301T203200-0330_Default_20s.wav',
  ]);
  const files = (await entries()).map(({ zone, startLocal, startUtc }) => [zone, startLocal, startUtc]);
  expect(files.at(-1)).toEqual(['America/St_Johns', '2026-03-01T20:32:00-03:30', '2026-03-02T00:02:00Z']);
  expect(files[0]?.[0]).toBe('Australia/Darwin');
  const copy = (await account.files()).find((file) => file.startsWith(OTHER) && file.includes('_bwf')) ?? '';
  const bytes = await readFile(path.join(account.folder, copy));
  const text = (from: number, length: number) => bytes.subarray(20 + from, 20 + from + length).toString();
  expect([text(320, 10), text(330, 8)]).toEqual(['2026-03-01', '20:28:00']);
  expect(text(0, 256)).toContain('2026-03-01T20:28:00-03:30 (America/St_Johns)');
});

it('a zone that is named wins', async () => {
  await account.export({ zone: 'Asia/Tokyo', elsewhere: 'Europe/Paris' });
  expect(new Set((await entries()).map(({ zone }) => zone))).toEqual(new Set(['Asia/Tokyo']));
  expect((await account.files()).at(-1)).toContain('20260302T090200+0900');
});

it('what is there under another clock is known again, keeps its name, and is not touched', async () => {
  await account.export({ bext: true, zone: 'UTC' });
  const before = await states();
  const sent = asked();
  expect((await account.export({ bext: true })).summary).toContain('4 already there');
  expect((await account.export({ bext: true, zone: 'Asia/Tokyo' })).summary).toContain('4 already there');
  expect(asked()).toBe(sent);
  expect(await states()).toEqual(before);
  expect((await verified()).whole).toHaveLength(8);
});

it('a file that has to come again comes under its name, and is told of by the clock of that name', async () => {
  await account.export({ zone: 'UTC' });
  const [file = ''] = await account.files();
  await rm(path.join(account.folder, file));
  expect((await account.export()).summary).toContain('3 already there');
  expect((await entries())[0]).toMatchObject({ file, zone: 'UTC' });
  expect(await verified()).toMatchObject({ altered: [], missing: [], foreign: [] });
});

/** Every file with which one it is. */
async function states(): Promise<readonly (readonly [string, number])[]> {
  const names = (await readdir(account.folder, { recursive: true })).sort();
  return Promise.all(
    names.map(async (name) => {
      const facts = await stat(path.join(account.folder, name));
      return [name, facts.isDirectory() ? 0 : facts.ino] as const;
    }),
  );
}
