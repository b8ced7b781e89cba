import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Demo, Query } from '../../support/demo';
import { startDemo, TEST_NOW } from '../../support/demo';

const DAY = 86_400_000;
const LOST_TWO_DAYS = 'QT512009';
type Row = Readonly<Record<string, unknown>>;

let demo: Demo;
beforeAll(async () => {
  demo = await startDemo();
});
afterAll(async () => {
  await demo.close();
});
const year = { start: TEST_NOW - 365 * DAY, end: TEST_NOW };
const rows = async (path: string, query: Query = {}) => (await demo.json(path, query)) as readonly Row[];
const serials = () => demo.world.instruments().map((one) => one.serial);

describe('the demo account shows the service’s irregularities', () => {
  it('in its instruments', async () => {
    const list = await rows('/control/instruments');
    expect(new Set(list.map((row) => Object.keys(row['position'] as object).join()))).toEqual(
      new Set(['lat,long', 'latitude,longitude']),
    );
    expect(new Set(list.map((row) => 'addons' in (row['subscription'] as object)))).toEqual(
      new Set([true, false]),
    );
    const current = await rows('/data/monitor/current', { instruments: serials() });
    expect(new Set(current.map((row) => 'instrument' in row))).toEqual(new Set([true, false]));
  });

  it('in its calibrations and checks', async () => {
    const calibrations = await rows('/data/calibrations', { instruments: serials(), ...year });
    expect(new Set(calibrations.map((row) => Object.keys(row)[0]))).toEqual(new Set(['time', 'Time']));
    const checks = await rows('/data/sic', { instruments: serials(), ...year });
    expect(new Set(checks.map((row) => row['status']))).toEqual(new Set(['Success', 'Error']));
  });

  it('in a week of levels: empty slots, ellipses, a new block after two lost days', async () => {
    const blocksOf = async (instruments: string, daysAgo: number) => {
      const [start, end] = [TEST_NOW - daysAgo * DAY, TEST_NOW - (daysAgo - 7) * DAY];
      const [series] = await rows('/data/noise/timehistory', { instruments, start, end, values: 'LAeq' });
      return series?.['blocks'] as { readonly values: readonly unknown[] }[];
    };
    const values = (await blocksOf('QT410233', 7)).flatMap((block) => block.values);
    const kinds = new Set(values.map((value) => (typeof value === 'number' ? 'number' : String(value))));
    expect(kinds).toEqual(new Set(['number', 'null', '...']));
    const blocks = [...(await blocksOf(LOST_TWO_DAYS, 7)), ...(await blocksOf(LOST_TWO_DAYS, 14))];
    expect(blocks.length).toBeGreaterThan(2);
  });
});

it('answers an ordinary request while a long one is worked on', async () => {
  const month = { instruments: serials()[0], start: TEST_NOW - 10 * DAY, end: TEST_NOW };
  const finished: string[] = [];
  const long = demo.get('/data/noise/measurements', month).then(() => finished.push('long'));
  await expect.poll(() => demo.journal.at(-1)?.path).toBe('/v1/data/noise/measurements');
  await demo.get('/control/instruments').then(() => finished.push('short'));
  await long;
  expect(finished).toEqual(['short', 'long']);
});
