import { describe, expect, it } from 'vitest';
import { createWorld } from '../../../electron/demo/world/create-world';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const epochMs = Date.UTC(2026, 5, 16, 13, 20);
const world = createWorld({ seed: 7, epochMs });
const now = epochMs;
const serialOf = (type: string): string => world.instruments().find((one) => one.type === type)?.serial ?? '';
const station = world.instruments().find((one) => one.features.includes('Weather'))?.serial ?? '';

describe('weather', () => {
  it('keeps within what an English summer month can be', () => {
    const rows = world.environment('weather', station, MINUTE, now - 30 * DAY, now, now);
    expect(rows.length).toBe((30 * DAY) / MINUTE);
    const range = (name: string) => {
      const values = rows.map((row) => row.values[name] ?? NaN);
      return [Math.min(...values), Math.max(...values)] as const;
    };
    const limits = {
      windSpeed: [0.05, 25],
      windDirection: [0, 360],
      temperature: [-2, 36],
      pressure: [0.95, 1.05],
      humidity: [20, 100],
      precipitation: [0, 60],
    } as const;
    for (const [name, [lowest, highest]] of Object.entries(limits)) {
      expect(range(name)[0]).toBeGreaterThanOrEqual(lowest);
      expect(range(name)[1]).toBeLessThanOrEqual(highest);
      expect(range(name)[1]).toBeGreaterThan(range(name)[0]);
    }
    const wet = rows.filter(({ values }) => (values['precipitation'] ?? 0) > 0).length / rows.length;
    expect(wet).toBeGreaterThan(0.02);
    expect(wet).toBeLessThan(0.25);
  });

  it('of an hour is the mean of its minutes', () => {
    const from = Math.ceil((now - 5 * DAY) / HOUR) * HOUR;
    const [hour] = world.environment('weather', station, HOUR, from, from + HOUR, now);
    const minutes = world.environment('weather', station, MINUTE, from, from + HOUR, now);
    const mean = minutes.reduce((sum, row) => sum + (row.values['temperature'] ?? NaN), 0) / minutes.length;
    expect(hour?.values['temperature']).toBeCloseTo(mean, 1);
  });

  it('is warmer in July than in January', () => {
    const mean = (from: number) => {
      const rows = world.environment('weather', station, DAY, from, from + 14 * DAY, now);
      return rows.reduce((sum, row) => sum + (row.values['temperature'] ?? NaN), 0) / rows.length;
    };
    expect(mean(Date.UTC(2025, 6, 10))).toBeGreaterThan(mean(Date.UTC(2026, 0, 10)) + 7);
  });

  it('comes only from instruments that measure it', () => {
    expect(world.environment('weather', serialOf('AirQuality'), HOUR, now - DAY, now, now)).toEqual([]);
    expect(world.environment('gases', station, HOUR, now - DAY, now, now)).toEqual([]);
    expect(world.environment('PPV', serialOf('AirQuality'), HOUR, now - DAY, now, now)).toEqual([]);
  });
});

describe('dust, gases and vibration', () => {
  it('dust grows with the size of the particles and rises in working hours', () => {
    const rows = world.environment('particulates', serialOf('AirQuality'), HOUR, now - 28 * DAY, now, now);
    for (const { values } of rows) {
      const sizes = ['pM1', 'pM2p5', 'pM4p25', 'pM10'].map((name) => values[name] ?? NaN);
      expect(sizes).toEqual([...sizes].sort((a, b) => a - b));
    }
    const mean = (hours: readonly number[]) => {
      const some = rows.filter((row) => hours.includes(new Date(row.start).getUTCHours()));
      return some.reduce((sum, row) => sum + (row.values['pM10'] ?? NaN), 0) / some.length;
    };
    expect(mean([8, 9, 10])).toBeGreaterThan(1.3 * mean([0, 1, 2]));
  });

  it('gases name what the instrument has no sensor for as null', () => {
    const [row] = world.environment('gases', serialOf('AirQuality'), MINUTE, now - HOUR, now, now);
    expect(Object.keys(row?.values ?? {}).sort()).toEqual([
      'cO2',
      'co',
      'h2S',
      'nO2',
      'no',
      'o3',
      'sO2',
      'voc',
    ]);
    expect(row?.values['h2S']).toBeNull();
    expect(row?.values['nO2']).toBeGreaterThan(0);
  });

  it('the ground shakes more while there is work than at night, and its frequency is that of the strongest minute', () => {
    const serial = serialOf('Vibration');
    const day = Date.UTC(2026, 5, 10);
    const top = (from: number, to: number) =>
      Math.max(
        ...world.environment('PPV', serial, MINUTE, from, to, now).map((row) => row.values['vMaxZ'] ?? 0),
      );
    expect(top(day + 7 * HOUR, day + 16 * HOUR)).toBeGreaterThan(3 * top(day + 23 * HOUR, day + 24 * HOUR));
    const [hour] = world.environment('PPV', serial, HOUR, day + 8 * HOUR, day + 9 * HOUR, now);
    const minutes = world.environment('PPV', serial, MINUTE, day + 8 * HOUR, day + 9 * HOUR, now);
    const strongest = minutes.reduce((a, b) => ((b.values['vMaxZ'] ?? 0) > (a.values['vMaxZ'] ?? 0) ? b : a));
    expect(hour?.values['vMaxZ']).toBe(strongest.values['vMaxZ']);
    expect(hour?.values['fDomZ']).toBe(strongest.values['fDomZ']);
    const dose = (from: number, to: number, period: number) =>
      world.environment('VDV', serial, period, from, to, now).map((row) => row.values['vdvZ'] ?? 0);
    const whole = dose(day, day + DAY, DAY)[0] ?? 0;
    expect(whole).toBeGreaterThanOrEqual(Math.max(...dose(day, day + DAY, MINUTE)));
  });
});

describe('monitor statistics', () => {
  it('come from noise monitors only, counting up between starts', () => {
    const rows = world.monitorStats(station, now - DAY, now, now);
    expect(rows).toHaveLength(96);
    expect(Object.keys(rows[0]?.values ?? {})).toEqual(
      expect.arrayContaining(
        'period cpu mem cache temp voltage disk netRx netTx mTot dTot lteRsrp ping'.split(' '),
      ),
    );
    expect(world.monitorStats(serialOf('Vibration'), now - DAY, now, now)).toEqual([]);
    expect(world.monitorCurrent(serialOf('Vibration'), now)).toBeUndefined();
    expect(world.monitorCurrent(station, now)?.['uptime']).toBeGreaterThan(0);
    expect(world.monitorEvents(station, now - 15 * DAY, now, now).length).toBeGreaterThan(14);
  });
});
