import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createWorld } from '../../../electron/demo/world/create-world';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const epochMs = Date.UTC(2026, 5, 16, 13, 20);
const world = createWorld({ seed: 7, epochMs });
const now = epochMs;
const serials = world
  .instruments()
  .filter((one) => one.type === 'Noise')
  .map((one) => one.serial);
const fine = world.instruments().find((one) => one.timeHistoryMs === 100)?.serial ?? '';

const energyMean = (values: readonly number[]): number =>
  10 * Math.log10(values.reduce((sum, value) => sum + 10 ** (value / 10), 0) / values.length);
const get = (serial: string, channel: string, step: number, from: number, to: number, at = now) =>
  world.levels(serial, channel, step, from, to, at).values;
const valid = (values: Iterable<number>): readonly number[] =>
  [...values].filter((value) => !Number.isNaN(value));

const channels = [
  'LAeq',
  'LCeq',
  'LZeq',
  'LAFMax',
  'LCSMax',
  'LZIMax',
  'LAPeak',
  'LCPeak',
  'LZPeak',
  'LAE',
  'LEX8',
];
const moment = fc.integer({
  min: Math.ceil((epochMs - 400 * DAY) / MINUTE),
  max: Math.floor(epochMs / MINUTE) - 200,
});
const anywhere = fc.record({
  serial: fc.constantFrom(...serials),
  from: moment.map((minute) => minute * MINUTE),
  channel: fc.constantFrom(...channels, 'LAF90', 'LeqT1Max'),
});

describe('levels', () => {
  it('are the same whenever and in whatever order they are asked for, in any world of that seed', () => {
    fc.assert(
      fc.property(anywhere, ({ serial, from, channel }) => {
        const again = createWorld({ seed: 7, epochMs });
        const asked = get(serial, channel, SECOND, from, from + 10 * MINUTE);
        expect(again.levels(serial, channel, SECOND, from, from + 10 * MINUTE, now).values).toEqual(asked);
      }),
      { numRuns: 15 },
    );
    const other = createWorld({ seed: 8, epochMs });
    const serial = serials[0] ?? '';
    const span = [now - HOUR, now] as const;
    expect(other.levels(serial, 'LAeq', SECOND, ...span, now).values).not.toEqual(
      get(serial, 'LAeq', SECOND, ...span),
    );
  });

  it('of a span are those of its two parts, one after the other', () => {
    const cut = fc.record({
      at: fc.integer({ min: 0, max: 5_000 }),
      length: fc.integer({ min: 1, max: 5_000 }),
    });
    const steps = fc.constantFrom(100, 200, 1_000, 2_000, 15_000, 60_000);
    fc.assert(
      fc.property(anywhere, cut, steps, ({ serial, from, channel }, { at, length }, step) => {
        const size = step < SECOND ? SECOND : step;
        const middle = from + Math.floor((at * SECOND) / size) * size;
        const to = middle + Math.ceil((length * SECOND) / size) * size;
        const whole = get(serial, channel, step, from, to);
        const parts = [
          ...get(serial, channel, step, from, middle),
          ...get(serial, channel, step, middle, to),
        ];
        expect([...whole]).toEqual(parts);
        expect(whole).toHaveLength((to - from) / step);
      }),
      { numRuns: 40 },
    );
  });

  it('of longer steps are the energy mean, or for maxima and peaks the maximum, of the shorter ones', () => {
    const ratio = fc.constantFrom(2, 5, 10, 30, 60);
    const steady = ['LAeq', 'LCeq', 'LZeq'];
    fc.assert(
      fc.property(anywhere, ratio, ({ serial, from, channel }, times) => {
        if (!channels.includes(channel) || channel === 'LAE' || channel === 'LEX8') return;
        const short = get(serial, channel, SECOND, from, from + 10 * MINUTE);
        get(serial, channel, times * SECOND, from, from + 10 * MINUTE).forEach((value, i) => {
          const part = valid(short.subarray(i * times, (i + 1) * times));
          if (part.length === 0) expect(value).toBeNaN();
          else if (steady.includes(channel))
            expect(Math.abs(value - energyMean(part))).toBeLessThanOrEqual(0.0501);
          else expect(value).toBe(Math.max(...part));
        });
      }),
      { numRuns: 40 },
    );
  });

  it('of tenths of a second make up the seconds', () => {
    const from = now - 2 * DAY;
    for (const channel of ['LAeq', 'LAFMax', 'LCPeak']) {
      const tenths = get(fine, channel, 100, from, from + 20 * MINUTE);
      get(fine, channel, SECOND, from, from + 20 * MINUTE).forEach((value, i) => {
        const part = [...tenths.subarray(i * 10, i * 10 + 10)];
        if (channel === 'LAeq') expect(Math.abs(value - energyMean(part))).toBeLessThan(0.2);
        else expect(Math.max(...part)).toBeCloseTo(value, 6);
      });
    }
  });

  it('come in tenths of a decibel and stand to each other as an instrument’s do', () => {
    for (const serial of serials) {
      const span = [now - 9 * DAY, now - 9 * DAY + 2 * HOUR] as const;
      const of = Object.fromEntries(
        ['LAeq', 'LCeq', 'LZeq', 'LAFMax', 'LASMax', 'LAIMax', 'LAPeak', 'LCPeak', 'LZPeak', 'LCFMax'].map(
          (name) => [name, get(serial, name, SECOND, ...span)],
        ),
      );
      const at = (name: string, i: number): number => of[name]?.[i] ?? NaN;
      const isRight = (level: number, i: number): boolean =>
        level === Math.round(level * 10) / 10 &&
        level > 15 &&
        level < 115 &&
        at('LAFMax', i) >= level &&
        at('LASMax', i) <= at('LAFMax', i) &&
        at('LAIMax', i) >= at('LAFMax', i) &&
        at('LAPeak', i) > at('LAFMax', i) + 3 &&
        at('LCPeak', i) > at('LAFMax', i) + 3 &&
        at('LCPeak', i) > at('LCFMax', i) &&
        at('LZPeak', i) >= at('LCPeak', i) &&
        at('LCeq', i) > level - 2 &&
        at('LZeq', i) >= at('LCeq', i) - 0.11;
      const levels = [...(of['LAeq'] ?? [])];
      expect(levels).toHaveLength(7_200);
      const wrong = levels.flatMap((level, i) => (isRight(level, i) ? [] : [i]));
      expect(wrong.map((i) => Object.entries(of).map(([name, values]) => [name, values[i]]))).toEqual([]);
    }
  });

  it('refuse what no instrument can give', () => {
    expect(() => get(fine, 'LQeq', SECOND, now - HOUR, now)).toThrow(RangeError);
    expect(() => get(fine, 'LAeq', 7 * SECOND, now - HOUR, now)).toThrow(RangeError);
    expect(() => get(fine, 'LAeq', 50, now - HOUR, now)).toThrow(RangeError);
    expect(get('NOBODY', 'LAeq', SECOND, now - HOUR, now)).toHaveLength(0);
  });
});

