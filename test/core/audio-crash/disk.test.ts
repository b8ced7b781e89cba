/** Disks that are full, read-only or gone during an audio export: it says so, nothing wrong remains, and it goes on later. */
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdirSync, renameSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startCore } from '../../support/core';
import {
  expectDone,
  filesIn,
  inLanes,
  KEY,
  lookAt,
  lookAtWhole,
  missingIn,
  openBench,
  SERIAL,
  type Bench,
  type Lane,
} from './harness';

const LANES = 3;
const EXIT_DISK = 5;

/** Why this machine cannot have disks of its own for a test; undefined: it can. */
function whyNoDisks(): string | undefined {
  if (process.platform !== 'linux') return 'mount name spaces are for Linux';
  if (process.getuid?.() !== 0) return 'only root may mount';
  const tried = spawnSync('unshare', ['--mount', 'nsenter', '--version'], { stdio: 'ignore' });
  return tried.status === 0 ? undefined : 'unshare and nsenter are needed, and the right to use them';
}
const no = whyNoDisks();
const why = no === undefined ? '' : ` (not here: ${no})`;

/** A disk that only processes behind `through` see, and that is gone with the test. */
interface Disk {
  readonly through: readonly string[];
  readonly folder: string;
  /** What is on it, as a copy in a folder of the test's own. */
  copy(): string;
  /** Runs a command where the disk is. */
  run(...command: readonly string[]): void;
  close(): Promise<void>;
}
async function openDisk(lane: Lane, ...commands: readonly string[]): Promise<Disk> {
  const folder = lane.fresh('disk');
  mkdirSync(folder);
  const mounts = commands.map((command) => command.replaceAll('DISK', folder)).join(' && ');
  const args = ['--mount', '--propagation', 'private', 'sh', '-c', `${mounts} && echo ready && exec cat`];
  const holder = spawn('unshare', args, { stdio: ['pipe', 'pipe', 'inherit'] });
  await once(holder.stdout, 'data');
  const through = ['nsenter', `--mount=/proc/${String(holder.pid)}/ns/mnt`, '--'];
  return {
    through,
    folder,
    copy() {
      const target = lane.fresh('copy');
      cpSync(`/proc/${String(holder.pid)}/root${folder}`, target, { recursive: true });
      return target;
    },
    run(...command) {
      const [program = '', ...rest] = [...through, ...command];
      const { status, stderr } = spawnSync(program, rest, { encoding: 'utf8' });
      expect({ command, status, stderr }).toEqual({ command, status: 0, stderr: '' });
    },
    async close() {
      holder.stdin.end();
      await once(holder, 'exit');
    },
  };
}

let bench: Bench;
beforeAll(async () => {
  bench = await openBench('crash-disk', LANES);
}, 120_000);
afterAll(() => bench.close());

/** The disk is as it should be again: the next run fetches just what is missing. */
async function goOn(lane: Lane, disk: Disk, home: string, there: ReadonlySet<string>): Promise<void> {
  const run = await lane.export(home, disk.folder, { through: disk.through });
  expectDone(run);
  expect([...run.asked].sort()).toEqual([...missingIn(bench, there)].sort());
  await lookAtWhole(bench, disk.copy());
}

