/** Large archives, made once and kept: a year of every channel of many instruments, in the order in which a sync brings it. */
import { createHash } from 'node:crypto';
import {
  existsSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statfsSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import type { Archive } from '../../electron/core/db/archive';
import { benchFolder, DAY_MS, DAYS_PER_YEAR, FIRST_DAY, LATER, openAt, SECOND_MS } from './bench-archive';
import { CHANNELS, createLevels, serialOf, type Levels } from './levels';

export interface MadeArchive {
  readonly file: string;
  /** Instrument-years, each of {@link CHANNELS}. */
  readonly years: number;
  readonly bytes: number;
}

/** Raised whenever what is made changes. */
const VERSION = 1;
const DAYS_PER_STEP = 7;
/** A careful guess of what an instrument-year takes, to know beforehand whether the disk has room. */
const BYTES_PER_YEAR = 130_000_000;

/** What decides whether an archive that was made earlier is still what the code would make. */
function stampOf(years: number): string {
  const hash = createHash('sha256').update(`${VERSION} ${years} `);
  const folders = ['electron/core/db/migrations', 'electron/core/series'];
  for (const folder of folders)
    for (const name of readdirSync(folder).sort()) hash.update(readFileSync(path.join(folder, name)));
  return hash.digest('hex');
}

const fileOf = (years: number): string => path.join(benchFolder(), `archive-${years}.sqlite`);

/** An archive that was made earlier and is up to date. */
export function findArchive(years: number): MadeArchive | undefined {
  const file = fileOf(years);
  const stamp = `${file}.stamp`;
  if (!existsSync(file) || !existsSync(stamp) || readFileSync(stamp, 'utf8') !== stampOf(years))
    return undefined;
  return { file, years, bytes: statSync(file).size };
}

/** The largest archive there is of at least so many instrument-years. */
export function findLargest(least: number): MadeArchive | undefined {
  const made = readdirSync(benchFolder()).flatMap((name) => {
    const years = Number(/^archive-(\d+)\.sqlite$/.exec(name)?.[1] ?? 0);
    return years < least ? [] : (findArchive(years) ?? []);
  });
  return made.sort((a, b) => b.years - a.years)[0];
}

/** Finds or makes it. `say` is told how it goes. */
export function needArchive(years: number, say: (text: string) => void): MadeArchive {
  const found = findArchive(years);
  if (found !== undefined) return found;
  refuseWithoutRoom(years);
  const file = fileOf(years);
  const partial = `${file}.partial`;
  for (const each of [file, `${file}.stamp`, partial, `${partial}-wal`, `${partial}-shm`])
    rmSync(each, { force: true });
  const archive = openAt(partial, LATER);
  try {
    fill(archive, years, () => statSync(partial).size, say);
  } finally {
    archive.close();
  }
  renameSync(partial, file);
  writeFileSync(`${file}.stamp`, stampOf(years));
  return { file, years, bytes: statSync(file).size };
}

function refuseWithoutRoom(years: number): void {
  const { bavail, bsize } = statfsSync(benchFolder());
  const free = bavail * bsize;
  const need = years * BYTES_PER_YEAR * 1.2;
  const gigabytes = (bytes: number): string => `${(bytes / 1e9).toFixed(1)} GB`;
  if (free < need)
    throw new Error(`${gigabytes(need)} are needed in ${benchFolder()} and ${gigabytes(free)} are free`);
}

/** Newest weeks first, every instrument in turn, so that the days of one series lie far apart in the file. */
function fill(archive: Archive, years: number, size: () => number, say: (text: string) => void): void {
  const levels = createLevels();
  const instruments = Array.from({ length: years }, (_, index) => index);
  const list = instruments.map((index) => ({
    serial: serialOf(index),
    data: { serialNumber: serialOf(index), type: 'Noise' },
  }));
  archive.instruments.replace(list, LATER);
  const startedAt = performance.now();
  let saidAt = startedAt;
  for (let end = DAYS_PER_YEAR; end > 0; end -= DAYS_PER_STEP) {
    for (const instrument of instruments)
      for (let day = Math.max(0, end - DAYS_PER_STEP); day < end; day++)
        putDay(archive, levels, instrument, day);
    if (performance.now() - saidAt < 10_000) continue;
    saidAt = performance.now();
    const days = DAYS_PER_YEAR - Math.max(0, end - DAYS_PER_STEP);
    const seconds = (saidAt - startedAt) / 1_000;
    say(
      `${years} instrument-years: ${days} of ${DAYS_PER_YEAR} days, ${(size() / 1e9).toFixed(2)} GB, about ${Math.ceil((seconds / days) * (DAYS_PER_YEAR - days))} s left`,
    );
  }
}

function putDay(archive: Archive, levels: Levels, instrument: number, day: number): void {
  const serial = serialOf(instrument);
  const start = FIRST_DAY + day * DAY_MS;
  const chunks = CHANNELS.map((channel) => ({
    channel,
    stepMs: SECOND_MS,
    start,
    values: levels.day(instrument, channel, day),
  }));
  archive.transaction(() => {
    archive.series.write('timehistory', serial, chunks);
    archive.coverage.put({
      ...{ dataset: 'timehistory', instrument: serial, params: '1s', from: start, to: start + DAY_MS },
      ...{ state: 'settled', askedAt: LATER, asks: 1, why: undefined },
    });
  });
}
