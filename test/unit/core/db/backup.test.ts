import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { execFileSync } from 'node:child_process';
import path from 'node:path';
import Database from 'better-sqlite3';
import { afterAll, describe, expect, it } from 'vitest';
import type { Archive } from '../../../../electron/core/db/archive';
import { tempFolder } from '../../../support/temp';
import { check, expectClaimsHeld, fill, look, open, ROWS, SAMPLES } from './full-archive';

const opened: Archive[] = [];
const opens = (file: string): Archive => {
  const archive = open(file);
  opened.push(archive);
  return archive;
};
afterAll(() => {
  for (const archive of opened) archive.close();
});
const never = new AbortController().signal;
const nothing = () => undefined;

/** A few megabytes, so that there is something to write in between. */
function large() {
  const folder = tempFolder('backup');
  const file = path.join(folder, 'archive.db');
  const archive = opens(file);
  fill(archive);
  const data = { text: 'x'.repeat(2_000) };
  archive.records.upsert(
    'monitorevents',
    'QT1',
    Array.from({ length: 4_000 }, (_, i) => ({ key: `${i}`, time: i, until: undefined, data })),
    1,
  );
  return { folder, file, archive, to: path.join(folder, 'copy.db') };
}
/** Two rows that are always written together, and how far that has come. */
const pair = (archive: Archive, n: number) =>
  archive.transaction(() => {
    for (const instrument of ['A', 'B'])
      archive.records.upsert('sic', instrument, [{ key: `${n}`, time: n, until: undefined, data: {} }], 1);
  });
const pairs = (archive: Archive) =>
  ['A', 'B'].map((instrument) =>
    archive.records.list('sic', instrument, { from: 0, to: 1e9 }).map(({ time }) => time),
  );

describe('a backup', () => {
  it('opens as the archive it was made of', async () => {
    const { archive, to, folder } = large();
    const seen: number[] = [];
    await archive.backup(to, (done, total) => void seen.push(done / total), never);
    expect(seen.at(-1)).toBe(1);
    expect(readdirSync(folder).filter((name) => name.startsWith('copy'))).toEqual(['copy.db']);
    if (process.platform !== 'win32') expect(statSync(to).mode & 0o777).toBe(0o600);
    const copy = opens(to);
    expect(look(copy)).toEqual({ samples: SAMPLES, records: ROWS });
    expectClaimsHeld(copy);
    expect(copy.salvaged).toBeUndefined();
    expect(await check(copy)).toMatchObject({ database: [], damaged: [] });
  });

  it('made while this and another process write is of one moment, and comes to an end', async () => {
    const { archive, file, to } = large();
    const other = opens(file);
    let n = 0;
    const before = (pair(archive, n++), pair(other, n++), n);
    await archive.backup(
      to,
      () => {
        pair(archive, n++);
        pair(other, n++);
      },
      never,
    );
    expect(n).toBeGreaterThan(before + 8);
    const [a = [], b = []] = pairs(opens(to));
    expect(a).toEqual(b);
    expect(a).toEqual(Array.from({ length: a.length }, (_, i) => i));
    expect(a.length).toBeGreaterThanOrEqual(before);
    expect(pairs(archive)[0]).toHaveLength(n);
  });

  it('never writes over a file', async () => {
    const { archive, to } = large();
    writeFileSync(to, 'mine');
    await expect(archive.backup(to, nothing, never)).rejects.toMatchObject({
      error: { kind: 'invalid', path: to },
    });
    expect(readFileSync(to, 'utf8')).toBe('mine');
  });

  it('says that it cannot be written there', async () => {
    const { archive, folder } = large();
    const nowhere = path.join(folder, 'no', 'such', 'copy.db');
    await expect(archive.backup(nowhere, nothing, never)).rejects.toMatchObject({
      error: { kind: 'not-writable' },
    });
  });

  it('leaves nothing when it is stopped, nor minds what an earlier one left', async () => {
    const { archive, to, folder } = large();
    const told = new AbortController();
    writeFileSync(`${to}.part`, 'half of an earlier one');
    const stopped = archive.backup(to, () => told.abort(), told.signal);
    await expect(stopped).rejects.toMatchObject({ error: { kind: 'cancelled' } });
    expect(readdirSync(folder).filter((name) => name.startsWith('copy'))).toEqual([]);
    await archive.backup(to, nothing, never);
    expect(existsSync(to)).toBe(true);
  });

  it("has one file, which can be put in the archive's place", async () => {
    const { archive, to } = large();
    await archive.backup(to, nothing, never);
    const db = new Database(to, { readonly: true });
    expect(db.pragma('journal_mode', { simple: true })).toBe('delete');
    db.close();
    const restored = path.join(tempFolder('restored'), 'archive.db');
    copyFileSync(to, restored);
    expect(look(opens(restored))).toEqual({ samples: SAMPLES, records: ROWS });
  });

  const canMount = process.platform === 'linux' && process.getuid?.() === 0 && mounts();
  it.skipIf(!canMount)('on a full disk says how much is needed, and leaves nothing', async () => {
    const { archive } = large();
    const small = tempFolder('small');
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', small]);
    try {
      const error = { kind: 'disk-full', neededBytes: expect.any(Number) as number };
      await expect(archive.backup(path.join(small, 'copy.db'), nothing, never)).rejects.toMatchObject({
        error,
      });
      expect(readdirSync(small)).toEqual([]);
    } finally {
      execFileSync('umount', [small]);
    }
  });
});

function mounts(): boolean {
  const folder = tempFolder('mount');
  mkdirSync(folder, { recursive: true });
  try {
    execFileSync('mount', ['-t', 'tmpfs', 'tmpfs', folder], { stdio: 'ignore' });
    execFileSync('umount', [folder]);
    return true;
  } catch {
    return false;
  }
}
