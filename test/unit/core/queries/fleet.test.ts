import path from 'node:path';
import fc from 'fast-check';
import { afterAll, expect, test } from 'vitest';
import { systemClock } from '../../../../electron/core/clock';
import { openArchive } from '../../../../electron/core/db/open';
import { createPace } from '../../../../electron/core/export/table-pace';
import { readCalibrations, readRecentDrift } from '../../../../electron/core/queries/calibration';
import { getFleetEntry, listFleet } from '../../../../electron/core/queries/fleet';
import { tempFolder } from '../../../support/temp';

const archive = openArchive(path.join(tempFolder('queries'), 'archive.db'), systemClock);
afterAll(() => archive.close());
const at = (text: string) => Date.parse(text);
const record = (time: string, data: Record<string, unknown>, key = time) => ({
  key,
  time: at(time),
  until: undefined,
  data,
});

archive.instruments.replace(
  [
    {
      serial: 'QT1',
      data: {
        serialNumber: 'QT1',
        type: 'Noise',
        model: 'CR:900',
        name: 'Gate',
        feature: ['SIC'],
        position: { lat: 51.5, long: -0.1 },
      },
    },
    { serial: 'QT2', data: { serialNumber: 'QT2' } },
  ],
  at('2026-03-02T12:00:00Z'),
);
archive.records.upsert(
  'status',
  'QT1',
  [
    record('2026-03-02T12:00:00Z', {
      online: true,
      measuring: false,
      lastCalibration: { Time: '2026-02-01T10:00:00Z', Status: 'Success', Level: 93.7, Offset: 0.54 },
      lastSic: { time: '2026-03-02T03:00:00.2074974Z', status: 'Error', _500Hz: 55.3, _1KHz: null },
    }),
  ],
  at('2026-03-02T12:00:00Z'),
);
archive.records.upsert(
  'calibrations',
  'QT1',
  [
    record('2026-01-01T10:00:00Z', {
      time: '2026-01-01T10:00:00Z',
      status: 'Success',
      level: 93.7,
      offset: 0.04,
    }),
    record('2026-01-15T10:00:00Z', { time: '2026-01-15T10:00:00Z', status: 'Failed', level: 80, offset: 9 }),
    record('2026-02-01T10:00:00Z', {
      time: '2026-02-01T10:00:00Z',
      status: 'Success',
      level: 93.7,
      offset: 0.55,
    }),
  ],
  at('2026-03-02T12:00:00Z'),
);

test('a fleet entry says what was observed, when, and what the drift means', () => {
  expect(getFleetEntry(archive, 'QT1')).toMatchObject({
    instrument: {
      serial: 'QT1',
      name: 'Gate',
      position: { latitude: 51.5, longitude: -0.1 },
      onServer: true,
    },
    status: {
      online: true,
      measuring: false,
      sicInProgress: undefined,
      observedAt: at('2026-03-02T12:00:00Z'),
      lastCalibration: { offset: 0.54, time: at('2026-02-01T10:00:00Z') },
      lastSic: { status: 'Error', bands: { '500Hz': 55.3 } },
    },
    drift: 'investigate',
    newestDataAt: at('2026-02-01T10:00:00Z'),
  });
});

test('an instrument that was never asked has no status, which is not the same as being offline', async () => {
  expect(
    (await listFleet(archive, createPace(new AbortController().signal))).find(
      ({ instrument }) => instrument.serial === 'QT2',
    ),
  ).toMatchObject({
    status: undefined,
    newestDataAt: undefined,
    drift: 'unknown',
  });
  expect(() => getFleetEntry(archive, 'QT9')).toThrow('QT9 was not found');
});

test('a failed calibration is listed and takes no part in the drift', () => {
  const { calibrations, latestDrift, askedAt } = readCalibrations(archive, 'QT1');
  expect(calibrations.map(({ status, drift }) => [status, drift])).toEqual([
    ['Success', undefined],
    ['Failed', undefined],
    ['Success', 0.51],
  ]);
  expect([latestDrift, askedAt]).toEqual([0.51, {}]);
});

test('the newest calibrations have the drift that they have among all', () => {
  const day = 86_400_000;
  const calibration = fc.record({
    after: fc.integer({ min: 1, max: 70 }),
    status: fc.constantFrom('Success', 'Success', 'Failed'),
    offset: fc.constantFrom(0.1, 0.4, 1.6, undefined),
  });
  const changes = fc.array(fc.integer({ min: 0, max: 500 }), { maxLength: 2 });
  let runs = 0;
  fc.assert(
    fc.property(fc.array(calibration, { maxLength: 12 }), changes, (rows, changed) => {
      const serial = `drift ${(runs += 1)}`;
      let time = 0;
      const stored = rows.map(({ after, ...data }) => {
        time += after * day;
        return { key: String(time), time, until: undefined, data };
      });
      archive.records.upsert('calibrations', serial, stored, 0);
      const breaks = changed.map((days) => days * day);
      for (const at of breaks)
        archive.people.put(
          [{ instrument: serial, from: at, added: { kind: 'microphone', text: '' } }],
          0,
          '',
        );
      const all = readCalibrations(archive, serial);
      const options = { thresholds: all.thresholds, breaks, successes: 2 };
      const recent = readRecentDrift(archive, serial, options);
      expect(recent.latestDrift).toBe(all.latestDrift);
      const successes = (rows: typeof all.calibrations) =>
        rows.filter(({ status, offset }) => status === 'Success' && offset !== undefined).slice(-2);
      expect(successes(recent.calibrations)).toEqual(successes(all.calibrations));
    }),
    { numRuns: 60 },
  );
});
