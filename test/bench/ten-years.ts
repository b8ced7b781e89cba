/** A data folder with ten instrument-years of everything, made once and kept: what the screens are tried and timed over. */
import { createHash } from 'node:crypto';
import {
  constants,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import Database from 'better-sqlite3';
import { openAccounts } from '../../electron/core/accounts';
import type { Clock } from '../../electron/core/clock';
import { openArchive } from '../../electron/core/db/open';
import { keptLog } from '../support/quiet-log';
import { ASKED_AT, createYearWorld, fillYear, YEAR } from './ten-years-base';
import { copyInstrument } from './ten-years-copies';
import { fillInstruments } from './ten-years-upkeep';

/** Raised whenever what is made changes without one of the folders below. */
const VERSION = 2;
const INSTRUMENTS = 10;
const FOLDER = 'node_modules/.cache/ten-years';
const ACCOUNT = 'tenyears';
const SOURCES = ['electron/core/db/migrations', 'electron/core/series', 'electron/demo/world', 'test/bench'];

export const SERIALS: readonly string[] = Array.from(
  { length: INSTRUMENTS },
  (_, index) => `LQ${String(70_001 + index)}`,
);
const [FIRST = ''] = SERIALS;

/** What decides whether a folder that was made earlier is still what the code would make. */
function stampOf(): string {
  const hash = createHash('sha256').update(`${String(VERSION)} ${String(YEAR.to)}`);
  for (const folder of SOURCES)
    for (const name of readdirSync(folder).sort())
      if (folder !== 'test/bench' || name.startsWith('ten-years'))
        hash.update(readFileSync(path.join(folder, name)));
  return hash.digest('hex');
}

const STAMP = 'stamp';
const stampFile = path.join(FOLDER, STAMP);
export const isMade = (): boolean => existsSync(stampFile) && readFileSync(stampFile, 'utf8') === stampOf();
export const archiveFile = (home: string): string => path.join(home, 'accounts', ACCOUNT, 'archive.db');

/** Finds the folder made, or makes it. Of several at once each makes its own, and the last one's is kept. */
export async function needTenYears(say: (text: string) => void): Promise<void> {
  if (isMade()) return;
  mkdirSync(path.dirname(FOLDER), { recursive: true });
  const partial = mkdtempSync(`${FOLDER}-`);
  try {
    const home = path.join(partial, 'home');
    mkdirSync(home);
    writeAccount(home);
    await fill(archiveFile(home), say);
    writeFileSync(path.join(partial, STAMP), stampOf());
    rmSync(FOLDER, { recursive: true, force: true });
    renameSync(partial, FOLDER);
  } finally {
    rmSync(partial, { recursive: true, force: true });
  }
  say(`${(statSync(archiveFile(path.join(FOLDER, 'home'))).size / 1e9).toFixed(2)} GB in ${FOLDER}`);
}

/** A copy of the folder, to be opened and written to. Takes no room where the file system can share it. */
export function copyTenYears(home: string): void {
  cpSync(path.join(FOLDER, 'home'), home, { recursive: true, mode: constants.COPYFILE_FICLONE });
}

/** An account without a key: what it holds is read without the service. */
function writeAccount(home: string): void {
  const accounts = openAccounts(home, keptLog());
  accounts.save({
    ...{ id: ACCOUNT, kind: 'cloud', label: 'Ten years', createdAt: ASKED_AT },
    ...{ keyStored: false, rejected: false, prints: [] },
  });
  accounts.setActive(ACCOUNT);
}

const clock: Clock = { now: () => ASKED_AT, sleep: () => Promise.resolve(), random: () => 0.5 };

async function fill(file: string, say: (text: string) => void): Promise<void> {
  const world = createYearWorld();
  const archive = openArchive(file, clock);
  fillYear({ archive, world, serial: FIRST }, say);
  archive.close();
  say('copies');
  const db = new Database(file);
  // What is made in vain is made again; a journal would be as much again to write.
  db.pragma('journal_mode = OFF');
  db.pragma('synchronous = OFF');
  for (const serial of SERIALS.slice(1)) copyInstrument(db, FIRST, serial);
  db.close();
  const whole = openArchive(file, clock);
  await fillInstruments({
    archive: whole,
    world,
    serials: SERIALS,
    audioFolder: path.join(path.dirname(file), 'audio'),
  });
  whole.close();
}
