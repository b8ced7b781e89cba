import { afterEach, beforeEach, expect, test } from 'vitest';
import { calls, usualRules, type Events } from '../../electron/contract/index';
import { startCore, type TestCore } from '../support/core';
import { startDemo, TEST_NOW, type Demo } from '../support/demo';
import { tempFolder } from '../support/temp';

const KEY = 'mycirrus-123456-AABBCCDD11223344';
const SERIAL = 'QT377120';
/** It has a weather station. */
const WINDY = 'QT410233';
const DAY = 86_400_000;

let demo: Demo;
let core: TestCore;
let changes: Events['data-changed'][];
beforeEach(async () => {
  demo = await startDemo({ keys: [{ key: KEY }] });
  core = await startCore({ home: tempFolder('people'), apiUrl: demo.url });
  changes = [];
});
afterEach(async () => {
  await core.close();
  await demo.close();
});

async function signIn(): Promise<void> {
  await core.call('session.signIn', { key: KEY, keep: 'session' });
  core.on('data-changed', (change) => changes.push(change));
}
const note = { instrument: SERIAL, from: 5, to: 9, added: { kind: 'note', text: 'a lorry' } } as const;

test('what people add is told to whoever shows it, by instrument, and only when something changed', async () => {
  await signIn();
  const [written] = await core.call('people.put', { entries: [note] });
  await core.call('people.remove', { ids: [written?.id ?? 0] });
  await core.call('people.remove', { ids: [written?.id ?? 0] });
  await core.call('people.restore', { ids: [written?.id ?? 0] });
  await core.call('people.put', {
    entries: [{ added: { kind: 'site', name: 'Mill', tags: [], instruments: [] } }],
  });
  expect(changes).toEqual([
    ...Array.from({ length: 3 }, () => ({ tables: ['people'], instruments: [SERIAL] })),
    { tables: ['people'], instruments: undefined },
  ]);
  const listed = await core.call('people.list', { instrument: SERIAL });
  expect(listed).toMatchObject([{ ...note, createdAt: written?.createdAt, removedAt: undefined }]);
});

test('what makes no sense is refused where it arrives', () => {
  const put = (entry: object) => calls['people.put'].input.safeParse({ entries: [entry] }).success;
  expect(put(note)).toBe(true);
  expect(put({ ...note, to: 4 })).toBe(false);
  expect(put({ ...note, added: { kind: 'note', text: ' ' } })).toBe(false);
  expect(put({ ...note, added: { kind: 'rumour', text: 'x' } })).toBe(false);
  const rules = (change: object) => calls['rules.set'].input.safeParse({ ...usualRules, ...change }).success;
  expect([rules({}), rules({ drift: { investigate: 1, suspect: 0.5 } }), rules({ sicDb: 0 })]).toEqual([
    true,
    false,
    false,
  ]);
});

test('drift is judged by the rules that a person set', async () => {
  await signIn();
  const span = { from: TEST_NOW - 300 * DAY, to: TEST_NOW };
  const job = await core.call('sync.start', { instruments: [SERIAL], datasets: ['calibrations'], span });
  expect((await core.ended(job)).state).toBe('done');
  const verdict = async () => (await core.call('calibration.history', { instrument: SERIAL })).latestVerdict;
  const drift = (await core.call('calibration.history', { instrument: SERIAL })).latestDrift ?? NaN;
  const size = Math.abs(drift);
  expect(size).toBeGreaterThan(0.01);
  const set = (investigate: number, suspect: number) =>
    core.call('rules.set', { ...usualRules, drift: { investigate, suspect } });
  await set(size + 0.01, size + 0.02);
  expect(await verdict()).toBe('within');
  await set(size - 0.005, size + 0.01);
  expect(await verdict()).toBe('investigate');
  await set(0, size - 0.005);
  expect(await verdict()).toBe('suspect');
  const fleet = await core.call('fleet.get', { instrument: SERIAL });
  expect([fleet.drift, (await core.call('rules.get', undefined)).drift.investigate]).toEqual(['suspect', 0]);
});

test('weather as it came from the service leaves out what is too windy, and is unknown where it was not asked', async () => {
  await signIn();
  const span = { from: TEST_NOW - 2 * DAY, to: TEST_NOW - DAY };
  const job = await core.call('sync.start', { instruments: [WINDY], datasets: ['weather'], span });
  expect((await core.ended(job)).state).toBe('done');
  const weather = { isOn: true, wind: 3, rain: true, dryMinutes: 0 };
  await core.call('rules.set', { ...usualRules, weather });
  const { excluded, unknownWeather } = await core.call('exclusions.list', {
    instrument: WINDY,
    span: { from: span.from - DAY, to: span.to },
  });
  expect(unknownWeather[0]).toEqual({ from: span.from - DAY, to: span.from });
  const wind = core.open().archive.series.read('weather', WINDY, 'windSpeed', 60_000, span);
  const windy = [...wind].filter((speed) => speed > 3).length;
  const left = excluded.filter(({ why }) => why === 'wind').reduce((sum, { from, to }) => sum + to - from, 0);
  expect(left).toBe(windy * 60_000);
  expect([windy > 0, windy < wind.length]).toEqual([true, true]);
});
