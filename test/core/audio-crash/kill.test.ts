/** `kill -9` during an audio export: at every named point, and at a hundred moments that chance chose. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildNative } from '../../support/native';
import {
  chance,
  expectDone,
  inLanes,
  lookAt,
  lookAtWhole,
  missingIn,
  openBench,
  type Bench,
  type Lane,
} from './harness';

const LANES = 4;
const KILLS = 100;
/** After this many kills one run is left alone, and the next begins in an empty folder. */
const CHAIN = 4;
const SEED = 20_260_307;

/** What is done to which file, below the export's folder, and whether the kill comes just before or after the n-th time. */
const POINTS: Readonly<Record<string, string>> = {
  'the folder of the first file is made': 'mkdir * after 1',
  'a part is opened': 'create *.wav.part after 3',
  'its first bytes are written': 'write *.wav.part after 3',
  'the mark beside it is opened': 'create *.etag.part after 1',
  'the mark is written': 'write *.etag.part after 1',
  'all bytes are written and checked': 'sync *.wav.part before 3',
  'they are durable': 'sync *.wav.part after 3',
  'the file is about to get its name': 'rename *.wav before 3',
  'it has its name': 'rename *.wav after 3',
  'its folder is durable': 'syncfolder */* after 1',
  'the last file has its name': 'rename *.wav after 16',
  'the manifest is opened': 'create manifest.json.part after 1',
  'the manifest is written': 'write manifest.json.part after 1',
  'the manifest is durable': 'sync manifest.json.part after 1',
  'the manifest has its name': 'rename manifest.json after 1',
  'the hashes have their name': 'rename manifest.sha256 after 1',
  'the table has its name': 'rename manifest.csv after 1',
  'the folder of the manifest is durable': 'syncfolder . after 2',
};
/** These only happen to a download that stopped in the middle and can go on. */
const CUT_POINTS = new Set(['the mark beside it is opened', 'the mark is written']);

const native = buildNative('witness');
const preload = 'file' in native ? native.file : '';
const why = 'missing' in native ? ` (not here: ${native.missing})` : '';

describe.skipIf('missing' in native)(`an audio export that is killed${why}`, () => {
  let bench: Bench;
  beforeAll(async () => {
    bench = await openBench('crash-kill', LANES);
  }, 120_000);
  afterAll(() => bench.close());

  const watched = (out: string, env: NodeJS.ProcessEnv) => ({
    env: { LD_PRELOAD: preload, WITNESS_FOLDER: out, ...env },
  });

  /** The next run, left alone, fetches just what is missing, and everything is right afterwards. */
  async function goOn(lane: Lane, home: string, out: string, there: ReadonlySet<string>): Promise<void> {
    const run = await lane.export(home, out);
    expectDone(run);
    expect([...run.asked].sort()).toEqual([...missingIn(bench, there)].sort());
    await lookAtWhole(bench, out);
  }

  it('at every named point leaves nothing wrong, and the next run fetches just the rest', async () => {
    const reached: string[] = [];
    await inLanes(bench.lanes, Object.entries(POINTS), async (lane, [name, point]) => {
      const [home, out] = [lane.home(), lane.fresh('out')];
      await lane.demo.levers.reset();
      lane.demo.levers.audio({ ranges: 'strong' });
      if (CUT_POINTS.has(name))
        lane.demo.levers.cut({
          match: '/data/audio/',
          times: 1,
          atByte: 10_000,
          framing: 'length',
          end: 'fin',
        });
      const killed = await lane.export(home, out, watched(out, { WITNESS_KILL: point }));
      if (killed.signal === 'SIGKILL') reached.push(name);
      await lane.demo.levers.reset();
      await goOn(lane, home, out, await lookAt(bench, out));
    });
    expect(reached.sort()).toEqual(Object.keys(POINTS).sort());
  }, 120_000);

  it(`at ${String(KILLS)} random moments loses nothing that was whole (seed ${String(SEED)})`, async () => {
    const random = chance(SEED);
    let killed = 0;
    let finished = 0;
    const chains = Array.from({ length: KILLS }, (_, n) => n);
    await inLanes(bench.lanes, chains, async (lane, chain) => {
      if (killed >= KILLS) return;
      const [home, out] = [lane.home(), lane.fresh('out')];
      await lane.demo.levers.reset();
      // Every other download can be continued where it stopped; some come slowly, so that most moments are in the middle.
      lane.demo.levers.audio({ ranges: chain % 2 === 0 ? 'strong' : 'none' });
      if (chain % 4 < 3) lane.demo.levers.trickle({ match: '/data/audio/', bytesPerSecond: 100_000 });
      let there: ReadonlySet<string> = new Set();
      for (let n = 0; n < CHAIN; n++) {
        const after = String(Math.floor(random() * (chain % 4 < 3 ? 700_000 : 150_000)));
        const { signal, asked } = await lane.export(home, out, watched(out, { WITNESS_KILL_AFTER: after }));
        if (signal === 'SIGKILL') killed += 1;
        else finished += 1;
        expect(
          asked.filter((id) => there.has(id)),
          'fetched although it was there',
        ).toEqual([]);
        const now = await lookAt(bench, out);
        for (const id of there) expect(now.has(id), `lost: ${id}`).toBe(true);
        there = now;
      }
      await goOn(lane, home, out, there);
    });
    expect(killed).toBeGreaterThanOrEqual(KILLS);
    expect(finished, 'most moments must be in the middle of an export').toBeLessThan(KILLS / 2);
  }, 240_000);
});
