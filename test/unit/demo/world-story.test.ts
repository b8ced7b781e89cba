import { describe, expect, it } from 'vitest';
import { createWorld } from '../../../electron/demo/world/create-world';
import type { DemoInstrument, World } from '../../../electron/demo/world/world';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
/** A Tuesday afternoon in British summer time. */
const epochMs = Date.UTC(2026, 5, 16, 13, 20);
const world = createWorld({ seed: 7, epochMs });
const now = epochMs;
const noise = world.instruments().filter((one) => one.type === 'Noise');
const present = (values: Float64Array): number => values.filter((value) => !Number.isNaN(value)).length;
const levels = (serial: string, from: number, to: number, at = now) =>
  world.levels(serial, 'LAeq', SECOND, from, to, at).values;

/** Offsets of successful calibrations, differences between successive ones. */
function steps(of: World, serial: string): readonly number[] {
  const offsets = of
    .calibrations(serial, of.beganAt, now, now)
    .filter((one) => one.status === 'Success')
    .map((one) => one.offset);
  return offsets.slice(1).map((offset, i) => Math.abs(offset - (offsets[i] ?? 0)));
}
const only = (found: readonly DemoInstrument[]): DemoInstrument => {
  expect(found).toHaveLength(1);
  return found[0] as DemoInstrument;
};
const offline = (): DemoInstrument => only(noise.filter((one) => !world.status(one.serial, now).online));
const late = (): DemoInstrument =>
  only(
    noise.filter(
      (one) => one !== offline() && present(levels(one.serial, now - 5.5 * DAY, now - 4.5 * DAY)) === 0,
    ),
  );

describe('the cast', () => {
  it('is at least eight instruments on three sites, of every type and of two noise models', () => {
    const all = world.instruments();
    expect(all.length).toBeGreaterThanOrEqual(8);
    expect(new Set(all.map((one) => one.site)).size).toBe(3);
    expect(new Set(all.map((one) => one.type))).toEqual(new Set(['Noise', 'AirQuality', 'Vibration']));
    expect(new Set(noise.map((one) => one.model)).size).toBe(2);
    expect(noise.some((one) => one.features.includes('Weather'))).toBe(true);
    expect(noise.some((one) => !one.features.includes('SIC'))).toBe(true);
    expect(new Set(all.map((one) => one.serial)).size).toBe(all.length);
    expect(all.filter((one) => /^QT\d{6}$/.test(one.serial)).length).toBeGreaterThan(all.length / 2);
    expect(all.filter((one) => !/^QT\d{6}$/.test(one.serial)).length).toBeGreaterThan(1);
    expect(noise.some((one) => one.measurementMs === 5 * MINUTE)).toBe(true);
    expect(noise.some((one) => one.timeHistoryMs === 100)).toBe(true);
  });
});

