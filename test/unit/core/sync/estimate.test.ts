import { describe, expect, it } from 'vitest';
import { DAY_MS } from '../../../../electron/core/datasets';
import { estimatePlan } from '../../../../electron/core/sync/estimate';
import { createSyncMeter } from '../../../../electron/core/sync/meter';
import type { Step } from '../../../../electron/core/sync/plan';
import { summaryOf, whatOf } from '../../../../electron/core/sync/words';

const NOW = Date.parse('2026-03-02T12:00:00Z');
const week: Step = {
  dataset: 'timehistory',
  instrument: 'QT1',
  span: { from: NOW - 7 * DAY_MS, to: NOW },
};
const plan = (count: number) => ({ steps: Array.from({ length: count }, () => week), skipped: [] });

describe('an estimate', () => {
  it('starts from documented sizes and a careful pace', () => {
    const { requests, bytes, ms } = estimatePlan(plan(10), createSyncMeter());
    expect(requests).toBe(10);
    expect(bytes).toBeGreaterThan(80e6);
    expect(bytes).toBeLessThan(100e6);
    expect(ms).toBeGreaterThan(60_000);
    expect(estimatePlan(plan(0), createSyncMeter())).toEqual({ requests: 0, bytes: 0, ms: 0 });
  });

  it('follows what answers have cost, counting requests side by side once', () => {
    const meter = createSyncMeter();
    for (let i = 0; i < 40; i += 1)
      meter.add(
        'timehistory',
        7 * DAY_MS,
        7_000_000,
        NOW + Math.floor(i / 4) * 1_000,
        NOW + (Math.floor(i / 4) + 1) * 1_000,
      );
    expect(meter.bytesPerDay('timehistory')).toBe(1_000_000);
    expect(meter.requestsPerSecond()).toBe(4);
    expect(meter.bytesPerSecond()).toBe(28_000_000);
    expect(estimatePlan(plan(40), meter)).toMatchObject({ requests: 40, ms: 10_001 });
  });
});

describe('the words of a sync', () => {
  it('say what came and that something is missing', () => {
    const span = { from: NOW - 31 * DAY_MS, to: NOW };
    expect(summaryOf({ instruments: 3, samples: 7_904_321, records: 1_204, issues: 0 }, span)).toBe(
      '3 instruments, 31 days, 7.9 M samples, 1,204 records',
    );
    expect(
      summaryOf({ instruments: 1, samples: 0, records: 0, issues: 2 }, { from: NOW - DAY_MS, to: NOW }),
    ).toBe('1 instrument, 1 day, nothing new; something is missing, see the 2 notes');
    expect(whatOf(week)).toBe('Noise time history of QT1, 23 Feb to 2 Mar');
  });
});
