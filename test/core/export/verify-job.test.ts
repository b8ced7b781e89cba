import { createHash } from 'node:crypto';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { systemClock } from '../../../electron/core/clock';
import { toEntry } from '../../../electron/core/export/entry';
import { openManifest } from '../../../electron/core/export/manifest';
import { UTC } from '../../../electron/core/export/table-time';
import { createVerifyRunner, startVerify } from '../../../electron/core/export/verify-job';
import { bextPath, writeBextCopy } from '../../../electron/core/transfer/bext';
import { inspectFile } from '../../../electron/core/transfer/inspect';
import { tempFolder } from '../../support/temp';
import { wav } from '../../unit/core/transfer/samples';
import { DAY, MONDAY, openHarness, SERIAL, type Harness } from './harness';

const root = tempFolder('verify-job');
let runs = 0;
let h: Harness;
beforeEach(() => {
  h = openHarness(path.join(root, String(runs++)));
  h.queue.register('audio-verify', createVerifyRunner());
});
afterEach(() => h.close());

const full = (file: string) => path.join(h.folder, file);
const verify = () => h.queue.ended(startVerify(h, h.folder).id);
const sound = { id: 'a', instrument: SERIAL, from: MONDAY, to: MONDAY + 50, trigger: undefined };
const about = { source: 'MyCirrus recordings', fetchedAt: MONDAY, zone: UTC, leqbook: '1.2.3' } as const;

/** Three WAV files, the first with a copy that carries a bext chunk, and their manifest. */
async function exportSounds(): Promise<void> {
  await mkdir(full('QT1'));
  const manifest = await openManifest(h.folder, { clock: systemClock });
  for (const n of [1, 2, 3]) {
    const file = `QT1/${String(n)}.wav`;
    const bytes = wav(400 + n);
    await writeFile(full(file), bytes);
    const found = await inspectFile(full(file), 'WAV');
    if (found?.verdict.whole !== true) throw new Error('not whole');
    await manifest.put(toEntry({ ...about, sound, file: { ...found, path: file, audio: found.verdict } }));
  }
  const place = { root: h.folder, from: 'QT1/1.wav', to: bextPath('QT1/1.wav'), replaces: false };
  const copy = await writeBextCopy({ clock: systemClock }, place, { ...sound, ...about });
  if ('reason' in copy) throw new Error(copy.reason);
  await manifest.put(
    toEntry({ ...about, sound, file: { ...copy, path: place.to }, derivedFrom: place.from }),
  );
  await manifest.flush();
}
async function exportData(): Promise<void> {
  h.instrument(SERIAL);
  h.samples({ values: new Array<number>(600).fill(50) });
  h.answered('timehistory', '1s', { from: MONDAY, to: MONDAY + DAY });
  await h.export({});
}
const sha = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

describe('verifying a folder as a job', () => {
  it('finds sounds, copies and data whole, and touches nothing', async () => {
    await exportSounds();
    await exportData();
    const before = h.times();
    const job = await verify();
    expect(job).toMatchObject({
      ...{ state: 'done', issues: [], done: 5, total: 5 },
      summary: '5 whole, 0 altered, 0 missing, 0 foreign',
    });
    expect(job.title).toBe('Verify out');
    expect(h.times()).toEqual(before);
  });

  it('names each file that is altered, missing, foreign or unfinished in a sentence', async () => {
    await exportSounds();
    await exportData();
    const [data = ''] = h.files().filter((file) => file.endsWith('.csv') && file !== 'manifest.csv');
    const bytes = await readFile(full(data));
    bytes[bytes.length - 3] = 0x37;
    await writeFile(full(data), bytes);
    await rm(full('QT1/1_bwf.wav'));
    await writeFile(full('QT1/notes.txt'), 'mine');
    await writeFile(full('QT1/4.wav.part'), 'x');
    const job = await verify();
    expect(job.summary).toBe('3 whole, 1 altered, 1 missing, 1 foreign, 1 unfinished');
    expect(job.issues.map(({ text, error }) => [text, error.kind])).toEqual([
      [`${data} has other contents than when it was written.`, 'corrupt'],
      ['QT1/1_bwf.wav is missing.', 'not-found'],
      ['QT1/4.wav.part was left by an export that did not finish.', 'invalid'],
      ['QT1/notes.txt is not part of this export.', 'invalid'],
    ]);
    expect(job.issues.map(({ item }) => item)).toContain('QT1/notes.txt');
  });

  it('names the first few of very many, and says that there are more', async () => {
    await exportSounds();
    await Promise.all(Array.from({ length: 520 }, (_, n) => writeFile(full(`other-${String(n)}`), '')));
    const { summary, issues } = await verify();
    expect(summary).toBe('4 whole, 0 altered, 0 missing, 520 foreign');
    expect(issues).toHaveLength(501);
    expect(issues.at(-1)?.text).toBe('20 more are not named here; leqbook verify names them all.');
  });

  it('fails where there is nothing to go by, and leaves a list that it cannot read as it is', async () => {
    expect(await verify()).toMatchObject({ state: 'failed', issues: [{ error: { kind: 'not-found' } }] });
    await writeFile(full('leqbook-export.json'), '{');
    expect(await verify()).toMatchObject({ state: 'failed', issues: [{ error: { kind: 'corrupt' } }] });
    expect(sha(await readFile(full('leqbook-export.json')))).toBe(sha(Buffer.from('{')));
    expect(h.files()).toEqual(['leqbook-export.json']);
  });

  it('stops when it is cancelled, and starts anew when it is resumed', async () => {
    await exportSounds();
    const { id } = startVerify(h, h.folder);
    await h.queue.cancel(id);
    const ended = await h.queue.ended(id);
    if (ended.state === 'cancelled') h.queue.resume(id);
    expect(await h.queue.ended(id)).toMatchObject({ state: 'done', done: 4 });
  });
});
