import { createHash } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { asyncBufferFromFile, parquetReadObjects } from 'hyparquet';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { systemClock } from '../../../electron/core/clock';
import { estimateData } from '../../../electron/core/export/data';
import { draftFile } from '../../../electron/core/export/data-file';
import { noise } from '../../support/levels';
import { tempFolder } from '../../support/temp';
import { DAY, MONDAY, openHarness, SERIAL, type Harness } from './harness';

const root = tempFolder('data-folder');
let runs = 0;
let h: Harness;
beforeEach(() => {
  h = openHarness(path.join(root, String(runs++)));
  h.instrument(SERIAL);
});
afterEach(() => h.close());

const DAYS = 3;
const SPAN = { from: MONDAY, to: MONDAY + DAYS * DAY };
const PARQUET = { format: 'parquet', span: SPAN } as const;
const MANIFEST = 'leqbook-export.json';
const dayFile = (n: number) =>
  `dataset=timehistory/instrument=${SERIAL}/day=2026-03-0${String(2 + n)}/1s.parquet`;
const full = (file: string) => path.join(h.folder, file);
const sha256 = (file: string) =>
  createHash('sha256')
    .update(readFileSync(full(file)))
    .digest('hex');
interface Listed {
  readonly file: string;
  readonly sha256: string;
  readonly [more: string]: unknown;
}
const listed = () =>
  (JSON.parse(readFileSync(full(MANIFEST), 'utf8')) as { readonly files: readonly Listed[] }).files;
const write = (day: number, value = 50, length = 600) => {
  const from = MONDAY + day * DAY;
  h.samples({ start: from, values: new Array<number>(length).fill(value) });
  h.answered('timehistory', '1s', { from, to: from + DAY });
};

