import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import { Failure } from '../../../../electron/contract/result';
import { openArchive } from '../../../../electron/core/db/open';
import { clockAt, inTempFolder, withArchive } from '../../../support/temp-archive';
import { DAY_MS, kindOf, noise, readDays, writeDay } from '../../../support/levels';

const SPAN = { from: 0, to: DAY_MS };
const status = (key: string) => [{ key, time: 1, until: undefined, data: { key } }];

describe('an archive', () => {
  it('is durable from the first commit on: WAL, FULL, foreign keys, and for this user only', () => {
    inTempFolder((folder) => {
      const file = path.join(folder, 'account', 'archive.sqlite');
      const archive = openArchive(file, clockAt(0));
      archive.records.upsert('status', 'QT1', status('a'), 1);
      const other = new Database(file);
      expect(other.pragma('journal_mode', { simple: true })).toBe('wal');
      other.close();
      if (process.platform !== 'win32') {
        const modes = ['', '-wal', '-shm'].map((tail) => statSync(file + tail).mode & 0o777);
        expect([...modes, statSync(path.dirname(file)).mode & 0o777]).toEqual([0o600, 0o600, 0o600, 0o700]);
      }
      archive.close();
    });
  });

  it('is the same after it was closed and opened again', () => {
    inTempFolder((folder) => {
      const file = path.join(folder, 'a.sqlite');
      const before = openArchive(file, clockAt(9 * DAY_MS));
      writeDay(before, 0);
      const levels = readDays(before, 1);
      before.close();
      const after = openArchive(file, clockAt(9 * DAY_MS));
      expect(readDays(after, 1)).toEqual(levels);
      after.close();
    });
  });

  it('takes all of a transaction or none of it, nested ones too', () => {
    withArchive((archive) => {
      const failing = (): void =>
        archive.transaction(() => {
          archive.records.upsert('status', 'QT1', status('lost'), 1);
          throw new Error('stop');
        });
      expect(failing).toThrow('stop');
      archive.transaction(() => {
        archive.records.upsert('status', 'QT1', status('kept'), 1);
        expect(failing).toThrow('stop');
      });
      expect(archive.records.list('status', 'QT1', SPAN).map(({ key }) => key)).toEqual(['kept']);
    });
  });

  it('is shared by two connections, each seeing what the other has finished', () => {
    withArchive((archive, file) => {
      const other = openArchive(file, clockAt(0));
      archive.records.upsert('status', 'QT1', status('a'), 1);
      other.records.upsert('status', 'QT1', status('b'), 1);
      const seen = [archive, other].map(({ records }) => records.list('status', 'QT1', SPAN).length);
      other.close();
      expect(seen).toEqual([2, 2]);
    });
  });

  it('of a newer Leqbook is refused and left as it is', () => {
    inTempFolder((folder) => {
      const file = path.join(folder, 'a.sqlite');
      const db = new Database(file);
      db.exec('CREATE TABLE future (x)');
      db.pragma('user_version = 99');
      db.close();
      const before = readFileSync(file);
      let thrown: unknown;
      try {
        openArchive(file, clockAt(0));
      } catch (error) {
        thrown = error;
      }
      expect(thrown instanceof Failure && thrown.error).toMatchObject({ kind: 'database-newer', found: 99 });
      expect(readFileSync(file).equals(before)).toBe(true);
    });
  });

  it('that cannot be created there says so', () => {
    inTempFolder((folder) => {
      writeFileSync(path.join(folder, 'file'), '');
      mkdirSync(path.join(folder, 'folder.sqlite'));
      const open = (name: string) => kindOf(() => openArchive(path.join(folder, name), clockAt(0)));
      expect([open('file/a.sqlite'), open('folder.sqlite')]).toEqual(['not-writable', 'not-writable']);
    });
  });

  const onLinuxAsRoot = process.platform === 'linux' && process.getuid?.() === 0 && canMount();
  it.skipIf(!onLinuxAsRoot)(
    'on a full disk says so, keeps what was finished, and goes on once there is room',
    () => {
      inTempFolder((folder) => {
        execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=8m', 'tmpfs', folder]);
        try {
          fillDisk(folder);
        } finally {
          execFileSync('umount', [folder]);
        }
      });
    },
  );

  it.skipIf(!onLinuxAsRoot)('on a read-only disk says that it cannot be written', () => {
    inTempFolder((folder) => {
      execFileSync('mount', ['-t', 'tmpfs', 'tmpfs', folder]);
      try {
        const file = path.join(folder, 'a.sqlite');
        openArchive(file, clockAt(0)).close();
        execFileSync('mount', ['-o', 'remount,ro', folder]);
        expect(kindOf(() => openArchive(file, clockAt(0)))).toBe('not-writable');
      } finally {
        execFileSync('umount', [folder]);
      }
    });
  });
});

function canMount(): boolean {
  return inTempFolder((folder) => {
    try {
      execFileSync('mount', ['-t', 'tmpfs', 'tmpfs', folder], { stdio: 'ignore' });
      execFileSync('umount', [folder]);
      return true;
    } catch {
      return false;
    }
  });
}

function fillDisk(folder: string): void {
  const file = path.join(folder, 'a.sqlite');
  const ballast = path.join(folder, 'ballast');
  const archive = openArchive(file, clockAt(0));
  writeFileSync(ballast, Buffer.alloc(3_000_000));
  let days = 0;
  let kind = 'no failure';
  while (kind === 'no failure' && days < 100) {
    kind = kindOf(() => writeDay(archive, days));
    if (kind === 'no failure') days++;
  }
  expect(kind).toBe('disk-full');
  expect(days).toBeGreaterThan(3);
  const held = (): boolean =>
    readDays(archive, days + 1).every((value, i) => {
      const day = Math.floor(i / 86_400);
      return day === days ? Number.isNaN(value) : value === expected[day]?.[i % 86_400];
    });
  const expected = Array.from({ length: days }, (_, day) => noise(day + 1));
  expect(held()).toBe(true);
  truncateSync(ballast, 0);
  writeDay(archive, days);
  expect(readDays(archive, days + 1).some((value) => Number.isNaN(value))).toBe(false);
  archive.close();
}
