import { copyFileSync, existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import { isFailure } from '../../../../electron/contract/result';
import type { Archive } from '../../../../electron/core/db/archive';
import { kindOf } from '../../../support/levels';
import { quickFolder } from '../../../support/quick-folder';
import { inTempFolder } from '../../../support/temp-archive';
import { check, expectClaimsHeld, fill, look, open, ROWS, SAMPLES } from './full-archive';

const PAGE = 4_096;

/** The bytes of a closed archive with something of everything. */
const whole = inTempFolder((folder) => {
  const file = path.join(folder, 'archive.db');
  const archive = open(file);
  fill(archive);
  archive.close();
  return readFileSync(file);
});

interface Outcome {
  readonly salvaged: number;
  readonly named: number;
  readonly samples: number;
  readonly records: number;
}

/** Opens what `bytes` say, reads all and checks all until nothing is found any more, and then looks strictly. */
async function survive(bytes: Buffer): Promise<Outcome> {
  return inFolder(async (folder) => {
    const file = path.join(folder, 'archive.db');
    writeFileSync(file, bytes);
    let salvaged = 0;
    let named = 0;
    let isClean = false;
    for (let turn = 0; turn < 4 && !isClean; turn++) {
      const archive = open(file);
      try {
        if (archive.salvaged !== undefined) {
          salvaged++;
          expectKept(archive, bytes, turn);
        }
        readAll(archive);
        const { damaged, database } = await check(archive);
        named += damaged.length + database.length;
        isClean = damaged.length + database.length === 0;
      } catch (error) {
        if (!isFailure(error, 'corrupt')) throw error;
        named++;
      } finally {
        archive.close();
      }
    }
    const archive = open(file);
    try {
      const found = look(archive);
      expectClaimsHeld(archive);
      expect(isClean).toBe(true);
      // It is as good as new.
      archive.records.upsert('sic', 'QT1', [{ key: 'k', time: 1, until: undefined, data: {} }], 1);
      return { salvaged, named, ...found };
    } finally {
      archive.close();
    }
  });
}

/** A damaged page may only be met while reading; then the next start takes over what is left. */
function readAll(archive: Archive): void {
  try {
    look(archive);
  } catch (error) {
    if (!isFailure(error, 'corrupt')) throw error;
  }
}

function expectKept(archive: Archive, bytes: Buffer, turn: number): void {
  const kept = archive.salvaged?.movedTo ?? '';
  // Later ones may have been tidied before they were moved.
  if (turn === 0) expect(readFileSync(kept).equals(bytes)).toBe(true);
  else expect(existsSync(kept)).toBe(true);
  const job = archive.jobs.list(1)[0];
  expect(job).toMatchObject({ title: 'Archive repaired', state: 'done' });
  expect(job?.issues[0]?.text).toContain(path.basename(kept));
}

/** In memory: hundreds of archives are written here, and it is not the disk that spoils them. */
async function inFolder<T>(work: (folder: string) => Promise<T>): Promise<T> {
  const folder = quickFolder('salvage');
  try {
    return await work(folder.path);
  } finally {
    folder.remove();
  }
}

const patched = (at: number, bytes: Buffer): Buffer => {
  const copy = Buffer.from(whole);
  bytes.copy(copy, at);
  return copy;
};

describe('a damaged archive', () => {
  it('is whole to begin with', async () => {
    expect(await survive(whole)).toEqual({ salvaged: 0, named: 0, samples: SAMPLES, records: ROWS });
  });

  it('cut short gives back what is left, and plans the rest again', async () => {
    for (const share of [0.1, 0.4, 0.7, 0.95]) {
      const { salvaged, samples, records } = await survive(
        whole.subarray(0, Math.floor((whole.length * share) / PAGE) * PAGE),
      );
      expect([share, salvaged]).toEqual([share, 1]);
      if (share === 0.95) expect([samples > 0, records > 0]).toEqual([true, true]);
    }
  });

  it('that is no database at all is moved aside, and a new one begun', async () => {
    const garbage = Buffer.from('<html>not a database at all</html>'.repeat(900));
    expect(await survive(garbage)).toMatchObject({ salvaged: 1, samples: 0, records: 0 });
  });

  it('never shows a wrong value nor claims what is gone, wherever one bit flips', async () => {
    let seed = 1;
    let found = 0;
    for (let flip = 0; flip < 200; flip++) {
      seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
      const at = seed % whole.length;
      const byte = whole.readUInt8(at) ^ (1 << (flip % 8));
      try {
        const outcome = await survive(patched(at, Buffer.of(byte)));
        const { salvaged, named, samples, records } = outcome;
        if (salvaged + named > 0 || samples < SAMPLES || records < ROWS) found++;
      } catch (error) {
        if (isFailure(error, 'database-newer')) continue;
        throw new Error(`bit ${flip % 8} of byte ${at}: ${String(error)}`, { cause: error });
      }
    }
    expect(found).toBeGreaterThan(100);
  }, 300_000);

  it('with a run of zeros gives back what is around it', async () => {
    const pages = Math.floor(whole.length / PAGE);
    for (let first = 0; first < pages; first += Math.ceil(pages / 24)) {
      const { salvaged, named } = await survive(patched(first * PAGE, Buffer.alloc(3 * PAGE)));
      expect([first, salvaged + named > 0]).toEqual([first, true]);
    }
  }, 120_000);

  it('never shows one channel as another, though the names of channels have no checksum', async () => {
    let changed = 0;
    for (let at = whole.indexOf('LAFMax'); at > 0; at = whole.indexOf('LAFMax', at + 1)) {
      const { samples, salvaged } = await survive(patched(at, Buffer.from('LCFMax')));
      // Either a name in the table or its like in the index.
      expect([at, salvaged, samples <= SAMPLES]).toEqual([at, 1, true]);
      changed++;
    }
    expect(changed).toBeGreaterThan(1);
  }, 60_000);

  it('without its write-ahead log goes on from what was in the file', async () => {
    await inFolder(async (folder) => {
      const file = path.join(folder, 'archive.db');
      writeFileSync(file, whole);
      const archive = open(file);
      const day = 5 * 86_400_000;
      archive.transaction(() => {
        archive.records.upsert('sic', 'QT1', [{ key: 'late', time: day, until: undefined, data: {} }], 1);
        archive.coverage.remove('calibrations', 'QT1', { from: 0, to: day });
      });
      const cut = path.join(folder, 'cut');
      copyFileSync(file, cut);
      archive.close();
      const found = await survive(readFileSync(cut));
      expect(found).toMatchObject({ samples: SAMPLES, records: ROWS });
    });
  });
});

describe('taking over what is left', () => {
  const broken = patched(100, Buffer.alloc(PAGE));

  it('goes on after being killed at any point, and keeps the damaged file', () => {
    inTempFolder((folder) => {
      const file = path.join(folder, 'archive.db');
      writeFileSync(file, broken);
      const killed = () =>
        open(file, {
          onSalvage: () => {
            throw new Error('killed');
          },
        });
      expect(killed).toThrow('killed');
      const movedTo = path.join(folder, 'archive.damaged-x.db');
      // Moved, but nothing taken over yet.
      writeFileSync(`${file}.repair`, JSON.stringify({ movedTo }));
      writeFileSync(movedTo, broken);
      rmSync(file);
      writeFileSync(`${file}.new`, 'half');
      const archive = open(file);
      expect(archive.salvaged?.movedTo).toBe(movedTo);
      archive.close();
      expect(readFileSync(movedTo).equals(broken)).toBe(true);
      // Complete, but the marker was still there.
      writeFileSync(`${file}.repair`, JSON.stringify({ movedTo }));
      const again = open(file);
      expect([again.salvaged, again.jobs.list(1)[0]?.title]).toEqual([undefined, 'Archive repaired']);
      again.close();
      expect(readdirSync(folder).filter((name) => /new|repair/.test(name))).toEqual([]);
    });
  });

  it('waits until no other process has the damaged file open', () => {
    inTempFolder((folder) => {
      const file = path.join(folder, 'archive.db');
      const first = open(file);
      fill(first);
      writeFileSync(`${file}.repair`, '');
      expect(kindOf(() => open(file))).toBe('corrupt');
      first.close();
      const second = open(file);
      expect(second.salvaged).toMatchObject({ lost: [] });
      expect(look(second)).toEqual({ samples: SAMPLES, records: ROWS });
      expectClaimsHeld(second);
      expect(second.coverage.list()).toHaveLength(4);
      second.close();
    });
  });

  it('is not begun because another program holds the file', () => {
    inTempFolder((folder) => {
      const file = path.join(folder, 'archive.db');
      open(file).close();
      const db = new Database(file);
      db.pragma('locking_mode = EXCLUSIVE');
      db.exec('BEGIN EXCLUSIVE');
      expect(kindOf(() => open(file))).toBe('not-writable');
      db.close();
      expect(readdirSync(folder).some((name) => name.includes('damaged'))).toBe(false);
    });
  }, 20_000);
});
