import Database from 'better-sqlite3';
import { existsSync, writeFileSync, mkdirSync } from 'node:fs';
import path from 'node:path';
import { createHash } from 'node:crypto';
import { afterAll, describe, expect, it } from 'vitest';
import { usualRules } from '../../../../electron/contract/people';
import type { Archive } from '../../../../electron/core/db/archive';
import { checkAudio } from '../../../../electron/core/db/check-audio';
import { integrityHere } from '../../../../electron/core/db/check-integrity';
import { isAnswer } from '../../../../electron/core/sync/plan';
import { DAY_MS } from '../../../support/levels';
import { tempFolder } from '../../../support/temp';
import { check, DAYS, expectClaimsHeld, fill, look, open, ROWS, SAMPLES } from './full-archive';

const opened: Archive[] = [];
afterAll(() => {
  for (const archive of opened) archive.close();
});

/** A new archive with something of everything, and a way to damage it from outside. */
function filled() {
  const file = path.join(tempFolder('check'), 'archive.db');
  const archive = open(file);
  opened.push(archive);
  fill(archive);
  const damage = (sql: string) => {
    const db = new Database(file);
    // Lets it change the schema too.
    db.unsafeMode(true);
    db.exec(sql);
    db.close();
  };
  return { archive, file, damage };
}
/** An index is made anew as one of another column, and then says that it is what it was. */
function misfile(damage: (sql: string) => void): void {
  const say = (from: string, to: string) =>
    damage(`
      PRAGMA writable_schema = ON;
      UPDATE sqlite_schema SET sql = replace(sql, '${from})', '${to})') WHERE name = 'record_of_instrument';
    `);
  say('instrument, time', 'instrument, until');
  damage('REINDEX record_of_instrument');
  say('instrument, until', 'instrument, time');
}
const held = (archive: Archive, dataset: string) =>
  archive.coverage
    .list()
    .filter(isAnswer)
    .flatMap((row) => (row.dataset === dataset ? [[row.from, row.to]] : []));

