/** Exports by the built command line that are killed, watched or starved, and what must be true of the folder afterwards. */
import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect } from 'vitest';
import { readManifest } from '../../../electron/core/export/manifest';
import { verifyFolder } from '../../../electron/core/export/verify';
import { startDemoServer, type DemoServer } from '../../../electron/demo/server/server';
import type { World } from '../../../electron/demo/world/world';
import { createFakeWorld, fakeEncode } from '../../support/fake-world';
import { tempFolder } from '../../support/temp';
import { buildCli, type CliProgram, type Run, type RunOptions } from '../cli/program';

export const COUNT = 16;
export const SERIAL = 'QT100001';
export const KEY = 'crash-test-key';
const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const FROM = Math.floor(Date.now() / DAY) * DAY - 60 * DAY;
const TO = FROM + COUNT * HOUR;
/** For programs and for people, and the hashes of both. */
export const MANIFEST_FILES = ['manifest.csv', 'manifest.json', 'manifest.sha256'];
const AUDIO = /\/data\/(?:events\/)?audio\/([^/?]+)$/;

/** The fake world with few and small sounds, each its own, so that a mix-up shows. */
function world(): World {
  const fake = createFakeWorld();
  return {
    ...fake,
    events: () => [],
    sound: (serial, from, to) => {
      const pcm = fake.sound(serial, from, to);
      const samples = pcm.samples.subarray(0, pcm.samples.length / 4);
      return {
        ...pcm,
        sampleRate: 2_000,
        samples: samples.map((value, i) => value ^ ((from / HOUR) * (i + 1))),
      };
    },
  };
}

export const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

/** Files of a folder by their path with `/` between parts. */
export function filesIn(folder: string): readonly string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => !entry.isDirectory())
    .map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name)).split(path.sep).join('/'))
    .sort();
}

export type Export = Run & { readonly asked: readonly string[] };
/** One service and one copy of the archive after another; several can be at work side by side. */
export interface Lane {
  readonly demo: DemoServer;
  /** A folder of this lane that is not there yet. */
  fresh(name: string): string;
  /** A data folder in which the recordings are listed and nothing is downloaded. */
  home(): string;
  /** `leqbook export audio` of all recordings; gives how it ended, and the ids that were asked of the service. */
  export(
    home: string,
    out: string,
    options?: Pick<RunOptions, 'env' | 'through' | 'started'>,
  ): Promise<Export>;
}
export interface Bench {
  readonly cli: CliProgram;
  readonly lanes: readonly Lane[];
  /** What each recording's file must be: its path below the folder, and its hash. */
  readonly expected: ReadonlyMap<string, { readonly id: string; readonly sha256: string }>;
  close(): Promise<void>;
}

/** Builds the command line and exports once without any trouble, which tells what must come of every other export. */
export async function openBench(name: string, laneCount: number): Promise<Bench> {
  const root = tempFolder(name);
  const cli = await buildCli();
  const first = await openLane(cli, path.join(root, '0'));
  const others = Array.from({ length: laneCount - 1 }, (_, n) =>
    openLane(cli, path.join(root, String(n + 1)), first.home()),
  );
  const lanes = [first, ...(await Promise.all(others))];
  const expected = await learn(first);
  return {
    ...{ cli, lanes, expected },
    async close() {
      await Promise.all(lanes.map(({ demo }) => demo.close()));
      await cli.remove();
    },
  };
}

async function openLane(cli: CliProgram, root: string, from?: string): Promise<Lane> {
  mkdirSync(root, { recursive: true });
  const demo = await startDemoServer({ world: world(), encode: fakeEncode, key: KEY });
  const seed = path.join(root, 'seed');
  if (from !== undefined) cpSync(from, seed, { recursive: true });
  else {
    const span = ['--from', new Date(FROM).toISOString(), '--to', new Date(TO).toISOString()];
    const list = ['sync', '--instrument', SERIAL, '--dataset', 'recordings', ...span];
    expectDone(await cli.run(list, { home: seed, key: KEY, url: demo.url }));
  }
  let made = 0;
  const fresh = (what: string): string => path.join(root, `${what}-${String((made += 1))}`);
  return {
    ...{ demo, fresh },
    home() {
      const home = fresh('home');
      cpSync(seed, home, { recursive: true });
      return home;
    },
    async export(home, out, options) {
      // What a killed run sent may not have been read yet, and is not to be counted as asked by the next.
      await demo.levers.goOffline();
      await demo.levers.goOnline();
      const before = demo.journal.length;
      const args = ['export', 'audio', '--out', out, '--format', 'WAV', '--instrument', SERIAL];
      const run = await cli.run(args, { home, key: KEY, url: demo.url, ...options });
      const asked = demo.journal.slice(before).flatMap((entry) => AUDIO.exec(entry.path)?.[1] ?? []);
      return { ...run, asked };
    },
  };
}

