/** What becomes of sounds, marks and tags when something of them is damaged. */
import Database from 'better-sqlite3';
import { copyFileSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import type { Archive } from '../../../../electron/core/db/archive';
import type { SoundRow } from '../../../../electron/core/db/sound-store';
import { openArchive } from '../../../../electron/core/db/open';
import { tempFolder } from '../../../support/temp';
import { clockAt } from '../../../support/temp-archive';

const T0 = Date.UTC(2026, 2, 2);
const opened: Archive[] = [];
afterAll(() => {
  for (const archive of opened) archive.close();
});
const open = (file: string): Archive => {
  const archive = openArchive(file, clockAt(T0));
  opened.push(archive);
  return archive;
};

/** Forty sounds an hour apart: recordings, events, and both, in either order. */
function filled() {
  const file = path.join(tempFolder('sounds-damage'), 'archive.db');
  const archive = open(file);
  for (let n = 0; n < 40; n++) {
    const from = T0 + n * 3_600_000;
    const recording = () =>
      archive.records.upsert(
        'recordings',
        'QT1',
        [{ key: `r${n}`, time: from, until: from + 5_000, data: {} }],
        1,
      );
    const event = () =>
      archive.records.upsert(
        'events',
        'QT1',
        [{ key: `event ${n}`, time: from + 900, until: from + 4_000, data: { audioId: `e${n}` } }],
        1,
      );
    if (n % 4 === 0) recording();
    if (n % 4 !== 1) event();
    if (n % 4 === 1 || n % 4 === 2) recording();
  }
  archive.audio.put({
    ...{
      recording: 'e2',
      format: 'FLAC',
      path: 'a.flac',
      sizeBytes: 9,
      sha256: 'ab',
      durationMs: 5,
      fetchedAt: 6,
    },
  });
  archive.sounds.setTags([
    { id: 'plant', title: 'Plant' },
    { id: 'own', title: 'My own' },
  ]);
  for (const id of ['r0', 'e2', 'e3', 'r1'])
    archive.sounds.mark([{ id, tags: ['plant'], note: `note of ${id}` }], 7, 'somebody');
  const damage = (sql: string) => {
    const db = new Database(file);
    db.exec(sql);
    db.close();
  };
  const read = (sql: string) => {
    const db = new Database(file);
    const found = db.prepare(sql).pluck().all();
    db.close();
    return found;
  };
  return { archive, file, damage, read };
}
const all = (archive: Archive): readonly SoundRow[] => archive.sounds.page({}, 'oldest', 0, 500).rows;
const check = (archive: Archive) => archive.check(() => undefined, new AbortController().signal);

describe('a damaged sound', () => {
  it.each([
    'time_to = time_to + 1',
    "trigger_name = 'x'",
    'lafmax = 90',
    "recording = 'elsewhere'",
    "instrument = 'QT2'",
    'time_from = 7',
  ])('with %s is set aside and made anew of its records, under its name', (change) => {
    const { archive, damage, read } = filled();
    const before = all(archive);
    damage(`UPDATE sound SET ${change} WHERE sound = 'e2'`);
    expect(all(archive)).toEqual(before);
    expect(read('SELECT source FROM damaged')).toEqual(['sound']);
    expect(archive.sounds.page({ downloaded: true }, 'newest', 0, 9).rows.map(({ id }) => id)).toEqual([
      'e2',
    ]);
    expect(archive.sounds.marks(['e2']).get('e2')?.note).toBe('note of e2');
  });

  it('is found by a check, and so is one that is missing', async () => {
    const { archive, damage } = filled();
    const before = all(archive);
    damage(`UPDATE sound SET time_to = 5 WHERE sound = 'r0'; DELETE FROM sound WHERE sound IN ('e3', 'r1')`);
    expect(await check(archive)).toMatchObject({
      database: [],
      damaged: ['The sound r0 of QT1, 2 Mar 2026'],
    });
    expect(all(archive)).toEqual(before);
    expect(await check(archive)).toMatchObject({ damaged: [] });
  });

  it('is found again whatever of what the indexes repeat is wrong', async () => {
    const { archive, damage } = filled();
    damage(
      `UPDATE sound SET tags = ' voices ' WHERE sound = 'e3'; UPDATE sound SET local = 1 - local WHERE sound < 'e3'`,
    );
    await check(archive);
    expect(archive.sounds.sum({ tags: ['voices'] }).count).toBe(0);
    expect(archive.sounds.sum({ tags: ['plant'] }).count).toBe(4);
    expect(archive.sounds.page({ downloaded: true }, 'newest', 0, 9).rows.map(({ id }) => id)).toEqual([
      'e2',
    ]);
  });

  it('does not keep what is listed next to it from being taken', () => {
    const { archive, damage } = filled();
    damage(`UPDATE sound SET time_to = 5 WHERE sound = 'r0'`);
    archive.records.upsert(
      'events',
      'QT1',
      [{ key: 'new', time: T0, until: T0 + 9, data: { audioId: 'new' } }],
      1,
    );
    expect(all(archive)[0]).toMatchObject({ recording: 'r0', eventAudio: 'new' });
  });
});

describe('damaged marks and tags', () => {
  it('are left out and set aside', async () => {
    const { archive, damage, read } = filled();
    damage(
      `UPDATE sound_mark SET note = 'other' WHERE sound = 'r0'; UPDATE tag SET title = 'x' WHERE tag = 'own'`,
    );
    expect([...archive.sounds.marks(['r0', 'e3']).keys()]).toEqual(['e3']);
    expect(archive.sounds.tags()).toEqual([{ id: 'plant', title: 'Plant' }]);
    expect(read('SELECT source FROM damaged')).toEqual(['sound_mark', 'tag']);
    expect(read('SELECT set_by FROM sound_mark')).toEqual(['somebody', 'somebody', 'somebody']);
    await check(archive);
    expect(archive.sounds.sum({ tags: ['plant'] }).count).toBe(3);
  });
});

describe('an archive of sounds', () => {
  it('is whole in its backup', async () => {
    const { archive, file } = filled();
    const copy = `${file}.copy`;
    await archive.backup(copy, () => undefined, new AbortController().signal);
    const other = open(copy);
    expect(all(other)).toEqual(all(archive));
    expect(other.sounds.marks(['e2'])).toEqual(archive.sounds.marks(['e2']));
    expect(other.sounds.tags()).toEqual(archive.sounds.tags());
  });

  it('is taken over with its marks, page by page, whichever page is damaged', () => {
    const { archive, file } = filled();
    const before = all(archive);
    const wanted = new Map(before.map((row) => [row.recording ?? row.eventAudio, row]));
    archive.close();
    opened.splice(opened.indexOf(archive), 1);
    const whole = readFileSync(file);
    const pages = whole.length / 4_096;
    for (let page = 1; page < pages; page += 3) {
      const broken = path.join(tempFolder('sounds-salvage'), 'archive.db');
      copyFileSync(file, broken);
      const bytes = Buffer.from(whole);
      bytes.fill(0xa5, page * 4_096 + 40, page * 4_096 + 1_500);
      writeFileSync(broken, bytes);
      writeFileSync(`${broken}.repair`, '');
      const again = openArchive(broken, clockAt(T0));
      const records = [
        ...again.records.list('recordings', 'QT1', { from: 0, to: 1e15 }),
        ...again.records.list('events', 'QT1', { from: 0, to: 1e15 }),
      ];
      const rows = all(again);
      // Every sound that a record names is there, none is there twice, and none is other than it was.
      const named = new Set(rows.flatMap(({ recording, eventAudio }) => [recording, eventAudio]));
      for (const { key, data } of records) expect(named.has((data['audioId'] ?? key) as string)).toBe(true);
      expect(new Set(rows.map(({ id }) => id)).size).toBe(rows.length);
      for (const row of rows) {
        const was = wanted.get(row.recording ?? row.eventAudio);
        if (row.recording !== undefined && row.eventAudio !== undefined)
          expect({ ...row, id: '' }).toEqual({ ...was, id: '' });
      }
      for (const [id, mark] of again.sounds.marks(['r0', 'e2', 'e3', 'r1']))
        expect(mark.note).toBe(`note of ${id}`);
      again.close();
    }
  }, 60_000);
});