describe('a folder of exported data', () => {
  const fill = () => {
    for (let day = 0; day < DAYS; day++) write(day);
  };
  beforeEach(fill);

  it('says what it holds, with hashes that hold', async () => {
    expect(await h.export(PARQUET)).toMatchObject({ state: 'done', issues: [], done: DAYS, total: DAYS });
    expect(h.files()).toEqual([...[0, 1, 2].map(dayFile), MANIFEST]);
    expect(listed().map((each) => [each.file, each.sha256])).toEqual(
      [0, 1, 2].map((day) => [dayFile(day), sha256(dayFile(day))]),
    );
    expect(listed()[0]).toMatchObject({
      ...{ dataset: 'timehistory', variant: '1s', instrument: SERIAL, rows: 86_400, format: 'parquet' },
      ...{ from: '2026-03-02T00:00:00Z', to: '2026-03-03T00:00:00Z', leqbook: '1.2.3' },
    });
  });

  it.each(['csv', 'xlsx', 'parquet'] as const)(
    'is not touched by the same export of %s again',
    async (format) => {
      h.records('events', [{ data: { name: 'Lorry' } }]);
      const datasets = [
        { dataset: 'timehistory', variant: '1s' },
        { dataset: 'events', variant: '' },
      ] as const;
      const request = { format, span: { from: MONDAY, to: MONDAY + 3_600_000 }, datasets: [...datasets] };
      await h.export(request);
      const before = h.times();
      h.now += DAY;
      expect(await h.export(request)).toMatchObject({
        state: 'done',
        summary: '0 files written, 0 kB; 2 unchanged',
      });
      const files = Object.entries(before).filter(([file]) => file !== MANIFEST);
      expect(h.times()).toMatchObject(Object.fromEntries(files));
    },
  );

  it('gets only what is new', async () => {
    await h.export(PARQUET);
    const before = h.times();
    h.now += DAY;
    write(1, 60);
    expect((await h.export(PARQUET)).summary).toMatch(/^1 file written, .*; 2 unchanged$/);
    const after = h.times();
    expect([0, 1, 2].map((day) => after[dayFile(day)] === before[dayFile(day)])).toEqual([true, false, true]);
    const rows = (await parquetReadObjects({ file: await asyncBufferFromFile(full(dayFile(1))) })) as {
      LAeq: number | null;
    }[];
    expect([rows[0]?.LAeq, rows[600]?.LAeq]).toEqual([60, null]);
  });

  it('is not rewritten because the service was asked again and had nothing else to say', async () => {
    await h.export(PARQUET);
    const before = h.times();
    h.now += DAY;
    h.answered('timehistory', '1s', SPAN);
    expect((await h.export(PARQUET)).summary).toBe('0 files written, 0 kB; 3 unchanged');
    expect(h.times()[dayFile(0)]).toBe(before[dayFile(0)]);
  });

  it('gets back what was removed', async () => {
    await h.export(PARQUET);
    const hash = sha256(dayFile(1));
    rmSync(full(dayFile(1)));
    expect((await h.export(PARQUET)).summary).toMatch(/^1 file written, .*; 2 unchanged$/);
    expect(sha256(dayFile(1))).toBe(hash);
  });

  it('keeps what is not ours, and what was ours and was changed since', async () => {
    mkdirSync(path.dirname(full(dayFile(0))), { recursive: true });
    writeFileSync(full(dayFile(0)), 'mine');
    writeFileSync(full('notes.txt'), 'mine too');
    const job = await h.export(PARQUET);
    expect(job).toMatchObject({
      state: 'done',
      issues: [{ item: dayFile(0), error: { kind: 'not-writable' } }],
    });
    expect(job.summary).toMatch(/2 files written, .*; 1 not written$/);
    writeFileSync(full(dayFile(2)), 'edited');
    expect((await h.export(PARQUET)).summary).toBe('0 files written, 0 kB; 1 unchanged; 2 not written');
    expect(['notes.txt', dayFile(0), dayFile(2)].map((file) => readFileSync(full(file), 'utf8'))).toEqual([
      ...['mine too', 'mine', 'edited'],
    ]);
  });

  it('is one that a person can tidy: a list that was reformatted is read, one that is damaged is set aside', async () => {
    await h.export(PARQUET);
    writeFileSync(
      full(MANIFEST),
      JSON.stringify(JSON.parse(readFileSync(full(MANIFEST), 'utf8')), undefined, 4),
    );
    expect((await h.export(PARQUET)).summary).toBe('0 files written, 0 kB; 3 unchanged');
    writeFileSync(full(MANIFEST), '{"kind": "leqbook-data", "files": [');
    // The files are still what would be written, so they are taken in again.
    expect(await h.export(PARQUET)).toMatchObject({ state: 'done', issues: [] });
    expect(listed()).toHaveLength(DAYS);
    expect(h.files()).toContain('leqbook-export.damaged-1.json');
  });

  it('never follows a list that leads out of it', async () => {
    await h.export(PARQUET);
    const text = readFileSync(full(MANIFEST), 'utf8').replaceAll(dayFile(0), '../../outside.parquet');
    writeFileSync(full(MANIFEST), text);
    expect(await h.export(PARQUET)).toMatchObject({ state: 'done' });
    expect(h.files()).toContain('leqbook-export.damaged-1.json');
  });

  it('must be there', async () => {
    const job = h.start(PARQUET);
    renameSync(h.folder, `${h.folder}-gone`);
    expect(await h.queue.ended(job.id)).toMatchObject({
      state: 'failed',
      issues: [{ error: { kind: 'not-writable' } }],
    });
    renameSync(`${h.folder}-gone`, h.folder);
  });

  it('leaves nothing where a stick was pulled out, and the job goes on when it is back', async () => {
    await h.close();
    h = openHarness(path.join(root, String(runs++)), h.now, 'wait');
    h.instrument(SERIAL);
    fill();
    const away = `${h.folder}-away`;
    const mountPoint: string[] = [];
    h.queue.onChange(({ waiting }) => {
      if (waiting === undefined || !existsSync(away)) return;
      mountPoint.push(...readdirSync(h.folder));
      rmdirSync(h.folder);
      renameSync(away, h.folder);
    });
    h.onActivity = (activity) => {
      if (!activity.endsWith('2026-03-03')) return;
      h.onActivity = undefined;
      renameSync(h.folder, away);
      mkdirSync(h.folder);
    };
    expect(await h.export(PARQUET)).toMatchObject({ state: 'done', issues: [] });
    expect({ mountPoint, away: existsSync(away) }).toEqual({ mountPoint: [], away: false });
    expect(h.files()).toEqual([...[0, 1, 2].map(dayFile), MANIFEST]);
    expect(listed().map((each) => each.sha256)).toEqual([0, 1, 2].map((day) => sha256(dayFile(day))));
  });

  it('holds only whole files when the export is cancelled, and the rest when it goes on', async () => {
    let cancelled: Promise<unknown> | undefined;
    let id = 0;
    const off = h.queue.onChange((job) => {
      if (job.done === 1) cancelled ??= h.queue.cancel(id);
    });
    id = h.start(PARQUET).id;
    expect(await h.queue.ended(id)).toMatchObject({ state: 'cancelled' });
    await cancelled;
    off();
    const files = h.files();
    expect(files.filter((file) => file.endsWith('.part'))).toEqual([]);
    expect(listed().map(({ file }) => file)).toEqual(files.filter((file) => file !== MANIFEST));
    expect(files.length).toBeLessThan(DAYS + 1);
    const first = h.times()[dayFile(0)];
    h.queue.resume(id);
    expect(await h.queue.ended(id)).toMatchObject({ state: 'done' });
    expect(h.files()).toEqual([...[0, 1, 2].map(dayFile), MANIFEST]);
    expect(h.times()[dayFile(0)]).toBe(first);
  });

  it('is finished by the next start after the first was cut off', async () => {
    const begun = new Promise<void>((resolve) => {
      h.queue.onChange((job) => {
        if (job.done >= 1) resolve();
      });
    });
    h.start(PARQUET);
    await begun;
    await h.close();
    h = openHarness(path.join(root, String(runs - 1)), h.now);
    h.queue.resumeUnfinished();
    const [job] = h.queue.list();
    expect(await h.queue.ended(job?.id ?? 0)).toMatchObject({ state: 'done', issues: [] });
    expect(h.files()).toEqual([...[0, 1, 2].map(dayFile), MANIFEST]);
    expect(listed().map((each) => each.sha256)).toEqual([0, 1, 2].map((day) => sha256(dayFile(day))));
  });

  it('knows its files after a crash that the list heard nothing of', async () => {
    await h.export(PARQUET);
    rmSync(full(MANIFEST));
    h.now += DAY;
    write(1, 70);
    expect(await h.export(PARQUET)).toMatchObject({ state: 'done', issues: [] });
    expect(listed()).toHaveLength(DAYS);
  });

  it.each(['csv', 'parquet'] as const)(
    'lists what a killed export of %s put in place of the older',
    async (format) => {
      await h.export({ ...PARQUET, format });
      const older = readFileSync(full(MANIFEST));
      write(1, 70);
      await h.export({ ...PARQUET, format });
      // As after a kill before the list was written again.
      writeFileSync(full(MANIFEST), older);
      expect(await h.export({ ...PARQUET, format })).toMatchObject({ state: 'done', issues: [] });
      expect(listed().map(({ file, sha256: hash }) => [file, hash])).toEqual(
        listed().map(({ file }) => [file, sha256(file)]),
      );
    },
  );
});

