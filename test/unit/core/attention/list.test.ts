import { afterEach, beforeEach, expect, test } from 'vitest';
import type { DatasetId } from '../../../../electron/contract/model';
import type { Archive } from '../../../../electron/core/db/archive';
import { openArchive } from '../../../../electron/core/db/open';
import { listAttention } from '../../../../electron/core/attention/list';
import { createFactsMemo, type FactsMemo } from '../../../../electron/core/attention/memo';
import { createPace } from '../../../../electron/core/export/table-pace';
import path from 'node:path';
import { tempFolder } from '../../../support/temp';
import { clockAt } from '../../../support/temp-archive';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const NOW = Date.UTC(2026, 10, 22, 14);
let archive: Archive;
let memo: FactsMemo;
beforeEach(() => {
  archive = openArchive(path.join(tempFolder('attention'), 'archive.sqlite'), clockAt(NOW));
  memo = createFactsMemo();
  list(['QT1']);
});
afterEach(() => archive.close());

function list(serials: readonly string[], change: Readonly<Record<string, unknown>> = {}): void {
  const data = { type: 'Noise', model: 'CR:950', feature: ['SIC', 'Modem'], ...change };
  archive.instruments.replace(
    serials.map((serial) => ({ serial, data: { serialNumber: serial, ...data } })),
    NOW,
  );
}
function put(
  dataset: DatasetId,
  time: number,
  data: Readonly<Record<string, unknown>>,
  until?: number,
): void {
  archive.records.upsert(dataset, 'QT1', [{ key: String(time), time, until, data }], NOW);
}
function asked(dataset: DatasetId, params = '', change: object = {}): void {
  archive.coverage.put({
    ...{ dataset, instrument: 'QT1', params, from: NOW - 31 * DAY, to: NOW - HOUR },
    ...{ state: 'settled', askedAt: NOW - HOUR, asks: 1, why: undefined },
    ...change,
  });
}
const calibrated = (daysAgo: number, offset: number): void => {
  const time = NOW - daysAgo * DAY;
  put('calibrations', time, { time: new Date(time).toISOString(), status: 'Success', level: 93.7, offset });
};
const report = (now = NOW) =>
  listAttention({ archive, now, memo, pace: createPace(new AbortController().signal) });
const said = async (now = NOW) => (await report(now)).reasons.map(({ text }) => text);
const unknown = async () => (await report()).unknown.map(({ text }) => text);

test('a new archive gives no reasons, and says of each thing that it was not asked', async () => {
  expect(await report()).toMatchObject({ at: NOW, reasons: [], sync: { attemptedAt: undefined } });
  expect(await unknown()).toEqual(
    ['State', 'Newest data', 'Drift', 'SIC', 'SIM budget', 'Supply', 'Coverage'].map(
      (what) => `${what}: not asked yet`,
    ),
  );
  list(['QT1'], { type: 'Vibration' });
  memo.forget({ tables: ['instruments'], instruments: undefined });
  expect(await unknown()).toEqual(
    ['State', 'Newest data', 'Coverage'].map((what) => `${what}: not asked yet`),
  );
});

test('an answer without rows is not the same as never having asked', async () => {
  asked('calibrations');
  asked('sic');
  asked('monitorstats');
  expect((await unknown()).filter((text) => !text.endsWith('not asked yet'))).toEqual([
    'Drift: no calibration yet',
    'SIC: no result yet',
    'Supply: not told',
  ]);
});

test('what the key may not read, or the person does not keep, is told as such', async () => {
  asked('calibrations', '', { state: 'forbidden', reason: 'The key lacks a permission.' });
  archive.keep.put([{ instrument: '', dataset: 'timehistory', variant: '1s', days: 0 }]);
  const doubts = await unknown();
  expect(doubts).toContain('Drift: this key may not read it');
  expect(doubts).toContain('Coverage: not kept');
});

