import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Demo, Query } from '../../support/demo';
import { startDemo, TEST_NOW } from '../../support/demo';
import { createFakeWorld, fakeEncode, isMissing, levelAt } from '../../support/fake-world';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const A = 'QT100001';

let demo: Demo;
beforeAll(async () => {
  demo = await startDemo({ world: createFakeWorld(), encode: fakeEncode });
});
afterAll(async () => {
  await demo.close();
});
type Row = Readonly<Record<string, unknown>>;
const rows = async (path: string, query: Query = {}) =>
  (await demo.json(path, { instruments: A, start: TEST_NOW - 30 * DAY, end: TEST_NOW, ...query })) as Row[];

interface Block {
  readonly start: string;
  readonly end: string;
  readonly sampleDuration: number;
  readonly values: readonly unknown[];
}
const blocksOf = async (query: Query = {}) => {
  const [series] = await rows('/data/noise/timehistory', { start: TEST_NOW - DAY, values: 'LAeq', ...query });
  return series?.['blocks'] as Block[];
};

describe('time history', () => {
  it('begins a block after each long gap and holds a slot for each short one', async () => {
    const blocks = await blocksOf();
    expect(blocks).toHaveLength(25);
    for (const { start, sampleDuration, values } of blocks)
      values.forEach((value, index) => {
        const time = Date.parse(start) + index * sampleDuration;
        if (isMissing(time)) expect([null, '...']).toContain(value);
        else expect(value).toBe(levelAt(time));
      });
    const times = blocks.flatMap(({ start, values }) => values.map((_, i) => Date.parse(start) + i * 1_000));
    expect(new Set(times).size).toBe(times.length);
    const present = [...Array(86_400).keys()].filter((i) => !isMissing(TEST_NOW - DAY + i * 1_000)).length;
    const numbers = blocks.flatMap(({ values }) => values).filter((value) => typeof value === 'number');
    expect(numbers).toHaveLength(present);
  });

  it('writes a few missing samples as an ellipsis, the same ones each time', async () => {
    const blocks = await blocksOf();
    const missing = blocks.flatMap(({ values }) => values).filter((value) => typeof value !== 'number');
    const ellipses = missing.filter((value) => value === '...').length;
    expect(ellipses).toBeGreaterThan(0);
    expect(ellipses).toBeLessThan(missing.length / 4);
    expect(await blocksOf()).toEqual(blocks);
  });

  it('has blocks that claim to be longer than their samples reach', async () => {
    const over = (await blocksOf()).map(
      ({ start, end, sampleDuration, values }) =>
        (Date.parse(end) - Date.parse(start)) / sampleDuration - values.length,
    );
    expect(new Set(over.map((one) => Math.sign(one)))).toEqual(new Set([0, 1]));
  });

  it('keeps the slots of bands alike', async () => {
    const [series] = await rows('/data/frequency/timehistory', { start: TEST_NOW - 2 * HOUR });
    const blocks = series?.['blocks'] as { start: string; bands: { name: string; values: unknown[] }[] }[];
    expect(blocks).toHaveLength(3);
    for (const { start, bands } of blocks) {
      expect(bands.map((band) => band.name)).toEqual(['31.5Hz', '1KHz', '16KHz']);
      expect(new Set(bands.map(({ values }) => values.length)).size).toBe(1);
      expect(bands[1]?.values[0]).toBe(levelAt(Date.parse(start)) + 1);
    }
  });
});

describe('times', () => {
  it('of recordings lack a zone, their triggers have one', async () => {
    const [recording] = await rows('/data/audio', { start: TEST_NOW - HOUR });
    expect(recording).toMatchObject({
      startTime: '2026-03-02T11:10:00',
      endTime: '2026-03-02T11:10:20',
      triggerStartTime: '2026-03-02T11:10:01Z',
    });
  });

  it('of SIC results have seven decimals, of log items three, of calibrations none', async () => {
    const times = async (path: string) => (await rows(path)).map((row) => String(row['time'] ?? row['Time']));
    for (const text of await times('/data/sic')) expect(text).toMatch(/\.\d{7}Z$/);
    for (const text of await times('/data/calibrations/log')) expect(text).toMatch(/:00\.814Z$/);
    for (const text of await times('/data/calibrations')) expect(text).toMatch(/:00Z$/);
    const [first] = await rows('/data/sic', { start: TEST_NOW - DAY });
    expect(Date.parse(String(first?.['time']).replace(/\d{4}Z$/, 'Z'))).toBe(
      Date.parse('2026-03-02T03:00:00.207Z'),
    );
  });
});