describe('a week of sound', () => {
  const hourly = (serial: string, day: number) =>
    Array.from({ length: 24 }, (_, hour) =>
      energyMean(valid(get(serial, 'LAeq', MINUTE, day + hour * HOUR, day + (hour + 1) * HOUR))),
    );
  const mean = (values: readonly number[]): number =>
    values.reduce((sum, value) => sum + value, 0) / values.length;

  it('rises and falls with the day beside a road, with a quieter Sunday morning', () => {
    const road = world.instruments().find((one) => one.name.includes('layby'))?.serial ?? '';
    const wednesday = hourly(road, Date.UTC(2026, 5, 10));
    const sunday = hourly(road, Date.UTC(2026, 5, 7));
    expect(mean(wednesday.slice(7, 17))).toBeGreaterThan(mean(wednesday.slice(1, 3)) + 6);
    expect(mean(sunday.slice(5, 9))).toBeLessThan(mean(wednesday.slice(5, 9)) - 3);
  });

  it('has work on the building site from half past seven to half past five, local time, summer and winter', () => {
    const site = world.instruments().find((one) => one.name.includes('hoarding'))?.serial ?? '';
    const loud = (from: number) => energyMean(valid(get(site, 'LAeq', MINUTE, from, from + 30 * MINUTE)));
    const days = (first: number) => Array.from({ length: 5 }, (_, i) => first + i * DAY);
    // Mondays; 07:30 local is 06:30 UTC in June and 07:30 in January.
    const june = days(Date.UTC(2026, 5, 1));
    const january = days(Date.UTC(2026, 0, 12));
    const before = [
      ...june.map((day) => loud(day + 6 * HOUR)),
      ...january.map((day) => loud(day + 7 * HOUR)),
    ];
    const after = [
      ...june.map((day) => loud(day + 6.5 * HOUR)),
      ...january.map((day) => loud(day + 7.5 * HOUR)),
    ];
    expect(mean(after)).toBeGreaterThan(mean(before) + 4);
  });

  it('falls to 28 to 35 dB in the quietest nights of the country', () => {
    const farm = world.instruments().find((one) => one.name.includes('Farm'))?.serial ?? '';
    const night = valid(get(farm, 'LAeq', MINUTE, now - 60 * DAY, now - 30 * DAY));
    const sorted = [...night].sort((a, b) => a - b);
    const low = sorted[Math.floor(sorted.length * 0.02)] ?? 0;
    expect(low).toBeGreaterThan(24);
    expect(low).toBeLessThan(35);
  });

  it('is louder in rain and wind, as the weather data have it', () => {
    const { serial } = world.instruments().find((one) => one.features.includes('Weather')) ?? { serial: '' };
    const weather = world.environment('weather', serial, MINUTE, now - 60 * DAY, now - 7 * DAY, now);
    const hour = (time: number) => new Date(time).getUTCHours();
    const quiet = weather.filter((row) => hour(row.start) >= 0 && hour(row.start) < 4);
    const floor = (rows: typeof weather) =>
      mean(
        rows
          .map((row) => get(serial, 'LAF90', MINUTE, row.start, row.start + MINUTE)[0] ?? NaN)
          .filter((x) => !isNaN(x)),
      );
    const raining = quiet.filter((row) => (row.values['precipitation'] ?? 0) > 2);
    const dry = quiet.filter(
      (row) => row.values['precipitation'] === 0 && (row.values['windSpeed'] ?? 9) < 4,
    );
    expect(raining.length).toBeGreaterThan(20);
    expect(floor(raining.slice(0, 200))).toBeGreaterThan(floor(dry.slice(0, 200)) + 5);
  });
});