test('drift is judged by the rules of the account, and not across a change of microphone', async () => {
  asked('calibrations');
  calibrated(40, 0.1);
  calibrated(10, 0.75);
  expect(await said()).toEqual(['Drift +0.65 dB, investigate (over 0.5 dB)']);
  archive.people.setRules({ ...archive.people.rules(), drift: { investigate: 0.7, suspect: 1 } });
  memo.forget({ tables: ['people'], instruments: undefined });
  expect(await said()).toEqual([]);
  archive.people.setRules({ ...archive.people.rules(), drift: { investigate: 0.2, suspect: 0.4 } });
  archive.people.put(
    [{ instrument: 'QT1', from: NOW - 20 * DAY, added: { kind: 'microphone', text: 'Capsule 2' } }],
    NOW,
    'ana',
  );
  memo.forget({ tables: ['people'], instruments: ['QT1'] });
  expect(await said()).toEqual([]);
  expect(await unknown()).toContain('Drift: only one calibration since the microphone was changed');
});

test('a SIC is compared with the baseline of its passport, however far back that was made', async () => {
  asked('calibrations');
  asked('sic');
  const check = (daysAgo: number, at8kHz: number): void =>
    put('sic', NOW - daysAgo * DAY, { status: 'Success', _500Hz: 55, _1KHz: 48, _8KHz: at8kHz });
  for (const daysAgo of [300, 299, 298]) check(daysAgo, 35);
  for (const daysAgo of [200, 150, 100, 50]) calibrated(daysAgo, 0.1);
  check(2, 33.5);
  check(1, 33.4);
  expect((await report()).reasons).toMatchObject([
    { text: 'SIC 1.6 dB below its baseline at 8 kHz', since: NOW - 2 * DAY, severity: 'now' },
  ]);
  // Its own stretch has a baseline now, and is like it.
  check(40, 33.5);
  memo.forget({ tables: ['records'], instruments: ['QT1'] });
  expect(await said()).toEqual([]);
});

test('what was read is remembered until something is written about it, or it is old', async () => {
  expect(await unknown()).toContain('State: not asked yet');
  put('status', NOW, { online: true, measuring: false });
  expect(await unknown()).toContain('State: not asked yet');
  memo.forget({ tables: ['status'], instruments: ['QT2'] });
  expect(await unknown()).toContain('State: not asked yet');
  memo.forget({ tables: ['status'], instruments: ['QT1'] });
  expect(await said()).toEqual(['Online and not measuring']);
  put('status', NOW + 1, { online: true, measuring: true });
  expect(await said(NOW + 6 * 60_000)).toEqual([]);
});

test('silence and coverage are told from what is held of what was asked', async () => {
  asked('timehistory', '1s');
  const held = new Float64Array(86_400).fill(50);
  const today = NOW - (NOW % DAY);
  const days = [7, 6, 5, 4, 3];
  for (const day of days)
    archive.series.write('timehistory', 'QT1', [
      { channel: 'LAeq', stepMs: 1_000, start: today - day * DAY, values: held },
    ]);
  const { reasons } = await report();
  expect(reasons).toMatchObject([
    {
      text: 'No data for 2 d 13 h',
      since: today - 2 * DAY,
      evidence: { instrument: 'QT1', tab: 'levels', span: { to: today - 2 * DAY + 3 * HOUR } },
    },
  ]);
  archive.series.write('timehistory', 'QT1', [
    { channel: 'LAeq', stepMs: 1_000, start: today + 13 * HOUR - 1_000, values: new Float64Array([50]) },
  ]);
  memo.forget({ tables: ['series'], instruments: ['QT1'] });
  expect(await said()).toEqual(['63 % of the last 7 days held']);
});

test('the supply is compared with the same hours of the day before', async () => {
  asked('monitorstats');
  for (let hours = 0; hours <= 27; hours += 0.5)
    put('monitorstats', NOW - hours * HOUR, { voltage: hours < 3 ? 11.2 : hours < 24 ? 13 : 12.4 });
  expect(await said()).toEqual(['Supply 11.2 V, 1.2 V lower than a day before']);
});

test('the SIM budget is that of the newest answer', async () => {
  put('monitorcurrent', NOW - HOUR, { simUsage: 1_900, simQuota: 2_048 });
  expect(await said()).toEqual(['SIM budget 92 % used: 1,900 of 2,048 MB']);
});

