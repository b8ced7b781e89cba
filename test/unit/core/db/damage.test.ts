import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import { isFailure } from '../../../../electron/contract/result';
import { openArchive } from '../../../../electron/core/db/open';
import { DAY_MS, kindOf, noise, readDays, writeDay } from '../../../support/levels';
import { clockAt, inTempFolder, withArchive } from '../../../support/temp-archive';

const SPAN = { from: 0, to: DAY_MS };
const status = (key: string) => [{ key, time: 1, until: undefined, data: { key } }];

describe('a damaged archive', () => {
  /** A closed file with two days, one of them compressed, and a record. */
  function build(file: string): void {
    const archive = openArchive(file, clockAt(1.5 * DAY_MS));
    writeDay(archive, 0, noise(1, 40_000));
    writeDay(archive, 1, noise(2, 40_000));
    archive.records.upsert(
      'calibrations',
      'QT1',
      [{ key: 'c', time: 1, until: undefined, data: { offset: 0.04 } }],
      1,
    );
    archive.close();
  }

  it('that is no database, or cut short, is called damaged', () => {
    inTempFolder((folder) => {
      const file = path.join(folder, 'a.sqlite');
      build(file);
      const whole = readFileSync(file);
      const kinds = [0.3, 0.6, 0.95].map((share) => {
        writeFileSync(file, whole.subarray(0, Math.floor(whole.length * share)));
        return kindOf(() => openArchive(file, clockAt(0)));
      });
      writeFileSync(file, '<html>not a database at all</html>'.repeat(200));
      expect([...kinds, kindOf(() => openArchive(file, clockAt(0)))]).toEqual(Array(4).fill('corrupt'));
    });
  });

  it('with one changed bit in a block is found out by every way of reading it', () => {
    for (const table of ['block', 'level_minute', 'level_hour'] as const) {
      withArchive((archive, file) => {
        writeDay(archive, 0);
        const db = new Database(file);
        const data = db.prepare<[], Buffer>(`SELECT data FROM ${table}`).pluck().get() as Buffer;
        const middle = data.length >> 1;
        data.writeUInt8(data.readUInt8(middle) ^ 4, middle);
        db.prepare(`UPDATE ${table} SET data = ?`).run(data);
        expect(db.pragma('integrity_check', { simple: true })).toBe('ok');
        db.close();
        const query = (days: number) =>
          kindOf(() =>
            archive.series.query('timehistory', 'QT1', ['LAeq'], { from: 0, to: days * DAY_MS }, 2_001),
          );
        const asked = { block: query(1), level_minute: query(10), level_hour: query(400) };
        expect(asked).toEqual({
          ...{ block: 'no failure', level_minute: 'no failure', level_hour: 'no failure' },
          [table]: 'corrupt',
        });
        const others = table === 'block' ? 'corrupt' : 'no failure';
        expect([kindOf(() => readDays(archive, 1)), kindOf(() => writeDay(archive, 0, noise(9)))]).toEqual([
          others,
          others,
        ]);
      });
    }
  });

  it('with a changed number beside a block is found out', () => {
    for (const column of ['start', 'count', 'missing', 'codec', 'day']) {
      withArchive((archive, file) => {
        writeDay(archive, 0);
        const db = new Database(file);
        db.exec(`UPDATE block SET ${column} = ${column} + 1`);
        db.close();
        const missing = () => archive.series.missing('timehistory', 'QT1', 'LAeq', 1_000, SPAN);
        expect([column, kindOf(missing), kindOf(() => readDays(archive, 1))]).toEqual([
          column,
          'corrupt',
          'corrupt',
        ]);
      });
    }
  });

  it('with a changed row is found out', () => {
    withArchive((archive, file) => {
      archive.records.upsert('calibrations', 'QT1', status('c'), 1);
      const db = new Database(file);
      db.exec(`UPDATE record SET data = replace(data, 'c', 'd')`);
      db.close();
      expect(kindOf(() => archive.records.list('calibrations', 'QT1', SPAN))).toBe('corrupt');
      expect(kindOf(() => archive.records.newest('calibrations', 'QT1'))).toBe('corrupt');
    });
  });

  it('never shows a wrong number, wherever one bit flips', () => {
    inTempFolder((folder) => {
      const file = path.join(folder, 'a.sqlite');
      build(file);
      const whole = readFileSync(file);
      const expected = [noise(1, 40_000), noise(2, 40_000)];
      let detected = 0;
      let seed = 1;
      for (let flip = 0; flip < 120; flip++) {
        seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
        const at = seed % whole.length;
        const bytes = Buffer.from(whole);
        bytes.writeUInt8(bytes.readUInt8(at) ^ (1 << (flip % 8)), at);
        writeFileSync(file, bytes);
        try {
          expectNoWrongNumber(file, expected);
        } catch (error) {
          if (!isFailure(error, 'corrupt') && !isFailure(error, 'database-newer')) throw error;
          detected++;
        }
      }
      expect(detected).toBeGreaterThan(60);
    });
  });

  function expectNoWrongNumber(file: string, expected: readonly Float64Array[]): void {
    const archive = openArchive(file, clockAt(1.5 * DAY_MS));
    try {
      for (const [i, value] of readDays(archive, 2).entries())
        if (!Number.isNaN(value) && value !== expected[Math.floor(i / 86_400)]?.[i % 86_400])
          expect.unreachable(`sample ${i} became ${value}`);
      const offset = archive.records.find('calibrations', 'c')?.row.data['offset'] ?? 0.04;
      expect(offset).toBe(0.04);
    } finally {
      archive.close();
    }
  }
});