describe('names and shapes', () => {
  it('of calibrations come capitalised and not, and each record keeps to one', async () => {
    const calibrations = await rows('/data/calibrations');
    const shapes = new Set(calibrations.map((row) => Object.keys(row).join()));
    expect(shapes).toEqual(
      new Set(['time,status,instrument,level,offset', 'Time,Status,Instrument,Level,Offset']),
    );
    expect(await rows('/data/calibrations')).toEqual(calibrations);
  });

  it('of positions are the short ones and the long ones, and add-ons may be missing', async () => {
    const instruments = await rows('/control/instruments');
    const shapes = new Set(instruments.map((row) => Object.keys(row['position'] as object).join()));
    expect(shapes).toEqual(new Set(['lat,long', 'latitude,longitude']));
    const addons = instruments.map((row) => (row['subscription'] as Row)['addons']);
    expect(addons).toContain(undefined);
    expect(addons).toContainEqual(['Audio']);
  });

  it('leave the instrument out of log items and some current statistics', async () => {
    const current = await rows('/data/monitor/current', {
      instruments: ['QT100001', 'QT100002', 'QT100003'],
    });
    expect(new Set(current.map((row) => 'instrument' in row))).toEqual(new Set([true, false]));
    expect((await rows('/data/calibrations/log')).some((row) => 'instrument' in row)).toBe(false);
  });

  it('give SIC an Error, bands with an underscore, and a last check with or without them', async () => {
    const statuses = (await rows('/data/sic')).map((row) => row['status']);
    expect(new Set(statuses)).toEqual(new Set(['Success', 'Error']));
    const shapes = new Set<number>();
    for (let day = 0; day < 8; day++) {
      await demo.levers.advance(DAY);
      const status = (await demo.json(`/control/instruments/${A}/status`)) as Row;
      shapes.add(Object.keys(status['lastSic'] as object).length);
    }
    await demo.levers.reset();
    expect(shapes).toEqual(new Set([2, 5]));
  });

  it('give events six nameless levels, no bands, and ids that fit only their own paths', async () => {
    const [event] = await rows('/data/events', { start: TEST_NOW - HOUR });
    expect(event).toMatchObject({ octave: null, thirdOctave: null });
    expect(event?.['overall']).toHaveLength(6);
    const status = async (path: string) => (await demo.get(path)).status;
    const [history, audio] = [String(event?.['timeHistoryId']), String(event?.['audioId'])];
    expect(await status(`/data/events/timehistory/${history}`)).toBe(200);
    expect(await status(`/data/events/audio/${audio}?format=WAV`)).toBe(200);
    for (const path of [
      `/data/audio/${audio}`,
      `/data/events/timehistory/${audio}`,
      `/data/events/audio/${history}`,
    ])
      expect(await status(path)).toBe(404);
  });

  it('time weather by the moment, other surroundings by start and seconds, with pressure in bar', async () => {
    const span = { start: TEST_NOW - HOUR, period: 'PT1H' };
    const [weather] = await rows('/data/weather', { ...span, instruments: 'FODFGO' });
    expect(weather).toMatchObject({ time: '2026-03-02T11:00:00Z', instrument: 'FODFGO', pressure: 1.012 });
    const [gases] = await rows('/data/gases', { ...span, instruments: 'AABBCC' });
    expect(gases).toMatchObject({ startTime: '2026-03-02T11:00:00Z', duration: 3_600, cO2: 421, h2S: null });
  });

  it('are null where a measurement has no value, and empty lists where an instrument has none of it', async () => {
    const [first] = await rows('/data/noise/measurements', { start: TEST_NOW - HOUR, values: 'LZIMax' });
    expect(first).toMatchObject({ LZIMax: null });
    for (const path of [
      '/data/noise/measurements',
      '/data/sic',
      '/data/monitor/stats',
      '/data/monitor/current',
    ])
      expect(await rows(path, { instruments: 'AABBCC' })).toEqual([]);
  });
});

it('renames an instrument for as long as it runs, and changes nothing else', async () => {
  const path = `/control/instruments/${A}`;
  const before = (await demo.json(path)) as Row;
  const body = JSON.stringify({ ...before, name: 'Kerb', model: 'CR:1' });
  expect((await demo.get(path, {}, { method: 'PUT', body })).status).toBe(204);
  expect(await demo.json(path)).toEqual({ ...before, name: 'Kerb' });
  expect((await rows('/control/instruments')).find((row) => row['serialNumber'] === A)).toMatchObject({
    name: 'Kerb',
  });
  await demo.levers.reset();
  expect(await demo.json(path)).toEqual(before);
});

describe('actions', () => {
  const act = async (serial: string, action: string) =>
    (await (
      await demo.get(`/control/instruments/${serial}/action`, { action }, { method: 'POST' })
    ).json()) as Row;
  const status = async () => (await demo.json(`/control/instruments/${A}/status`)) as Row;

  it('are in progress for seconds, then end in a status and a record', async () => {
    const before = await rows('/data/calibrations', { end: TEST_NOW + HOUR });
    expect(await act(A, 'Calibration')).toEqual({ action: 'Calibration', status: 'InProgress' });
    expect(await status()).toMatchObject({ calibrationInProgress: true, measuring: false });
    await demo.levers.advance(60_000);
    expect(await status()).toMatchObject({ calibrationInProgress: false, measuring: true });
    const last = (await demo.json(`/control/instruments/${A}/calibration`)) as Row;
    expect(last).toMatchObject({ time: '2026-03-02T12:00:08Z', status: 'Success' });
    expect(await rows('/data/calibrations', { end: TEST_NOW + HOUR })).toHaveLength(before.length + 1);
    await demo.levers.reset();
  });

  it('fail when told so, and at once on an instrument that is offline', async () => {
    demo.levers.nextAction('Failed');
    expect(await act(A, 'SIC')).toMatchObject({ status: 'InProgress' });
    expect(await status()).toMatchObject({ sicInProgress: true });
    await demo.levers.advance(5_000);
    expect(await demo.json(`/control/instruments/${A}/sic`)).toMatchObject({ status: 'Error' });
    expect(await act('QT100003', 'Identify')).toEqual({ action: 'Identify', status: 'Failed' });
    expect(await act('QT100002', 'SIC')).toMatchObject({ error: 'InvalidAction' });
    await demo.levers.reset();
  });
});
