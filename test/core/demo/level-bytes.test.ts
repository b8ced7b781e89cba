import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { SAMPLED_VALUES } from '../../../electron/demo/server/routes/noise';
import { type Demo, startDemo, TEST_NOW } from '../../support/demo';
import { plainBlocks } from '../../unit/demo/plain-blocks';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

let demo: Demo;
beforeAll(async () => {
  demo = await startDemo();
});
afterAll(async () => {
  await demo.close();
});

const noiseMonitors = () => demo.world.instruments().filter(({ type }) => type === 'Noise');
const bytesOf = async (path: string, query: Readonly<Record<string, string | number | readonly string[]>>) =>
  (await demo.get(path, query)).text();

/** A whole history, then the same text from plain numbers. */
async function compare(serial: string, stepMs: number, start: number, end: number): Promise<number> {
  const values = [...SAMPLED_VALUES];
  const period = `PT${String(stepMs / SECOND)}S`;
  const sent = await bytesOf('/data/noise/timehistory', { instruments: serial, values, period, start, end });
  const plain = values.map((type) => {
    const grid = Math.ceil(start / stepMs) * stepMs;
    const to = Math.ceil(end / stepMs) * stepMs;
    const told = demo.world.levels(serial, type, stepMs, grid, to, TEST_NOW);
    return {
      type,
      instrument: serial,
      blocks: plainBlocks([...told.values], grid, stepMs, `${serial} ${type}`),
    };
  });
  // Compared as one, since a difference between texts of this size is not to be printed.
  if (sent !== JSON.stringify(plain)) expect(JSON.parse(sent)).toEqual(plain);
  expect(sent === JSON.stringify(plain)).toBe(true);
  return plain[0]?.blocks.length ?? 0;
}

describe('the bytes of a time history', () => {
  it('are the JSON of the levels of the world, for every value, around a check', async () => {
    for (const { serial } of noiseMonitors()) {
      const [check] = demo.world.sic(serial, TEST_NOW - 20 * DAY, TEST_NOW - 10 * DAY, TEST_NOW);
      const middle = check?.time ?? TEST_NOW - 10 * DAY;
      await compare(serial, SECOND, middle - 20 * MINUTE, middle + 20 * MINUTE);
    }
  });

  it('are so at the beginning of the world, up to now and beyond it', async () => {
    const [first] = noiseMonitors();
    const serial = first?.serial ?? '';
    const { beganAt } = demo.world;
    expect(await compare(serial, SECOND, beganAt - 10 * MINUTE, beganAt + 10 * MINUTE)).toBe(1);
    expect(await compare(serial, SECOND, TEST_NOW - 10 * MINUTE, TEST_NOW + 10 * MINUTE)).toBe(1);
    expect(await compare(serial, SECOND, beganAt - HOUR, beganAt)).toBe(0);
  });

  it('are so in steps of a tenth of a second, of some seconds and of a minute', async () => {
    const fast = noiseMonitors().find(({ timeHistoryMs }) => timeHistoryMs === 100);
    expect(fast).toBeDefined();
    const from = TEST_NOW - 3 * DAY + 1_234;
    await compare(fast?.serial ?? '', 100, from, from + 5 * MINUTE);
    await compare(fast?.serial ?? '', 5 * SECOND, from, from + HOUR);
    await compare(fast?.serial ?? '', MINUTE, from, from + 7 * HOUR);
  });
});

describe('the bytes of a band time history', () => {
  it('are the JSON of the levels of the world, for every set and weighting', async () => {
    const serial = noiseMonitors()[0]?.serial ?? '';
    const [start, end] = [TEST_NOW - 5 * MINUTE, TEST_NOW + MINUTE];
    for (const set of ['Octave', 'Third'] as const)
      for (const weighting of ['A', 'C', 'Z'] as const) {
        const query = { instruments: serial, bands: set, weighting, period: 'PT1S', start, end };
        const sent = await bytesOf('/data/frequency/timehistory', query);
        const told = demo.world.bands(serial, set, weighting, SECOND, start, end, TEST_NOW);
        const bands = told.map(({ name, samples }) => {
          const [block] = plainBlocks([...samples.values], start, SECOND, `${serial} ${name}`);
          return { block, name };
        });
        const { start: blockStart, end: blockEnd, sampleDuration } = bands[0]?.block ?? {};
        const block = {
          ...{ start: blockStart, end: blockEnd, sampleDuration },
          bands: bands.map(({ name, block: own }) => ({ name, values: own?.values })),
        };
        expect(sent).toBe(JSON.stringify([{ type: set, instrument: serial, blocks: [block] }]));
      }
  });
});
