import {
  appendFileSync,
  cpSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import type { Job } from '../../../../electron/contract/jobs';
import type { Archive } from '../../../../electron/core/db/archive';
import { openArchive } from '../../../../electron/core/db/open';
import { systemClock } from '../../../../electron/core/clock';
import {
  createMarksExportRunner,
  startMarksExport,
  type MarksJob,
} from '../../../../electron/core/export/marks';
import { openDataManifest } from '../../../../electron/core/export/data-manifest';
import { writeLabels } from '../../../../electron/core/export/marks-run';
import { createPace } from '../../../../electron/core/export/table-pace';
import { UTC } from '../../../../electron/core/export/table-time';
import { verifyFolder } from '../../../../electron/core/export/verify';
import type { JobQueue } from '../../../../electron/core/jobs/job';
import { createJobQueue } from '../../../../electron/core/jobs/queue';
import { recordingPath } from '../../../../electron/core/transfer/names';
import { parseCsv } from '../../../support/parse-csv';
import { keptLog } from '../../../support/quiet-log';
import { tempFolder } from '../../../support/temp';

/** In the hour that autumn repeats. */
const T0 = Date.UTC(2026, 9, 25, 0, 30);
const ZONE = 'Europe/London';
const SET_AT = Date.UTC(2026, 10, 1, 9, 30);
const LIST = 'leqbook-export.json';
let archive: Archive;
let queue: JobQueue;
beforeAll(() => {
  archive = openArchive(path.join(tempFolder('marks'), 'archive.db'), systemClock);
  const row = (key: string, minutes: number, data: object) => ({
    ...{ key, time: T0 + minutes * 60_000, until: T0 + minutes * 60_000 + 19_500, data: { ...data } },
  });
  const trigger = {
    triggerName: '=cmd()',
    triggerStartTime: new Date(T0 + 3_250).toISOString(),
    triggerEndTime: new Date(T0 + 9_000).toISOString(),
  };
  archive.records.upsert('recordings', 'QT1', [row('a', 0, trigger), row('b', 60, {}), row('c', 120, {})], 1);
  archive.sounds.putLevels('a', { LAeq: 61.04, LAFMax: undefined });
  archive.sounds.mark(
    [
      { id: 'a', tags: ['plant', 'not-relevant', 'renamed-away'], note: '+1 "lorry",\tand\nwind' },
      { id: 'b', tags: [], note: 'who?' },
    ],
    SET_AT,
    'ana',
  );
  queue = createJobQueue({ jobs: archive.jobs, clock: systemClock, log: keptLog() });
  const deps = { archive, clock: systemClock, version: '1.2.3', whenOffline: 'stop' as const };
  queue.register('marks-export', createMarksExportRunner(deps));
  return async () => {
    await queue.close();
    archive.close();
  };
});
const request = (folder: string, as: 'csv' | 'audacity', zone?: string): MarksJob => ({
  ...{ filter: {}, folder, as, ...(zone !== undefined && { zone }) },
});
const run = (asked: MarksJob): Promise<Job> => queue.ended(startMarksExport({ archive, queue }, asked).id);
const verified = (folder: string) => verifyFolder(folder, new AbortController().signal);

test('tags and notes are a table that no spreadsheet takes for a program', async () => {
  const folder = tempFolder('marks-csv');
  writeFileSync(path.join(folder, 'tags.csv'), 'an older one');
  expect(await run(request(folder, 'csv', ZONE))).toMatchObject({
    ...{ state: 'done', unit: 'sounds', done: 3, total: 3, issues: [] },
    summary: '2 sounds in 1 file',
  });
  expect(readdirSync(folder).sort()).toEqual([LIST, 'tags.csv']);
  const { header, rows } = parseCsv(readFileSync(path.join(folder, 'tags.csv'), 'utf8'));
  expect(
    rows.map((line): object => Object.fromEntries(line.map((cell, at) => [header[at] ?? '', cell] as const))),
  ).toEqual([
    {
      ...{ sound: 'a', instrument: 'QT1', zone: ZONE, trigger: "'=cmd()", LAeq: '61.0', LAFMax: '' },
      ...{ startUtc: '2026-10-25T00:30:00Z', endUtc: '2026-10-25T00:30:19.500Z' },
      ...{ startLocal: '2026-10-25T01:30:00+01:00', endLocal: '2026-10-25T01:30:19.500+01:00' },
      ...{ tags: 'plant; not-relevant; renamed-away', note: '\'+1 "lorry",\tand\nwind' },
      ...{ setAt: '2026-11-01T09:30:00Z', setBy: 'ana' },
    },
    {
      ...{ sound: 'b', instrument: 'QT1', zone: ZONE, trigger: '', LAeq: '', LAFMax: '' },
      ...{ startUtc: '2026-10-25T01:30:00Z', endUtc: '2026-10-25T01:30:19.500Z' },
      ...{ startLocal: '2026-10-25T01:30:00+00:00', endLocal: '2026-10-25T01:30:19.500+00:00' },
      ...{ tags: '', note: 'who?', setAt: '2026-11-01T09:30:00Z', setBy: 'ana' },
    },
  ]);
});

test('label tracks have what was said and the trigger, in seconds of the sound, under its exported name', async () => {
  const folder = tempFolder('marks-labels');
  expect((await run(request(folder, 'audacity', ZONE))).summary).toBe('2 sounds in 2 files');
  const nameOf = (id: string) => {
    const row = archive.sounds.many([id]).get(id);
    if (row === undefined) throw new Error(`no ${id}`);
    return path.basename(recordingPath(row, { format: 'FLAC', zone: ZONE }), '.flac') + '.txt';
  };
  expect(readdirSync(path.join(folder, 'labels')).sort()).toEqual([nameOf('a'), nameOf('b')].sort());
  const read = (id: string) => readFileSync(path.join(folder, 'labels', nameOf(id)), 'utf8');
  expect(read('a')).toBe(
    '0.000000\t19.500000\tplant, not relevant, renamed-away: +1 "lorry", and wind\n' +
      '3.250000\t9.000000\tTrigger: =cmd()\n',
  );
  expect(read('b')).toBe('0.000000\t19.500000\twho?\n');
});

test('times are on the clock of the site, and label tracks keep their names when that changes', async () => {
  const folder = tempFolder('marks-site');
  await run(request(folder, 'audacity', 'Asia/Tokyo'));
  const labels = () => readdirSync(path.join(folder, 'labels')).sort();
  const before = labels();
  expect(before[0]).toContain('20261025T093000+0900');
  const site = { kind: 'site' as const, name: 'Mill', tags: [], zone: ZONE, instruments: ['QT1'] };
  const [{ id } = { id: 0 }] = archive.people.put([{ added: site }], SET_AT, 'ana');
  try {
    expect((await run(request(folder, 'audacity'))).summary).toBe('2 sounds in 2 files');
    expect(labels()).toEqual(before);
    const fresh = tempFolder('marks-site-fresh');
    await run(request(fresh, 'audacity'));
    expect(readdirSync(path.join(fresh, 'labels')).sort()[0]).toContain('20261025T013000+0000');
    await run(request(folder, 'csv'));
    const { rows } = parseCsv(readFileSync(path.join(folder, 'tags.csv'), 'utf8'));
    expect(rows.map((row) => row[6])).toEqual([ZONE, ZONE]);
  } finally {
    archive.people.remove([id], SET_AT);
  }
});

test('only what matches is written', async () => {
  const folder = tempFolder('marks-some');
  const some = { ...request(folder, 'csv'), filter: { tags: ['plant'] } };
  expect((await run(some)).summary).toBe('1 sound in 1 file');
});

test('what was written is known when the folder is read again, and told apart from what was changed', async () => {
  const folder = tempFolder('marks-verified');
  await run(request(folder, 'csv'));
  await run(request(folder, 'audacity'));
  const labels = readdirSync(path.join(folder, 'labels')).map((name) => `labels/${name}`);
  const { whole, ...others } = await verified(folder);
  expect(whole).toEqual([...labels, 'tags.csv'].sort());
  expect(others).toEqual({ altered: [], missing: [], foreign: [], unfinished: [] });
  appendFileSync(path.join(folder, 'tags.csv'), 'one more line');
  rmSync(path.join(folder, labels[0] ?? ''));
  writeFileSync(path.join(folder, 'labels', 'mine.txt'), '');
  expect(await verified(folder)).toMatchObject({
    ...{ whole: labels.slice(1), missing: labels.slice(0, 1), foreign: ['labels/mine.txt'] },
    altered: [{ file: 'tags.csv' }],
  });
});

test('label tracks that are there as they should be are not written again, others are', async () => {
  const folder = tempFolder('marks-again');
  await run(request(folder, 'audacity'));
  const [first = '', second = ''] = readdirSync(path.join(folder, 'labels')).sort();
  const which = (name: string) => statSync(path.join(folder, 'labels', name)).ino;
  const before = [which(first), which(second)];
  writeFileSync(path.join(folder, 'labels', second), 'other');
  expect((await run(request(folder, 'audacity'))).summary).toBe('2 sounds in 2 files');
  expect(which(first)).toBe(before[0]);
  expect((await verified(folder)).altered).toEqual([]);
});

test('a label track that is written anew is whole at any moment, also while the list is not', async () => {
  const folder = tempFolder('marks-killed');
  const killed = tempFolder('marks-killed-at');
  await run(request(folder, 'audacity'));
  const before = archive.sounds.marks(['b']).get('b');
  archive.sounds.mark([{ id: 'b', tags: ['plant'], note: 'a lorry' }], SET_AT, 'ana');
  try {
    const pace = createPace(new AbortController().signal);
    const manifest = await openDataManifest({ root: folder, clock: systemClock, pace });
    await writeLabels({
      ...{ archive, clock: systemClock, pace, manifest, folder, filter: {}, version: '1.2.3' },
      ...{ context: { progress: () => undefined }, zones: () => UTC },
      place: {
        assertSame: () => Promise.resolve(),
        // It has its name, and the list has heard nothing of that yet.
        saved: () => cpSync(folder, killed, { recursive: true }),
      },
    });
    expect(readdirSync(path.join(killed, 'labels'))).toHaveLength(2);
    expect(await verified(killed)).toMatchObject({ altered: [], missing: [], foreign: [] });
    expect((await verified(killed)).whole).toHaveLength(2);
    expect((await run(request(killed, 'audacity'))).state).toBe('done');
    expect(readFileSync(path.join(killed, LIST), 'utf8')).not.toContain('"next"');
    expect((await verified(killed)).altered).toEqual([]);
  } finally {
    archive.sounds.mark([{ id: 'b', tags: [], note: before?.note }], SET_AT, 'ana');
  }
});

test('an export of tags keeps what the list says of exported data', async () => {
  const folder = tempFolder('marks-beside-data');
  const entry = {
    ...{ file: 'levels.csv', sha256: 'a'.repeat(64), bytes: 1, format: 'csv', dataset: 'timehistory' },
    ...{ variant: '1s', instrument: 'QT1', from: '', to: '', rows: 1, held: 1, gaps: 0 },
    ...{ content: 'a'.repeat(64), exportedAt: '', leqbook: '1' },
  };
  const text = `{"kind": "leqbook-data", "schema": 1, "files": [\n${JSON.stringify(entry)}\n]}\n`;
  writeFileSync(path.join(folder, LIST), text);
  await run(request(folder, 'csv'));
  expect(await verified(folder)).toMatchObject({ whole: ['tags.csv'], missing: ['levels.csv'] });
});

test('nothing said is said so', async () => {
  const job = await run({ ...request(tempFolder('marks-none'), 'csv'), filter: { ids: ['c'] } });
  expect(job.summary).toBe('None of these sounds has a tag or a note');
});

test('it can be cancelled, and what came is known', async () => {
  const folder = tempFolder('marks-cancelled');
  const { id } = startMarksExport({ archive, queue }, request(folder, 'audacity'));
  await queue.cancel(id);
  expect(archive.jobs.get(id)?.state).toBe('cancelled');
  const foreign = readdirSync(folder).length === 0 ? [] : (await verified(folder)).foreign;
  expect(foreign).toEqual([]);
});

test('a folder that cannot be written to is named, and nothing is left behind', async () => {
  const folder = tempFolder('marks-refused');
  mkdirSync(path.join(folder, 'tags.csv'));
  const refused = [{ error: { kind: 'not-writable' } }];
  expect(await run(request(folder, 'csv'))).toMatchObject({ state: 'failed', issues: refused });
  expect(readdirSync(folder)).toEqual(['tags.csv']);
  const gone = request(path.join(folder, 'gone'), 'csv');
  expect(await run(gone)).toMatchObject({ state: 'failed', issues: refused });
  const start = (asked: MarksJob) => () => startMarksExport({ archive, queue }, asked);
  expect(start(request(folder, 'csv', 'Mars/Olympus'))).toThrow('Mars/Olympus');
  expect(start({ ...request(folder, 'csv'), filter: { ids: ['none'] } })).toThrow('not found');
});
