/** Two hundred hostile names at once through the real export, over HTTP, into a real folder. */
import { execFileSync } from 'node:child_process';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { verifyFolder } from '../../../electron/core/export/verify';
import { parseCsv } from '../../support/parse-csv';
import { tempFolder } from '../../support/temp';
import { NOW, openAccount, type Account, type Listed } from '../audio-faults/account';
import { filesUnder, manifestOf, type Entry } from '../audio-faults/folder';
import { startFaultServer, type FaultServer } from '../audio-faults/fault-server';
import { soundOf, type Sound } from '../audio-faults/sounds';
import { HOSTILE } from './hostile';
import { faultsOf, FOLDS } from './legal';
import { treeOf } from './tree';

const root = tempFolder('names');
const home = path.join(root, 'home');
const FROM = NOW - 3_600_000;
/** These cannot be said in a URL: a path of dots is another path, and half a character is none. */
const UNSAYABLE = /^\.{1,2}$|\p{Cs}/u;

interface Given {
  readonly listed: Listed;
  readonly sound: Sound;
}
/** All begin at the same moment: only the hostile parts tell them apart. */
const given: readonly Given[] = HOSTILE.flatMap((text, n) => {
  const [bySerial, byTrigger] = [soundOf('M4A', 2 * n), soundOf('M4A', 2 * n + 1)];
  const { durationMs } = bySerial;
  const other = HOSTILE[(n * 7 + 3) % HOSTILE.length] as string;
  const serial = {
    id: `plain-${String(n)}`,
    serial: text,
    from: FROM,
    durationMs,
    trigger: other,
    name: text,
  };
  const id = UNSAYABLE.test(text) ? `said-${String(n)}` : text;
  const trigger = { id, serial: 'QT100001', from: FROM, durationMs, trigger: text, name: '=Yard/../' };
  return [
    { listed: serial, sound: bySerial },
    { listed: trigger, sound: byTrigger },
  ];
});

let server: FaultServer;
let before: Readonly<Record<string, string>>;
const folders = ['usual', 'chosen'].map((name) => path.join(root, 'deep', 'er', name));
const TEMPLATES = [undefined, '{name}/{trigger}/{serial}_{trigger}_{localTime}_{id}.{ext}'] as const;

async function account(folder: string): Promise<Account> {
  const options = { url: server.url, home: path.join(home, path.basename(folder)), folder };
  return openAccount({ ...options, listed: given.map(({ listed }) => listed) });
}

beforeAll(async () => {
  server = await startFaultServer();
  for (const { listed, sound } of given) server.put(listed.id, sound);
  for (const place of ['outside', 'deep/outside', 'deep/er/outside']) {
    await mkdir(path.join(root, place), { recursive: true });
    await writeFile(path.join(root, place, 'planted'), 'as it was');
  }
  await writeFile(path.join(root, 'deep/er/planted'), 'as it was');
  before = await treeOf(root, [home, ...folders]);
});
afterAll(() => server.close());

describe.each([
  ['the usual names', folders[0] as string, TEMPLATES[0]],
  ['names of one’s own', folders[1] as string, TEMPLATES[1]],
])('two hundred hostile names under %s', (_, folder, template) => {
  let files: ReadonlyMap<string, Buffer>;
  let entries: readonly Entry[];
  beforeAll(async () => {
    const open = await account(folder);
    const job = await open.export('AAC', undefined, template).finally(() => open.close());
    expect(job.issues.map(({ text }) => text)).toEqual([]);
    expect(job.state).toBe('done');
    files = await filesUnder(folder);
    entries = await manifestOf(folder);
  }, 120_000);

  it('are as many files, each whole and under one entry that names its sound', () => {
    expect(given.length).toBeGreaterThanOrEqual(400);
    expect(files.size).toBe(given.length);
    const fileOf = new Map(entries.map((entry) => [entry.recording ?? '', entry.file]));
    const wrong = given.filter(
      ({ listed, sound }) => files.get(fileOf.get(listed.id) ?? '')?.equals(sound.bytes) !== true,
    );
    expect(wrong.map(({ listed }) => listed.id)).toEqual([]);
  });

  it('are legal on every system', () => {
    expect([...files.keys()].flatMap(faultsOf)).toEqual([]);
  });

  it.each(Object.entries(FOLDS))('differ when compared %s', (_how, fold) => {
    const seen = new Map<string, string>();
    const twice = [...files.keys()].filter((file) => seen.has(fold(file)) || !seen.set(fold(file), file));
    expect(twice.map((file) => [file, seen.get(fold(file))])).toEqual([]);
  });

  it('leave everything outside the folder as it was', async () => {
    expect(await treeOf(root, [home, ...folders])).toEqual(before);
  });

  it('are told as they came in JSON, and guarded in CSV', async () => {
    const told = new Map(entries.map((entry) => [entry.recording, [entry.instrument, entry.trigger]]));
    const asCame = given.map(({ listed }) => [
      listed.id,
      [listed.serial, listed.trigger].map((text) => Buffer.from(text ?? '').toString()),
    ]);
    expect(
      asCame.filter(([id, texts]) => told.get(id as string)?.join('|') !== (texts as string[]).join('|')),
    ).toEqual([]);
    const csv = parseCsv(await readFile(path.join(folder, 'manifest.csv'), 'utf8'));
    expect(csv.rows).toHaveLength(given.length);
    expect(csv.rows.flat().filter((cell) => /^[=+\-@\t\r\uff1d\uff0b\uff0d\uff20]/.test(cell))).toEqual([]);
  });

  it('verify, and again with sha256sum where there is one', async () => {
    const report = await verifyFolder(folder, new AbortController().signal);
    expect(report).toMatchObject({ altered: [], missing: [], foreign: [], unfinished: [] });
    expect(report.whole).toHaveLength(given.length);
    if (!hasSha256sum()) return;
    execFileSync('sha256sum', ['--check', '--strict', '--quiet', 'manifest.sha256'], { cwd: folder });
  });

  it('stay the same when the export runs again, which fetches nothing', async () => {
    const asked = server.journal.length;
    const open = await account(folder);
    const job = await open.export('AAC', undefined, template).finally(() => open.close());
    expect(job).toMatchObject({ state: 'done', issues: [] });
    expect(server.journal.length).toBe(asked);
    expect([...(await filesUnder(folder)).keys()].sort()).toEqual([...files.keys()].sort());
  });
});

it('names an id that no URL can say, and brings the rest', async () => {
  const folder = path.join(root, 'deep/er/usual', 'rest');
  const sound = soundOf('M4A', 9_001);
  const listed = ['.', '..', 'whole'].map((id, n) => {
    return { id, serial: `QT90000${String(n)}`, from: FROM, durationMs: sound.durationMs };
  });
  server.put('whole', sound);
  const open = await openAccount({ url: server.url, home: path.join(home, 'unsayable'), folder, listed });
  const job = await open.export('AAC').finally(() => open.close());
  expect(job.issues.map(({ item, error }) => [item, error.kind]).sort()).toEqual([
    ['.', 'not-found'],
    ['..', 'not-found'],
  ]);
  expect([...(await filesUnder(folder)).values()].map((file) => file.equals(sound.bytes))).toEqual([true]);
});

function hasSha256sum(): boolean {
  try {
    execFileSync('sha256sum', ['--version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}
