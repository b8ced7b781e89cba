import { describe, expect, it } from 'vitest';
import { createWorld } from '../../../electron/demo/world/create-world';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const epochMs = Date.UTC(2026, 5, 16, 13, 20);
const world = createWorld({ seed: 7, epochMs });
const now = epochMs;
const noise = world.instruments().filter((one) => one.type === 'Noise');
const DOCUMENTED =
  'LAeq LCeq LZeq LAE LCE LZE LEX8 LAPeak LCPeak LZPeak LAFMax LASMax LAIMax LCFMax LCSMax LCIMax LZFMax LZSMax LZIMax LAF1 LAF5 LAF10 LAF50 LAF90 LAF95 LAF99 LeqT1Max LeqT2Max'.split(
    ' ',
  );
const valid = (values: Iterable<number>): readonly number[] =>
  [...values].filter((value) => !Number.isNaN(value));
const energyMean = (values: readonly number[]): number =>
  10 * Math.log10(values.reduce((sum, value) => sum + 10 ** (value / 10), 0) / values.length);

describe('measurements', () => {
  it('agree with the seconds of their period', () => {
    for (const { serial, measurementMs } of noise) {
      const found = world.measurements(serial, measurementMs, now - 11 * DAY, now - 10 * DAY, now);
      expect(found.length).toBeGreaterThan(DAY / measurementMs - 3);
      for (const { start, end, values } of found) {
        const value = (name: string) => values[name] as number;
        const seconds = (channel: string) =>
          valid(world.levels(serial, channel, SECOND, start, end, now).values);
        expect(end - start).toBe(measurementMs);
        expect(Math.abs(value('LAeq') - energyMean(seconds('LAeq')))).toBeLessThan(0.05);
        expect(value('LAFMax')).toBe(Math.max(...seconds('LAFMax')));
        expect(value('LCPeak')).toBe(Math.max(...seconds('LCPeak')));
        expect(value('LAE')).toBeCloseTo(value('LAeq') + 10 * Math.log10(measurementMs / SECOND), 1);
        expect(value('LEX8')).toBeCloseTo(value('LAeq') + 10 * Math.log10(measurementMs / (8 * HOUR)), 1);
      }
    }
  });

  it('carry every documented value, in the order that statistics demand', () => {
    for (const { serial, measurementMs } of noise) {
      for (const { values } of world.measurements(
        serial,
        measurementMs,
        now - 12 * DAY,
        now - 10 * DAY,
        now,
      )) {
        expect(Object.keys(values)).toEqual(
          expect.arrayContaining([...DOCUMENTED, 'LeqT1Type', 'LeqT2Type']),
        );
        const order = ['LAFMax', 'LAF1', 'LAF5', 'LAF10', 'LAF50', 'LAF90', 'LAF95', 'LAF99'].map(
          (name) => values[name],
        );
        expect(order).toEqual([...order].sort((a, b) => Number(b) - Number(a)));
        expect(values['LeqT1Max']).toBeGreaterThanOrEqual((values['LAF99'] as number) - 1);
        expect(Number(values['LCPeak'])).toBeGreaterThan(Number(values['LAFMax']));
        expect(values['LAeq']).toBe(Number((values['LAeq'] as number).toFixed(2)));
      }
    }
  });

  it('take their percentiles from the pooled fast levels', () => {
    const { serial, measurementMs } = noise.find((one) => one.timeHistoryMs === 100) ?? {
      serial: '',
      measurementMs: 1,
    };
    const from = Math.ceil((now - 8 * DAY) / measurementMs) * measurementMs;
    const [one] = world.measurements(serial, measurementMs, from, from + measurementMs, now);
    const fast = valid(world.levels(serial, 'LAeq', 100, from, from + measurementMs, now).values).toSorted(
      (a, b) => b - a,
    );
    for (const percent of [1, 10, 50, 90])
      expect(
        Math.abs(
          Number(one?.values[`LAF${percent}`]) - (fast[Math.ceil((fast.length * percent) / 100) - 1] ?? 0),
        ),
      ).toBeLessThan(0.11);
  });

  it('of an hour are the energy mean of its quarters, and bring no percentiles', () => {
    const { serial } = noise[0] ?? { serial: '' };
    const from = Math.ceil((now - 20 * DAY) / HOUR) * HOUR;
    const [hour] = world.measurements(serial, HOUR, from, from + HOUR, now);
    const quarters = world.measurements(serial, 15 * MINUTE, from, from + HOUR, now);
    expect(quarters).toHaveLength(4);
    expect(hour?.values['LAeq']).toBeCloseTo(
      energyMean(quarters.map((one) => one.values['LAeq'] as number)),
      1,
    );
    expect(hour?.values['LAFMax']).toBe(Math.max(...quarters.map((one) => one.values['LAFMax'] as number)));
    expect(hour?.values).not.toHaveProperty('LAF90');
  });

  it('do not depend on the span they were asked for with', () => {
    const { serial, measurementMs } = noise[2] ?? { serial: '', measurementMs: 1 };
    const long = world.measurements(serial, measurementMs, now - 40 * DAY, now - 38 * DAY, now);
    for (const one of [long[3], long[77], long[150]])
      expect(world.measurements(serial, measurementMs, one?.start ?? 0, one?.end ?? 0, now)).toEqual([one]);
  });

  it('are there only for noise instruments', () => {
    for (const { serial, type } of world.instruments())
      if (type !== 'Noise') expect(world.measurements(serial, HOUR, now - DAY, now, now)).toEqual([]);
  });
});
