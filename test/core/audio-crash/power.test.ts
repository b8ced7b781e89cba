/** Power cuts during an audio export: every change of the folder is recorded, and what was not synced is lost or torn. */
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildNative } from '../../support/native';
import {
  chance,
  expectDone,
  COUNT,
  filesIn,
  look,
  lookAtWhole,
  openBench,
  sha256,
  type Bench,
  type Lane,
} from './harness';
import { afterPowerCut, diskAfter, readLog, withoutPowerCut } from './replay';

const CUTS = 250;
/** Cuts after the export said that it was done. */
const LATE_CUTS = 60;
const REPAIRS = 6;
const SEED = 20_260_308;
const CUT = { match: '/data/audio/', times: 2, atByte: 10_000, framing: 'length', end: 'fin' } as const;

const native = buildNative('witness');
const preload = 'file' in native ? native.file : '';
const why = 'missing' in native ? ` (not here: ${native.missing})` : '';

describe.skipIf('missing' in native)(`power cuts during an audio export${why}`, () => {
  let bench: Bench;
  let lane: Lane;
  let acts: ReturnType<typeof readLog>;
  let careless: ReturnType<typeof readLog>;
  let done: { readonly home: string; readonly out: string };
  beforeAll(async () => {
    bench = await openBench('crash-power', 1);
    [lane] = bench.lanes as [Lane];
    // Two downloads are cut off in the middle and go on from there.
    lane.demo.levers.audio({ ranges: 'strong' });
    lane.demo.levers.cut(CUT);
    // Slow enough for the manifest to be written several times.
    lane.demo.levers.trickle({ match: '/data/audio/', bytesPerSecond: 40_000 });
    const recorded = await record({});
    ({ acts } = recorded);
    done = recorded;
    await lane.demo.levers.reset();
    ({ acts: careless } = await record({ WITNESS_FORGETFUL: '1' }));
  }, 120_000);
  afterAll(() => bench.close());

  async function record(env: NodeJS.ProcessEnv) {
    const [home, out] = [lane.home(), lane.fresh('out')];
    const log = lane.fresh('log');
    const watched = { env: { LD_PRELOAD: preload, WITNESS_FOLDER: out, WITNESS_LOG: log, ...env } };
    // The folder is there before the export, as one that a person chose.
    mkdirSync(out);
    expectDone(await lane.export(home, out, watched));
    return { home, out, acts: readLog(readFileSync(log)) };
  }

  /** Cuts the power so many times, each after a number of acts, and looks at what is left. @returns what is wrong */
  async function cut(
    record: typeof acts,
    times: number,
    seed: number,
    after: (random: () => number) => number,
  ): Promise<{ readonly wrong: readonly string[]; readonly least: number }> {
    const random = chance(seed);
    const wrong: string[] = [];
    let least = COUNT;
    for (let n = 0; n < times; n++) {
      const folder = lane.fresh('cut');
      mkdirSync(folder);
      const count = after(random);
      afterPowerCut(diskAfter(record, count), folder, random);
      const found = await look(bench, folder);
      wrong.push(
        ...found.wrong.map((what) => `after ${String(count)} of ${String(record.length)} acts: ${what}`),
      );
      least = Math.min(least, found.there.size);
      rmSync(folder, { recursive: true });
    }
    return { wrong, least };
  }
  const anywhere = (record: typeof acts) => (random: () => number) =>
    Math.floor(random() * (record.length + 1));

  it('are played from a record that tells the whole story', () => {
    const folder = lane.fresh('replayed');
    mkdirSync(folder);
    withoutPowerCut(diskAfter(acts, acts.length), folder);
    const contents = (root: string) =>
      filesIn(root).map((file) => [file, sha256(readFileSync(path.join(root, file)))]);
    expect(contents(folder)).toEqual(contents(done.out));
    const named = (file: string) =>
      acts.filter(({ act, data }) => act === 'r' && data.toString('utf8') === file).length;
    expect(named('manifest.json')).toBeGreaterThan(1);
    expect(acts.filter(({ act, name }) => act === 'c' && name.endsWith('.etag.part')).length).toBeGreaterThan(
      1,
    );
  });

  it(`leave no finished file wrong, wherever they come (${String(CUTS)} cuts, seed ${String(SEED)})`, async () => {
    const { wrong } = await cut(acts, CUTS, SEED, anywhere(acts));
    expect(wrong).toEqual([]);
  }, 120_000);

  it(`lose nothing once the export has said that it is done (${String(LATE_CUTS)} cuts)`, async () => {
    expect(await cut(acts, LATE_CUTS, SEED + 1, () => acts.length)).toEqual({ wrong: [], least: COUNT });
  }, 60_000);

  it('would leave wrong files if nothing was synced, which shows that this test can see it', async () => {
    const { wrong } = await cut(careless, CUTS, SEED, anywhere(careless));
    expect(wrong.filter((what) => what.endsWith('.wav is wrong')).length).toBeGreaterThan(CUTS / 10);
    const late = await cut(careless, LATE_CUTS, SEED + 1, () => careless.length);
    expect(late.least).toBeLessThan(COUNT);
  }, 120_000);

  it('leave a folder that the next export puts right', async () => {
    const random = chance(SEED + 2);
    lane.demo.levers.audio({ ranges: 'strong' });
    for (let n = 0; n < REPAIRS; n++) {
      const folder = lane.fresh('repair');
      mkdirSync(folder);
      const count = Math.floor(acts.length * (0.1 + (0.85 * n) / REPAIRS));
      afterPowerCut(diskAfter(acts, count), folder, random);
      expectDone(await lane.export(lane.home(), folder));
      await lookAtWhole(bench, folder);
    }
  }, 60_000);
});
