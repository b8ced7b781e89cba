import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import type { Archive } from '../../../../electron/core/db/archive';
import { openArchive } from '../../../../electron/core/db/open';
import { systemClock } from '../../../../electron/core/clock';
import { exportMarks } from '../../../../electron/core/export/marks';
import { recordingPath } from '../../../../electron/core/transfer/names';
import { parseCsv } from '../../../support/parse-csv';
import { tempFolder } from '../../../support/temp';

/** In the hour that autumn repeats. */
const T0 = Date.UTC(2026, 9, 25, 0, 30);
const ZONE = 'Europe/London';
let archive: Archive;
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
    1,
  );
  return () => archive.close();
});
const request = (folder: string, as: 'csv' | 'audacity', zone?: string) => ({
  ...{ filter: {}, folder, as, zone, clock: systemClock },
});

test('tags and notes are a table that no spreadsheet takes for a program', async () => {
  const folder = tempFolder('marks-csv');
  writeFileSync(path.join(folder, 'tags.csv'), 'an older one');
  expect(await exportMarks(archive, request(folder, 'csv', ZONE))).toEqual({ files: 1, sounds: 2 });
  expect(readdirSync(folder)).toEqual(['tags.csv']);
  const { header, rows } = parseCsv(readFileSync(path.join(folder, 'tags.csv'), 'utf8'));
  expect(
    rows.map((line): object => Object.fromEntries(line.map((cell, at) => [header[at] ?? '', cell] as const))),
  ).toEqual([
    {
      ...{ sound: 'a', instrument: 'QT1', zone: ZONE, trigger: "'=cmd()", LAeq: '61.0', LAFMax: '' },
      ...{ startUtc: '2026-10-25T00:30:00Z', endUtc: '2026-10-25T00:30:19.500Z' },
      ...{ startLocal: '2026-10-25T01:30:00+01:00', endLocal: '2026-10-25T01:30:19.500+01:00' },
      ...{ tags: 'plant; not-relevant; renamed-away', note: '\'+1 "lorry",\tand\nwind' },
    },
    {
      ...{ sound: 'b', instrument: 'QT1', zone: ZONE, trigger: '', LAeq: '', LAFMax: '' },
      ...{ startUtc: '2026-10-25T01:30:00Z', endUtc: '2026-10-25T01:30:19.500Z' },
      ...{ startLocal: '2026-10-25T01:30:00+00:00', endLocal: '2026-10-25T01:30:19.500+00:00' },
      ...{ tags: '', note: 'who?' },
    },
  ]);
});

test('label tracks have what was said and the trigger, in seconds of the sound, under its exported name', async () => {
  const folder = tempFolder('marks-labels');
  expect(await exportMarks(archive, request(folder, 'audacity', ZONE))).toEqual({ files: 2, sounds: 2 });
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

test('only what matches is written', async () => {
  const folder = tempFolder('marks-some');
  const some = { ...request(folder, 'csv'), filter: { tags: ['plant'] } };
  expect(await exportMarks(archive, some)).toEqual({ files: 1, sounds: 1 });
});

test('a folder that cannot be written to is named, and nothing is left behind', async () => {
  const folder = tempFolder('marks-refused');
  mkdirSync(path.join(folder, 'tags.csv'));
  await expect(exportMarks(archive, request(folder, 'csv'))).rejects.toMatchObject({
    error: { kind: 'not-writable' },
  });
  expect(readdirSync(folder)).toEqual(['tags.csv']);
  await expect(exportMarks(archive, request(path.join(folder, 'gone'), 'csv'))).rejects.toMatchObject({
    error: { kind: 'not-writable' },
  });
  await expect(exportMarks(archive, request(folder, 'csv', 'Mars/Olympus'))).rejects.toMatchObject({
    error: { kind: 'invalid' },
  });
});