describe('checking an archive', () => {
  it('reads everything and finds a whole one whole', async () => {
    const { archive } = filled();
    const seen: (readonly [number, number])[] = [];
    const found = await archive.check(
      (done, total) => void seen.push([done, total]),
      new AbortController().signal,
    );
    expect(found).toEqual({ database: [], blocks: 12, records: ROWS, ledger: 4, damaged: [] });
    expect(seen.at(-1)?.[0]).toBe(seen.at(-1)?.[1]);
  });

  it('names each damaged thing, sets it aside, and puts it back on the plan', async () => {
    const { archive, file, damage } = filled();
    damage(`
      UPDATE record SET data = replace(data, '4', '5') WHERE key = 'calibrations 30';
      UPDATE block SET crc = crc + 1 WHERE day = ${2 * DAY_MS} AND series = 1;
      UPDATE coverage SET asks = 3 WHERE dataset = 'recordings';
      UPDATE instrument SET data = replace(data, 'Gate', 'Gatf') WHERE serial = 'QT2';
      UPDATE keep SET days = 8;
      UPDATE audio_file SET path = 'elsewhere';
      UPDATE audio_size SET span_ms = 1;
      UPDATE job_item SET data = '{"id":3}' WHERE key = 'b';
      UPDATE entry SET data = replace(data, 'next door', 'far away');
      UPDATE rule SET data = '9.5';
    `);
    const { damaged, database } = await check(archive);
    expect(database).toEqual([]);
    expect(damaged).toEqual([
      expect.stringMatching(/^Noise time history.* of QT1, \w+, 3 Jan 1970$/),
      'Calibrations of QT1, 2 Jan 1970',
      'Ledger entry of Recordings of QT1, from 1 Jan 1970',
      'What MyCirrus says about QT2',
      'The choice of how much to keep of timehistory of QT1',
      'A part of Job 1, All of it',
      'What FLAC files of QT1 measured so far',
      'The entry of the FLAC file of recordings 1',
      'A note about QT1, of 2 Jan 1970',
      'The rule sicDb',
    ]);
    expect({
      calibrations: held(archive, 'calibrations'),
      timehistory: held(archive, 'timehistory'),
      recordings: held(archive, 'recordings'),
      measurements: held(archive, 'measurements'),
    }).toEqual({
      calibrations: [
        [0, DAY_MS],
        [2 * DAY_MS, DAYS * DAY_MS],
      ],
      timehistory: [
        [0, 2 * DAY_MS],
        [3 * DAY_MS, DAYS * DAY_MS],
      ],
      recordings: [],
      measurements: [[0, DAYS * DAY_MS]],
    });
    expectClaimsHeld(archive);
    expect(archive.jobs.get(1)).toMatchObject({ state: 'failed', issues: [{ error: { kind: 'corrupt' } }] });
    const db = new Database(file);
    const kept = db.prepare('SELECT source, data FROM damaged ORDER BY id').all() as { source: string }[];
    db.close();
    expect(kept.map(({ source }) => source).sort()).toEqual([
      ...['audio_file', 'audio_size', 'block', 'coverage', 'entry', 'instrument'],
      ...['job_item', 'keep', 'record', 'rule'],
    ]);
    expect([archive.people.list({ removed: true }), archive.people.rules()]).toEqual([[], usualRules]);
    expect(await check(archive)).toMatchObject({ database: [], damaged: [] });
  });

  it('finds an index that says other than its table, and repairs the archive when it opens again', async () => {
    const { archive, file, damage } = filled();
    misfile(damage);
    const { database } = await check(archive);
    expect(database.join()).toContain('record_of_instrument');
    archive.close();
    opened.splice(opened.indexOf(archive), 1);
    const again = open(file);
    opened.push(again);
    expect(existsSync(again.salvaged?.movedTo ?? '')).toBe(true);
    expect(look(again)).toEqual({ samples: SAMPLES, records: ROWS });
    expectClaimsHeld(again);
    expect(await check(again)).toMatchObject({ database: [], damaged: [] });
  });

  it('stops when it is told to', async () => {
    const { archive } = filled();
    const told = new AbortController();
    const stopped = archive.check(() => told.abort(), told.signal);
    await expect(stopped).rejects.toMatchObject({ error: { kind: 'cancelled' } });
    await expect(archive.check(() => undefined, told.signal)).rejects.toMatchObject({
      error: { kind: 'cancelled' },
    });
  });

  it('leaves the thread free, and others may write meanwhile', async () => {
    const { archive } = filled();
    archive.records.upsert(
      'monitorevents',
      'QT1',
      Array.from({ length: 60_000 }, (_, i) => ({ key: `${i}`, time: i, until: undefined, data: { i } })),
      1,
    );
    let turns = 0;
    let isDone = false;
    const watch = async () => {
      while (!isDone) {
        await new Promise((resolve) => setImmediate(resolve));
        archive.records.upsert(
          'sic',
          'QT1',
          [{ key: `${turns}`, time: turns++, until: undefined, data: {} }],
          1,
        );
      }
    };
    const watching = watch();
    const { damaged, database } = await check(archive);
    isDone = true;
    await watching;
    expect([damaged, database]).toEqual([[], []]);
    expect(turns).toBeGreaterThan(5);
  });

  it('says the same of a database where no thread can be had', () => {
    const { file, damage } = filled();
    misfile(damage);
    const db = new Database(file);
    expect(integrityHere(db).join()).toContain('record_of_instrument');
    db.close();
  });
});

describe('checking local audio files', () => {
  it('tells whole, altered and missing ones apart, and drops the entries of those that are not whole', async () => {
    const { archive } = filled();
    archive.audio.remove('recordings 1', 'FLAC');
    const folder = tempFolder('check-audio');
    mkdirSync(path.join(folder, 'QT1'));
    const put = (name: string, content: string | undefined, hashed: string) => {
      if (content !== undefined) writeFileSync(path.join(folder, 'QT1', name), content);
      const sha256 = createHash('sha256').update(hashed).digest('hex');
      archive.audio.put({
        ...{ recording: name, format: 'WAV', path: `QT1/${name}`, sizeBytes: 5, sha256 },
        ...{ durationMs: 1, fetchedAt: 1 },
      });
    };
    put('a', 'whole', 'whole');
    put('b', 'other', 'whole');
    put('c', undefined, 'whole');
    const { signal } = new AbortController();
    const found = await checkAudio({ audio: archive.audio, folder }, () => undefined, signal);
    expect(found).toEqual({ files: 3, missing: ['QT1/c'], altered: ['QT1/b'] });
    expect(archive.audio.list().map(({ recording }) => recording)).toEqual(['a']);
    expect(existsSync(path.join(folder, 'QT1', 'b'))).toBe(true);
  });
});
