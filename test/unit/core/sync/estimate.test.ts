import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { DAY_MS } from '../../../../electron/core/datasets';
import { openArchive } from '../../../../electron/core/db/open';
import type { DiskUse } from '../../../../electron/core/sync/disk';
import { estimatePlan, estimateSync, foresee, type Measured } from '../../../../electron/core/sync/estimate';
import { wantedBy } from '../../../../electron/core/sync/facts';
import { createSyncMeter } from '../../../../electron/core/sync/meter';
import type { Plan, Step } from '../../../../electron/core/sync/plan';
import { guessSize } from '../../../../electron/core/sync/sizes';
import { summaryOf, whatOf } from '../../../../electron/core/sync/words';
import { tempFolder } from '../../../support/temp';
import { clockAt } from '../../../support/temp-archive';

const NOW = Date.parse('2026-03-02T12:00:00Z');
const week: Step = {
  dataset: 'timehistory',
  variant: '1s',
  instrument: 'QT1',
  span: { from: NOW - 7 * DAY_MS, to: NOW },
};
const plan = (count: number, step = week): Plan => ({
  steps: Array.from({ length: count }, () => step),
  skipped: [],
});
const guesses: DiskUse = {
  perDay: (_instrument, dataset, variant) => ({
    bytes: guessSize(dataset, variant).diskBytes,
    measured: false,
  }),
};
const measured = (more: Partial<Measured> = {}): Measured => ({
  meter: createSyncMeter(),
  disk: guesses,
  recordsPerDay: () => undefined,
  ...more,
});

describe('an estimate', () => {
  it('starts from careful sizes and a careful pace', () => {
    const { requests, bytes, ms, diskBytes, measured: isMeasured } = estimatePlan(plan(10), measured());
    expect([requests, isMeasured]).toEqual([10, false]);
    expect(bytes).toBeGreaterThan(80e6);
    expect(bytes).toBeLessThan(110e6);
    expect(ms).toBeGreaterThan(60_000);
    // Three channels a second, at about two bytes each.
    expect(diskBytes / (10 * 7)).toBeGreaterThan(3 * 86_400 * 1.2);
    expect(diskBytes / (10 * 7)).toBeLessThan(3 * 86_400 * 2.5);
    expect(estimatePlan(plan(0), measured())).toEqual({
      requests: 0,
      bytes: 0,
      ms: 0,
      diskBytes: 0,
      measured: false,
      skipped: [],
    });
  });

  it('follows what answers have cost, by variant, counting requests side by side once', () => {
    const meter = createSyncMeter();
    for (let i = 0; i < 40; i += 1)
      meter.add({
        ...{ dataset: 'timehistory', variant: '1s', spanMs: 7 * DAY_MS, requests: 1, bytes: 7_000_000 },
        askedAt: NOW + Math.floor(i / 4) * 1_000,
        storedAt: NOW + (Math.floor(i / 4) + 1) * 1_000,
      });
    expect(meter.bytesPerDay('timehistory', '1s')).toBe(1_000_000);
    expect(meter.bytesPerDay('timehistory', '100ms')).toBeUndefined();
    expect(meter.requestsPerSecond()).toBe(4);
    expect(meter.bytesPerSecond()).toBe(28_000_000);
    expect(estimatePlan(plan(40), measured({ meter }))).toMatchObject({
      requests: 40,
      ms: 10_001,
      measured: true,
    });
    expect(estimatePlan(plan(40, { ...week, variant: '100ms' }), measured({ meter })).measured).toBe(false);
  });

  it('counts a request for each event whose time history is to come', () => {
    const day: Step = {
      dataset: 'eventhistory',
      variant: '',
      instrument: 'QT1',
      span: { from: NOW - DAY_MS, to: NOW },
    };
    expect(estimatePlan(plan(3, day), measured({ recordsPerDay: () => 40 })).requests).toBe(120);
    expect(estimatePlan(plan(3, day), measured()).requests).toBeGreaterThan(10);
  });

  it('foresees the details of events that are yet to be asked for', () => {
    const { steps } = foresee({
      now: NOW,
      instruments: [{ serial: 'QT1', type: 'Noise', model: 'CR:900', features: [], onServer: true }],
      online: new Map(),
      wanted: wantedBy({ datasets: ['eventhistory'], days: 3 }, [], NOW),
      coverage: [],
      scopesDenied: new Set(),
      asked: [],
    });
    const days = steps
      .filter(({ dataset }) => dataset === 'eventhistory')
      .map(({ span }) => (span?.to ?? 0) - (span?.from ?? 0));
    expect(days.reduce((a, b) => a + b, 0)).toBe(3 * DAY_MS);
  });

  it('measures the disk where something is held, names what is not asked, and says what is free', async () => {
    const folder = tempFolder('estimate');
    const archive = openArchive(path.join(folder, 'archive.db'), clockAt(NOW));
    try {
      const instrument = (serial: string, type: string) => ({ serial, data: { serialNumber: serial, type } });
      archive.instruments.replace([instrument('QT1', 'Noise'), instrument('VM1', 'Vibration')], NOW);
      const from = NOW - 2 * DAY_MS;
      const values = Float64Array.from({ length: (2 * DAY_MS) / 1_000 }, (_, i) => 40 + (i % 200) / 10);
      archive.series.write('timehistory', 'QT1', [{ channel: 'LAeq', stepMs: 1_000, start: from, values }]);
      const row = { dataset: 'timehistory', instrument: 'QT1', params: '1s', from, to: NOW } as const;
      archive.coverage.put({ ...row, state: 'settled', askedAt: NOW, asks: 1, why: undefined });
      const deps = { archive, clock: clockAt(NOW), meter: createSyncMeter(), folder };
      const estimate = await estimateSync(deps, {
        datasets: ['timehistory'],
        span: { from: NOW - 4 * DAY_MS, to: NOW },
      });
      const held = archive.series.channels('timehistory', 'QT1')[0]?.bytes ?? 0;
      expect(held).toBeGreaterThan(0);
      expect(Math.abs(estimate.diskBytes - held)).toBeLessThan(2);
      expect(estimate.freeBytes).toBeGreaterThan(0);
      expect(estimate.skipped).toEqual([
        { dataset: 'timehistory', variant: '1s', instrument: 'VM1', reason: 'type' },
      ]);
    } finally {
      archive.close();
    }
  });
});

describe('the words of a sync', () => {
  it('say what came and that something is missing', () => {
    expect(summaryOf({ instruments: 3, days: 31, samples: 7_904_321, records: 1_204, issues: 0 })).toBe(
      '3 instruments, 31 days, 7.9 M samples, 1,204 records',
    );
    expect(summaryOf({ instruments: 1, days: undefined, samples: 0, records: 0, issues: 2 })).toBe(
      '1 instrument, nothing new; something is missing, see the 2 notes',
    );
    expect(whatOf(week)).toBe('Noise time history, 1 s of QT1, 23 Feb to 2 Mar');
  });
});