test('a certificate is due by the day at the site, not by the day in Greenwich', async () => {
  const certificate = (instrument: string) => ({
    instrument,
    added: {
      kind: 'certificate' as const,
      of: 'instrument' as const,
      serial: instrument,
      issued: '2024-11-22',
      due: '2026-11-22',
    },
  });
  const site = (zone: string, instrument: string) => ({
    added: { kind: 'site' as const, name: zone, zone, tags: [], instruments: [instrument] },
  });
  list(['QT1', 'QT2', 'QT3']);
  archive.people.put(
    [
      ...['QT1', 'QT2'].map(certificate),
      ...[site('Pacific/Auckland', 'QT1'), site('Pacific/Pago_Pago', 'QT2')],
    ],
    NOW,
    'ana',
  );
  memo.forget({ tables: ['people'], instruments: undefined });
  const told = (await report()).reasons.filter(({ kind }) => kind === 'certificate');
  expect(told.map(({ instrument, text, since }) => [instrument, text, since])).toEqual([
    ['QT1', 'Certificate overdue for 1 day', Date.UTC(2026, 10, 22, 11)],
    ['QT2', 'Certificate due today', undefined],
  ]);
});

test('of each certified thing the newest certificate counts, wherever it is entered', async () => {
  const certificate = (serial: string, due: string, of: 'instrument' | 'calibrator' = 'instrument') => ({
    added: {
      kind: 'certificate' as const,
      of,
      serial,
      issued: `${String(Number(due.slice(0, 4)) - 2)}-01-01`,
      due,
    },
  });
  archive.people.put(
    [
      { instrument: 'QT1', ...certificate('QT1', '2025-11-20') },
      certificate('QT1', '2026-11-20'),
      certificate('98142', '2026-12-01', 'calibrator'),
    ],
    NOW,
    'ana',
  );
  const { reasons } = await report();
  expect(reasons.map(({ text, instrument }) => [text, instrument])).toEqual([
    ['Certificate overdue for 2 days', 'QT1'],
    ['Certificate of calibrator 98142 due in 9 days', undefined],
  ]);
});

test('the last attempt to sync is told apart from the last success', async () => {
  const job = { kind: 'sync', title: 'Sync', request: {}, done: 0, total: 0, bytes: 0, issues: [] } as const;
  const times = (at: number) => ({ createdAt: at, startedAt: at, endedAt: at + 60_000, summary: undefined });
  archive.jobs.add({ ...job, state: 'done', ...times(NOW - DAY) });
  archive.jobs.add({ ...job, state: 'failed', ...times(NOW - HOUR) });
  archive.jobs.add({ ...job, kind: 'data-export', state: 'done', ...times(NOW) });
  expect((await report()).sync).toEqual({
    attemptedAt: NOW - HOUR,
    outcome: 'failed',
    completeAt: NOW - DAY + 60_000,
  });
});

test('of each instrument the last attempt is told apart from the last answer', async () => {
  list(['QT1', 'QT2']);
  put('status', NOW - 3 * HOUR, { online: true, measuring: true });
  asked('sic', '', { askedAt: NOW - 2 * HOUR });
  asked('calibrations', '', { askedAt: NOW - 2 * HOUR, to: NOW - 3 * HOUR });
  const later = { from: NOW - 3 * HOUR, to: NOW - HOUR, askedAt: NOW - HOUR };
  asked('calibrations', '', { ...later, state: 'failed', reason: 'The service did not answer.' });
  const job = { kind: 'sync', title: 'Sync', done: 0, total: 0, bytes: 0, issues: [] } as const;
  const sync = (at: number, state: 'failed' | 'running', request: { instruments?: string[] }) =>
    archive.jobs.add({
      ...{ ...job, state, request, createdAt: at, startedAt: at, endedAt: at + 1, summary: undefined },
    });
  sync(NOW - 5 * HOUR, 'failed', {});
  sync(NOW - HOUR, 'failed', { instruments: ['QT1'] });
  sync(NOW - 1, 'running', {});
  expect((await report()).asked).toEqual([
    {
      ...{ instrument: 'QT1', attemptedAt: NOW - HOUR, answeredAt: NOW - 2 * HOUR },
      inVain: ['calibrations'],
    },
    { instrument: 'QT2', attemptedAt: NOW - 5 * HOUR, answeredAt: undefined, inVain: [] },
  ]);
});

test('reading stops when nobody waits for it any more', async () => {
  const stop = new AbortController();
  stop.abort();
  await expect(
    listAttention({ archive, now: NOW, memo, pace: createPace(stop.signal) }),
  ).rejects.toMatchObject({ error: { kind: 'cancelled' } });
});
