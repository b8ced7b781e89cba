/** `kill -9` at random moments of a sync: nothing announced is lost, and the next run goes on. */
import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import Database from 'better-sqlite3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Span } from '../../../electron/contract/model';
import { systemClock } from '../../../electron/core/clock';
import type { Archive } from '../../../electron/core/db/archive';
import { openArchive } from '../../../electron/core/db/open';
import { subtract } from '../../../electron/core/sync/spans';
import { startDemoServer, type DemoServer } from '../../../electron/demo/server/server';
import { createFakeWorld, fakeEncode, isMissing, levelAt } from '../../support/fake-world';
import { tempFolder } from '../../support/temp';
import { buildCli, type CliProgram } from './program';

const KILLS = 25;
/** After this many kills one run is left alone, and the next begins in an empty folder. */
const KILLS_PER_FOLDER = 5;
const SEED = 20_260_302;
const KEY = 'kill-test-key';
const DAY = 86_400_000;
const FROM = Math.floor(Date.now() / DAY) * DAY - 9 * DAY;
const TO = FROM + 7 * DAY;
const SERIALS = ['QT100001', 'QT100002'];
const iso = (ms: number) => new Date(ms).toISOString();

const root = tempFolder('kill');
let cli: CliProgram;
let demo: DemoServer;

beforeAll(async () => {
  cli = await buildCli();
  demo = await startDemoServer({ world: createFakeWorld(), encode: fakeEncode, key: KEY });
}, 120_000);
afterAll(async () => {
  await demo.close();
  await cli.remove();
});

/** The same numbers every time; the seed is in the name of what fails. */
function chance(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1_664_525 + 1_013_904_223) % 4_294_967_296;
    return state / 4_294_967_296;
  };
}

async function runAndKill(args: readonly string[], home: string, afterMs: number): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const { signal } = await cli.run(args, {
    ...{ home, key: KEY, url: demo.url },
    started: (child) => {
      timer = setTimeout(() => child.kill('SIGKILL'), afterMs);
    },
  });
  clearTimeout(timer);
  return signal === 'SIGKILL';
}

const archiveFile = (home: string): string | undefined => {
  const files = existsSync(home) ? readdirSync(home, { recursive: true, encoding: 'utf8' }) : [];
  const found = files.find((file) => path.basename(file) === 'archive.db');
  return found === undefined ? undefined : path.join(home, found);
};

/** Every sample in a covered stretch is the service's; gives the stretches by series. */
function checkArchive(archive: Archive): Map<string, Span[]> {
  const covered = new Map<string, Span[]>();
  for (const { dataset, instrument, from, to } of archive.coverage.list()) {
    const key = `${dataset} ${instrument}`;
    covered.set(key, [...(covered.get(key) ?? []), { from, to }]);
    if (dataset !== 'timehistory') continue;
    const values = archive.series.read(dataset, instrument, 'LAeq', 1_000, { from, to });
    let wrong = 0;
    for (let i = 0; i < values.length; i++) {
      const time = from + i * 1_000;
      if (isMissing(time) ? !Number.isNaN(values[i]) : values[i] !== levelAt(time)) wrong += 1;
    }
    expect(wrong, `${key} ${iso(from)}`).toBe(0);
  }
  return covered;
}

function lookInto(home: string, before: ReadonlyMap<string, readonly Span[]>): Map<string, Span[]> {
  const file = archiveFile(home);
  if (file === undefined) {
    expect(before.size).toBe(0);
    return new Map();
  }
  const archive = openArchive(file, systemClock);
  try {
    const now = checkArchive(archive);
    for (const [key, spans] of before)
      expect(subtract(spans, now.get(key) ?? []), `lost: ${key}`).toEqual([]);
    return now;
  } finally {
    archive.close();
    const db = new Database(file, { readonly: true });
    expect(db.pragma('integrity_check', { simple: true })).toBe('ok');
    db.close();
  }
}

describe('a sync that is killed', () => {
  it(`${String(KILLS)} times loses nothing and converges (seed ${String(SEED)})`, async () => {
    const random = chance(SEED);
    const span = ['--from', iso(FROM), '--to', iso(TO)];
    // One of each kind; all bands of a week would take longer than they tell.
    const datasets = ['timehistory', 'measurements', 'recordings', 'calibrations', 'events', 'eventhistory'];
    const args = [
      'sync',
      ...SERIALS.flatMap((serial) => ['--instrument', serial]),
      ...datasets.flatMap((dataset) => ['--dataset', dataset]),
      ...span,
    ];
    let killed = 0;
    for (let round = 0; killed < KILLS; round++) {
      const home = path.join(root, `sync-${String(round)}`);
      let before = new Map<string, Span[]>();
      for (let n = 0; n < KILLS_PER_FOLDER; n++) {
        if (await runAndKill(args, home, 350 + random() * 1_400)) killed += 1;
        before = lookInto(home, before);
      }
      const { code, stderr } = await cli.run(args, { home, key: KEY, url: demo.url });
      expect({ code, stderr: code === 0 ? '' : stderr }).toEqual({ code: 0, stderr: '' });
      const whole = lookInto(home, before);
      for (const serial of SERIALS)
        for (const dataset of ['timehistory', 'measurements', 'recordings', 'calibrations'])
          expect(subtract([{ from: FROM, to: TO }], whole.get(`${dataset} ${serial}`) ?? [])).toEqual([]);
      expect(round, 'too few runs lived long enough to be killed').toBeLessThan(12);
    }
  }, 240_000);
});