async function learn(lane: Lane): Promise<Bench['expected']> {
  const out = lane.fresh('reference');
  const run = await lane.export(lane.home(), out);
  expectDone(run);
  const entries = (await readManifest(out)) ?? [];
  const sounds = world();
  const expected = new Map<string, { id: string; sha256: string }>();
  for (const { file, recording } of entries) {
    const { serial, start, end } = sounds.recording(recording ?? '', Date.now()) ?? {
      serial: '',
      start: 0,
      end: 0,
    };
    const served = await fakeEncode(sounds.sound(serial, start, end), 'WAV');
    const right = sha256(served ?? new Uint8Array());
    expect(sha256(readFileSync(path.join(out, file))), file).toBe(right);
    expected.set(file, { id: recording ?? '', sha256: right });
  }
  expect(new Set([...expected.values()].map((each) => each.sha256)).size).toBe(COUNT);
  return expected;
}

export interface Look {
  /** The ids whose files are there and right. */
  readonly there: ReadonlySet<string>;
  /** What must not be after a crash at any moment, in sentences. */
  readonly wrong: readonly string[];
}
/**
 * Looks at a folder after a crash: each file under a final name must be right, anything else a part, the manifest
 * readable, and all that it names there and as it says.
 */
export async function look({ expected }: Pick<Bench, 'expected'>, out: string): Promise<Look> {
  const there = new Set<string>();
  const wrong: string[] = [];
  for (const file of filesIn(out)) {
    const right = expected.get(file);
    if (right === undefined) {
      if (!file.endsWith('.part') && !MANIFEST_FILES.includes(file))
        wrong.push(`${file} should not be there`);
    } else if (sha256(readFileSync(path.join(out, file))) === right.sha256) there.add(right.id);
    else wrong.push(`${file} is wrong`);
  }
  if (!existsSync(path.join(out, 'manifest.json'))) return { there, wrong };
  try {
    const { altered, missing, foreign } = await verifyFolder(out, new AbortController().signal);
    wrong.push(...altered.map(({ file, reason }) => `the manifest says of ${file} that it ${reason}`));
    // Its own files get their names one after the other; the next export makes up for one that did not.
    const lost = missing.filter((file) => !MANIFEST_FILES.includes(file));
    wrong.push(...lost.map((file) => `the manifest names ${file}, which is not there`));
    // What a crash kept out of the manifest is not Leqbook's by its word, but it is right.
    const strange = foreign.filter((file) => !expected.has(file));
    wrong.push(...strange.map((file) => `${file} is not Leqbook's`));
  } catch (error) {
    wrong.push(error instanceof Error ? error.message : String(error));
  }
  return { there, wrong };
}

/** Expects nothing to be wrong, and gives the ids whose files are there. */
export async function lookAt(bench: Pick<Bench, 'expected'>, out: string): Promise<ReadonlySet<string>> {
  const { there, wrong } = await look(bench, out);
  expect(wrong).toEqual([]);
  return there;
}

/** Expects an export to have ended without trouble. */
export function expectDone({ code, stderr }: Run): void {
  expect({ code, stderr: code === 0 ? '' : stderr }).toEqual({ code: 0, stderr: '' });
}

/** Holds after an export without trouble: every file is there and right, nothing is left over, the manifest names all. */
export async function lookAtWhole(bench: Pick<Bench, 'expected'>, out: string): Promise<void> {
  await lookAt(bench, out);
  const sounds = filesIn(out).filter((file) => !MANIFEST_FILES.includes(file));
  expect(sounds).toEqual([...bench.expected.keys()].sort());
  const { whole, foreign, unfinished } = await verifyFolder(out, new AbortController().signal);
  expect({ whole, foreign, unfinished }).toEqual({ whole: sounds, foreign: [], unfinished: [] });
}

/** The ids whose files are not there. */
export const missingIn = (bench: Bench, there: ReadonlySet<string>): readonly string[] =>
  [...bench.expected.values()].map(({ id }) => id).filter((id) => !there.has(id));

/** Gives each lane the next item of a list as soon as it is free. */
export async function inLanes<T>(
  lanes: readonly Lane[],
  items: readonly T[],
  work: (lane: Lane, item: T) => Promise<void>,
): Promise<void> {
  let next = 0;
  const go = async (lane: Lane): Promise<void> => {
    while (next < items.length) await work(lane, items[next++] as T);
  };
  await Promise.all(lanes.map(go));
}

/** The same numbers every time; the seed is in the name of what fails. */
export function chance(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1_664_525 + 1_013_904_223) % 4_294_967_296;
    return state / 4_294_967_296;
  };
}