describe('what befalls them', () => {
  it('one has been offline for three days and has nothing since', () => {
    const { serial } = offline();
    const off = now - 3 * DAY;
    expect(present(levels(serial, off - HOUR, off))).toBeGreaterThan(3_000);
    expect(present(levels(serial, off, now + DAY, now + DAY))).toBe(0);
    expect(world.recordings(serial, off, now, now)).toEqual([]);
    expect(world.recordings(serial, off - DAY, off, now).length).toBeGreaterThan(0);
    expect(world.sic(serial, off, now, now)).toEqual([]);
    expect(world.measurements(serial, 15 * MINUTE, off, now, now)).toEqual([]);
    expect(world.status(serial, now)).toMatchObject({ online: false, measuring: false });
    expect(world.status(serial, off - MINUTE).online).toBe(true);
    expect(world.monitorCurrent(serial, now)).toBeUndefined();
  });

  it('one drifts from within, over half a decibel, to past one between visits; the others stay within', () => {
    const drifting = only(noise.filter((one) => Math.max(...steps(world, one.serial)) > 1));
    const found = steps(world, drifting.serial);
    const investigate = found.findIndex((step) => step > 0.505);
    const suspect = found.findIndex((step) => step > 1.005);
    expect(investigate).toBeGreaterThan(1);
    expect(suspect).toBeGreaterThan(investigate);
    expect(suspect).toBe(found.length - 1);
    for (const { serial } of noise)
      if (serial !== drifting.serial) expect(Math.max(...steps(world, serial))).toBeLessThan(0.5);
  });

  it('calibrations come every four to eight weeks at 93.7 dB, and one of them failed', () => {
    const all = noise.map((one) => world.calibrations(one.serial, world.beganAt, now, now));
    expect(all.flat().filter((one) => one.status === 'Failed')).toHaveLength(1);
    for (const list of all) {
      const good = list.filter((one) => one.status === 'Success');
      expect(good.length).toBeGreaterThan(6);
      for (const one of good) {
        expect(one.level).toBe(93.7);
        expect(one.offset).toBe(Number(one.offset.toFixed(2)));
      }
      const times = good.map((one) => one.time);
      const ordinary = list.every((one) => one.status === 'Success');
      times.slice(1).forEach((time, i) => {
        const days = (time - (times[i] ?? 0)) / DAY;
        expect(days).toBeLessThan(58);
        if (ordinary) expect(days).toBeGreaterThan(25);
      });
    }
  });

  it('people wrote notes about them', () => {
    const notes = world.calibrationLog(noise[1]?.serial ?? '', world.beganAt, now, now);
    expect(notes.length).toBeGreaterThan(4);
    expect(new Set(notes.map((one) => one.user)).size).toBeGreaterThan(1);
    expect(notes.some((one) => one.message.includes('Installed'))).toBe(true);
  });

  it('the integrity check of one began to fail twelve days ago, in one band only', () => {
    const failing = only(
      noise.filter((one) =>
        world.sic(one.serial, world.beganAt, now, now).some(({ status }) => status === 'Error'),
      ),
    );
    const all = world.sic(failing.serial, world.beganAt, now, now);
    const bad = all.filter(({ status }) => status === 'Error');
    const good = all.filter(({ status }) => status === 'Success');
    expect(bad.length).toBeGreaterThanOrEqual(11);
    expect(Math.abs((bad[0]?.time ?? 0) - (now - 12 * DAY))).toBeLessThan(DAY);
    expect(good.at(-1)?.time).toBeLessThan(bad[0]?.time ?? 0);
    const mean = (list: typeof all, band: 0 | 1 | 2): number =>
      list.reduce((sum, one) => sum + one.bands[band], 0) / list.length;
    const moved = ([0, 1, 2] as const).map((band) => Math.abs(mean(bad, band) - mean(good, band)));
    expect(moved.filter((shift) => shift > 3)).toHaveLength(1);
    expect(moved.filter((shift) => shift < 0.3)).toHaveLength(2);
  });

  it('checks run once a day at a fixed hour, near their own baseline', () => {
    const { serial } = noise[0] as DemoInstrument;
    const checks = world.sic(serial, now - 100 * DAY, now, now);
    expect(checks).toHaveLength(100);
    expect(new Set(checks.map((one) => new Date(one.time).getUTCHours())).size).toBe(1);
    for (const { bands } of checks) {
      expect(bands[0]).toBeCloseTo(55.4, 0);
      expect(bands[1]).toBeCloseTo(48.5, 0);
      expect(bands[2]).toBeCloseTo(35.7, 0);
    }
    expect(world.sic(noise.find((one) => !one.features.includes('SIC'))?.serial ?? '', 0, now, now)).toEqual(
      [],
    );
  });

  it('one sends two lost days in late, levels, measurements, recordings and all', () => {
    const { serial, measurementMs } = late();
    const [from, to] = [now - 6 * DAY, now - 4 * DAY];
    const arrival = now + 2 * HOUR;
    for (const at of [now, arrival - 1]) {
      expect(present(levels(serial, from, to, at))).toBe(0);
      expect(world.measurements(serial, measurementMs, from, to, at)).toEqual([]);
      expect(world.recordings(serial, from, to, at)).toEqual([]);
      expect(world.events(serial, from, to, at)).toEqual([]);
      expect(world.sic(serial, from, to, at)).toEqual([]);
    }
    expect(present(levels(serial, from - HOUR, from))).toBeGreaterThan(3_500);
    expect(present(levels(serial, to, to + HOUR))).toBeGreaterThan(3_500);
    expect(present(levels(serial, from, to, arrival))).toBeGreaterThan(2 * 86_400 - 200);
    expect(world.measurements(serial, measurementMs, from, to, arrival).length).toBeGreaterThan(185);
    expect(world.recordings(serial, from, to, arrival).length).toBeGreaterThan(9);
    expect(world.sic(serial, from, to, arrival)).toHaveLength(2);
  });

  it('every calibration and check leaves a hole of 20 to 60 s in the levels', () => {
    const { serial } = noise[0] as DemoInstrument;
    const ends = [
      ...world.sic(serial, now - 3 * DAY, now, now),
      ...world.calibrations(serial, world.beganAt, now, now),
    ].map((one) => one.time);
    for (const end of ends) {
      const values = levels(serial, end - 5 * MINUTE, end + 5 * MINUTE);
      const missing = values.length - present(values);
      expect(missing).toBeGreaterThanOrEqual(20);
      expect(missing).toBeLessThanOrEqual(60);
      expect(world.status(serial, end - 5 * SECOND)).toMatchObject({ online: true, measuring: false });
    }
  });

  it('months ago the power failed for some hours', () => {
    const { serial } = noise[0] as DemoInstrument;
    const times = world.monitorStats(serial, world.beganAt, now, now).map((one) => one.time);
    const gaps = times
      .slice(1)
      .map((time, i) => ({ from: times[i] ?? 0, to: time }))
      .filter(({ from, to }) => to - from > HOUR);
    expect(gaps).toHaveLength(1);
    const { from, to } = gaps[0] ?? { from: 0, to: 0 };
    expect(to - from).toBeLessThan(12 * HOUR);
    expect(to).toBeLessThan(now - 60 * DAY);
    expect(present(levels(serial, from + 15 * MINUTE, to - 15 * MINUTE))).toBe(0);
    expect(present(levels(serial, from - HOUR, from))).toBeGreaterThan(3_500);
    const names = world.monitorEvents(serial, from - DAY, to + DAY, now).map((one) => one.values['event']);
    expect(names).toEqual(expect.arrayContaining(['PowerLost', 'Started']));
  });

  it('begins 400 days before the epoch and never shows what has not happened', () => {
    expect(world.beganAt).toBe(epochMs - 400 * DAY);
    const { serial, measurementMs } = noise[0] as DemoInstrument;
    expect(present(levels(serial, world.beganAt - HOUR, world.beganAt))).toBe(0);
    expect(present(levels(serial, world.beganAt, world.beganAt + HOUR))).toBe(3_600);
    expect(present(levels(serial, now - MINUTE, now + HOUR))).toBe(60);
    expect(present(levels(serial, now - MINUTE, now + HOUR, now + 5 * MINUTE))).toBe(360);
    const ends = world.measurements(serial, measurementMs, now - DAY, now + DAY, now).map((one) => one.end);
    expect(Math.max(...ends)).toBeLessThanOrEqual(now);
    expect(
      Math.max(...world.recordings(serial, now - DAY, now + DAY, now).map((one) => one.end)),
    ).toBeLessThanOrEqual(now);
  });
});