describe.skipIf(no !== undefined)(`an audio export to a disk in trouble${why}`, () => {
  it('that is full says so wherever it fills up, keeps what is whole, and goes on when there is room', async () => {
    // With a length, room is asked for beforehand; without one, the disk fills up under the write.
    const sizes = [60, 200, 480, 900, 1_240, 1_288].map((kilobytes, n) => ({
      kilobytes,
      framing: n % 2 === 0 ? ('close' as const) : ('length' as const),
    }));
    await inLanes(bench.lanes, sizes, async (lane, { kilobytes, framing }) => {
      await lane.demo.levers.reset();
      lane.demo.levers.audio({ framing });
      const disk = await openDisk(lane, `mount -t tmpfs -o size=${String(kilobytes)}k tmpfs DISK`);
      try {
        const home = lane.home();
        const run = await lane.export(home, disk.folder, { through: disk.through });
        expect({ kilobytes, code: run.code, stderr: run.stderr }).toEqual({
          ...{ kilobytes, code: EXIT_DISK },
          stderr: expect.stringMatching(/disk.*full|no room|space/i) as string,
        });
        expect(run.stderr).toContain(disk.folder);
        const there = await lookAt(bench, disk.copy());
        disk.run('mount', '-o', 'remount,size=8m', disk.folder);
        await goOn(lane, disk, home, there);
      } finally {
        await disk.close();
      }
    });
  }, 120_000);

  it('that may only be read says so and asks the service for nothing', async () => {
    const [lane] = bench.lanes as [Lane];
    await lane.demo.levers.reset();
    const disk = await openDisk(lane, 'mount -t tmpfs tmpfs DISK', 'mount -o remount,ro DISK');
    try {
      const home = lane.home();
      const run = await lane.export(home, disk.folder, { through: disk.through });
      expect({ code: run.code, asked: run.asked.length }).toEqual({ code: EXIT_DISK, asked: 0 });
      expect(run.stderr).toContain(disk.folder);
      expect(filesIn(disk.copy())).toEqual([]);
      disk.run('mount', '-o', 'remount,rw', disk.folder);
      await goOn(lane, disk, home, new Set());
    } finally {
      await disk.close();
    }
  }, 60_000);

  it('that becomes read-only in the middle says so, keeps what is whole, and goes on afterwards', async () => {
    await inTheMiddle(
      ['mkdir DISK.stick', 'mount -t tmpfs tmpfs DISK.stick', 'mount --bind DISK.stick DISK'],
      // Files that are open for writing keep a mount from becoming read-only, but not from being covered by one that is.
      (disk) => {
        disk.run('mount', '--bind', `${disk.folder}.stick`, disk.folder);
        disk.run('mount', '-o', 'remount,bind,ro', disk.folder);
      },
      (disk) => disk.run('umount', disk.folder),
    );
  }, 60_000);

  it('that is pulled out in the middle says so, keeps what is whole, and goes on when it is back', async () => {
    await inTheMiddle(
      ['mkdir DISK.stick', 'mount -t tmpfs tmpfs DISK.stick', 'mount --bind DISK.stick DISK'],
      (disk) => disk.run('umount', '--lazy', disk.folder),
      (disk) => disk.run('mount', '--bind', `${disk.folder}.stick`, disk.folder),
    );
  }, 60_000);

  async function inTheMiddle(
    mounts: readonly string[],
    trouble: (disk: Disk) => void,
    repair: (disk: Disk) => void,
  ): Promise<void> {
    const [lane] = bench.lanes as [Lane];
    await lane.demo.levers.reset();
    lane.demo.levers.trickle({ match: '/data/audio/', bytesPerSecond: 100_000 });
    const disk = await openDisk(lane, ...mounts);
    try {
      const home = lane.home();
      const running = lane.export(home, disk.folder, { through: disk.through });
      await someAreThere(() => disk.copy());
      trouble(disk);
      const run = await running;
      expect({ code: run.code, stderr: run.stderr }).toEqual({
        code: EXIT_DISK,
        stderr: expect.stringContaining(disk.folder) as string,
      });
      expect(filesIn(disk.folder), 'something was written below the empty mount point').toEqual([]);
      repair(disk);
      await lane.demo.levers.reset();
      await goOn(lane, disk, home, await lookAt(bench, disk.copy()));
    } finally {
      await disk.close();
    }
  }
});

/** Waits until an export has finished a few files, and others are under way. */
const someAreThere = (copy: () => string): Promise<void> =>
  expect
    .poll(() => filesIn(copy()).filter((file) => file.endsWith('.wav')).length, {
      timeout: 20_000,
      interval: 20,
    })
    .toBeGreaterThan(2)
    .then(() => undefined);

describe('a folder that goes away during an export of the app', () => {
  it('makes the job wait with the reason, and it goes on by itself when the folder is back', async () => {
    const [lane] = bench.lanes as [Lane];
    await lane.demo.levers.reset();
    lane.demo.levers.trickle({ match: '/data/audio/', bytesPerSecond: 100_000 });
    const out = lane.fresh('out');
    mkdirSync(out);
    const core = await startCore({ home: lane.home(), apiUrl: lane.demo.url, apiKey: KEY });
    try {
      const { handle } = await core.folders.add(out);
      const filter = { instruments: [SERIAL] };
      const job = await core.call('audio.export', { filter, format: 'WAV', folder: handle });
      const waits: string[] = [];
      core.on('job-changed', ({ waiting }) => {
        if (waiting !== undefined) waits.push(waiting.reason);
      });
      await someAreThere(() => out);
      renameSync(out, `${out}.gone`);
      await expect.poll(() => waits, { timeout: 20_000 }).toContain(`The folder ${out} is not there`);
      expect(filesIn(out)).toEqual([]);
      const there = await lookAt(bench, `${out}.gone`);
      await lane.demo.levers.reset();
      const before = lane.demo.journal.length;
      renameSync(`${out}.gone`, out);
      expect(await core.ended(job)).toMatchObject({ state: 'done', issues: [] });
      const asked = lane.demo.journal.slice(before).filter((entry) => entry.path.includes('/data/audio/'));
      expect(asked).toHaveLength(missingIn(bench, there).length);
      await lookAtWhole(bench, out);
    } finally {
      await core.close();
    }
  }, 60_000);
});