describe('bands', () => {
  it('sum up to the broadband level, and octaves to their thirds', () => {
    fc.assert(
      fc.property(anywhere, fc.constantFrom('A', 'C', 'Z'), ({ serial, from }, weighting) => {
        const thirds = world.bands(serial, 'Third', weighting, SECOND, from, from + MINUTE, now);
        const octaves = world.bands(serial, 'Octave', weighting, SECOND, from, from + MINUTE, now);
        expect(thirds).toHaveLength(36);
        expect(octaves.map((one) => one.name)).toEqual(
          '31.5Hz 63Hz 125Hz 250Hz 500Hz 1KHz 2KHz 4KHz 8KHz 16KHz'.split(' '),
        );
        const broadband = get(serial, `L${weighting}eq`, SECOND, from, from + MINUTE);
        const sum = (rows: typeof thirds, i: number) =>
          10 *
          Math.log10(rows.reduce((total, row) => total + 10 ** ((row.samples.values[i] ?? NaN) / 10), 0));
        broadband.forEach((level, i) => {
          if (Number.isNaN(level)) expect(thirds[0]?.samples.values[i]).toBeNaN();
          else expect(Math.abs(sum(thirds, i) - level)).toBeLessThan(1.5);
        });
        const ofOctave = energyMean(valid(octaves[5]?.samples.values ?? []));
        const ofThirds = [21, 22, 23].map((band) => energyMean(valid(thirds[band]?.samples.values ?? [])));
        if (valid(broadband).length > 30)
          expect(ofOctave).toBeCloseTo(
            10 * Math.log10(ofThirds.reduce((total, db) => total + 10 ** (db / 10), 0)),
            0,
          );
      }),
      { numRuns: 12 },
    );
  });

  it('of fifteen minutes are the mean of their seconds', () => {
    const from = Math.floor((now - 3 * DAY) / (15 * MINUTE)) * 15 * MINUTE;
    const long = world.bands(fine, 'Octave', 'Z', 15 * MINUTE, from, from + 15 * MINUTE, now);
    const short = world.bands(fine, 'Octave', 'Z', SECOND, from, from + 15 * MINUTE, now);
    long.forEach((row, b) =>
      expect(
        Math.abs((row.samples.values[0] ?? NaN) - energyMean(valid(short[b]?.samples.values ?? []))),
      ).toBeLessThan(0.1),
    );
  });
});