describe('a draft of a file', () => {
  it('leaves nothing behind when the disk is full', async () => {
    const full = Object.assign(new Error('no space'), { code: 'ENOSPC' });
    const fill = () => Promise.reject(full);
    await expect(draftFile({ root: h.folder, clock: systemClock }, 'a/b.csv', fill)).rejects.toMatchObject({
      error: { kind: 'disk-full', where: h.folder },
    });
    expect(h.files()).toEqual([]);
  });

  it('does not give its name to what another export has begun there', async () => {
    const deps = { root: h.folder, clock: systemClock };
    const first = await draftFile(deps, 'b.csv', (sink) => sink.write('first'));
    const second = await draftFile(deps, 'b.csv', (sink) => sink.write('second'));
    await expect(first.keep()).rejects.toMatchObject({ error: { kind: 'not-writable' } });
    await first.discard();
    await second.keep();
    expect(readFileSync(full('b.csv'), 'utf8')).toBe('second');
  });
});

describe('an estimate', () => {
  it.each(['csv', 'xlsx', 'parquet'] as const)('of %s is near what it comes to', async (format) => {
    for (let day = 0; day < DAYS; day++)
      for (const channel of ['LAeq', 'LAFMax', 'LCPeak'])
        h.samples({
          channel,
          start: MONDAY + day * DAY,
          values: noise(day, 86_400).map((value) => Math.round(value * 10) / 10),
        });
    const estimate = await estimateData(
      h.archive,
      { datasets: [{ dataset: 'timehistory', variant: '1s' }], span: SPAN },
      format,
    );
    const job = await h.export({ format, span: SPAN });
    expect(estimate).toMatchObject({ files: job.done, rows: DAYS * 86_400 });
    expect(estimate.bytes / job.bytes).toBeGreaterThan(0.5);
    expect(estimate.bytes / job.bytes).toBeLessThan(2);
  });

  it('of nothing is nothing, and nothing is exported', async () => {
    const datasets = [{ dataset: 'weather', variant: '' } as const];
    expect(await estimateData(h.archive, { datasets, span: SPAN }, 'csv')).toEqual({
      rows: 0,
      bytes: 0,
      files: 0,
    });
    expect(() => h.start({ datasets })).toThrow('was not found');
  });
});
