import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { usualRules, type Entry } from '../../../../electron/contract/people';
import { exclusionsOf, leftOut, type Grounds } from '../../../../electron/core/exclusions/exclusions';
import { judgeWeather } from '../../../../electron/core/exclusions/weather';
import { intersect } from '../../../../electron/core/sync/spans';

const MINUTE = 60_000;
const MINUTES = 48;
const weatherRule = { isOn: true, wind: 5, rain: true, dryMinutes: 3 };
const rules = { weather: weatherRule, checks: { isOn: true, beforeSeconds: 30, afterSeconds: 90 } };
const nothing: Grounds = { rules, entries: [], weather: [], calibrations: [], sics: [] };
const all = { from: 0, to: MINUTES * MINUTE };

const exclusion = (id: number, from: number, to: number): Entry => ({
  ...{ id, from, to, instrument: 'QT1', added: { kind: 'exclusion', why: `reason ${id}` } },
  ...{ author: 'ana', createdAt: 0, changedAt: 0, removedAt: undefined },
});
const judged = (wind: readonly number[], rain: readonly number[], rule = weatherRule, start = 0) =>
  judgeWeather(rule, { start, stepMs: MINUTE, wind: Float64Array.from(wind), rain: Float64Array.from(rain) });

const value = fc.oneof({ weight: 3, arbitrary: fc.constantFrom(0, 4.9, 5) }, fc.constantFrom(5.1, 12, NaN));
const values = fc.array(value, { minLength: MINUTES, maxLength: MINUTES });
const time = fc.integer({ min: -5, max: MINUTES + 5 }).map((minute) => minute * MINUTE + 17_000);
const grounds: fc.Arbitrary<Grounds> = fc
  .record({
    wind: values,
    rain: values,
    times: fc.array(time, { maxLength: 6 }),
    sics: fc.array(time, { maxLength: 6 }),
    hand: fc.array(fc.tuple(time, time), { maxLength: 5 }),
    cut: fc.integer({ min: 1, max: MINUTES - 1 }),
  })
  .map(({ wind, rain, times, sics, hand, cut }) => ({
    rules,
    entries: hand.map(([a, b], index) => exclusion(index, Math.min(a, b), Math.max(a, b))),
    weather: [
      judged(wind.slice(0, cut), rain.slice(0, cut)),
      judged(wind.slice(cut), rain.slice(cut), weatherRule, cut * MINUTE),
    ],
    calibrations: times,
    sics,
  }));

describe('what is left out', () => {
  it('is each minute over the wind limit, each with rain and those until it is dry; what is missing is unknown', () => {
    fc.assert(
      fc.property(values, values, (wind, rain) => {
        const { excluded, unknownWeather } = exclusionsOf(all, { ...nothing, weather: [judged(wind, rain)] });
        const has = (spans: readonly { from: number; to: number }[], minute: number): boolean =>
          spans.some(({ from, to }) => from <= minute * MINUTE && to >= (minute + 1) * MINUTE);
        for (let minute = 0; minute < MINUTES; minute++) {
          const windy = (wind[minute] ?? NaN) > 5;
          const wet = rain.slice(Math.max(0, minute - 3), minute + 1).some((rate) => rate > 0);
          const missing = Number.isNaN(wind[minute]) || Number.isNaN(rain[minute]);
          expect([
            has(
              excluded.filter(({ why }) => why === 'wind'),
              minute,
            ),
            has(
              excluded.filter(({ why }) => why === 'rain'),
              minute,
            ),
            has(unknownWeather, minute),
          ]).toEqual([windy, wet, missing && !windy && !wet]);
        }
      }),
    );
  });

  it('of a part of a span is what is left out of the whole, cut', () => {
    fc.assert(
      fc.property(grounds, fc.tuple(time, time), (given, [a, b]) => {
        fc.pre(a !== b);
        const part = { from: Math.min(a, b), to: Math.max(a, b) };
        const wide = { from: -9 * MINUTE, to: all.to + 9 * MINUTE };
        const whole = exclusionsOf(wide, given);
        const cut = exclusionsOf(part, given);
        expect(leftOut(cut)).toEqual(intersect([part], leftOut(whole)));
        expect(cut.unknownWeather).toEqual(intersect([part], whole.unknownWeather));
        for (const { from, to } of cut.excluded)
          expect(part.from <= from && from < to && to <= part.to).toBe(true);
      }),
    );
  });

  it('does not depend on the order of what is known', () => {
    fc.assert(
      fc.property(grounds, (given) => {
        const turned: Grounds = {
          ...given,
          entries: [...given.entries].reverse(),
          weather: [...given.weather].reverse(),
          calibrations: [...given.calibrations].reverse(),
          sics: [...given.sics].reverse(),
        };
        expect(exclusionsOf(all, turned)).toEqual(exclusionsOf(all, given));
      }),
    );
  });

  it('of one cause is told in stretches that do not touch, however it was read', () => {
    fc.assert(
      fc.property(grounds, (given) => {
        const { excluded } = exclusionsOf(all, given);
        for (const why of ['wind', 'rain', 'check'] as const) {
          const own = excluded.filter((each) => each.why === why);
          for (const [index, { from }] of own.entries())
            if (index > 0) expect(own[index - 1]?.to).toBeLessThan(from);
        }
      }),
    );
  });

  it('says why in words with units', () => {
    const weather = [judged([6, 9.26, 4, 4, 4, 4], [0, 0, 1.25, 0, 0, 0])];
    const given = { ...nothing, weather, calibrations: [20 * MINUTE], sics: [21 * MINUTE, 30 * MINUTE] };
    const { excluded } = exclusionsOf(all, { ...given, entries: [exclusion(7, 40 * MINUTE, 41 * MINUTE)] });
    expect(excluded.map(({ text }) => text)).toEqual([
      'Wind up to 9.3 m/s',
      'Rain up to 1.3 mm/h, and 3 min to dry',
      'Calibration and SIC',
      'SIC',
      'reason 7',
    ]);
    expect(excluded.at(-1)).toEqual({
      ...{ from: 40 * MINUTE, to: 41 * MINUTE, why: 'hand', text: 'reason 7', entry: 7 },
    });
  });

  it('is nothing by rules that are off, and removed exclusions and notes leave nothing out', () => {
    const off = { weather: { ...weatherRule, isOn: false }, checks: { ...rules.checks, isOn: false } };
    const removed = { ...exclusion(1, 0, MINUTE), removedAt: 5 };
    const note: Entry = { ...exclusion(2, 0, MINUTE), added: { kind: 'note', text: 'x' } };
    const given = {
      ...nothing,
      rules: off,
      entries: [removed, note],
      calibrations: [MINUTE],
      sics: [MINUTE],
    };
    expect(exclusionsOf(all, { ...given, weather: [judged([9], [9])] })).toEqual({
      excluded: [],
      unknownWeather: [],
    });
  });

  it('does not ask for rain where only wind is looked at', () => {
    const rule = { ...weatherRule, rain: false };
    const weather = [judged([1, 9], [NaN, 4], rule)];
    const span = { from: 0, to: 2 * MINUTE };
    expect(exclusionsOf(span, { ...nothing, rules: { ...rules, weather: rule }, weather })).toEqual({
      excluded: [{ from: MINUTE, to: 2 * MINUTE, why: 'wind', text: 'Wind up to 9.0 m/s' }],
      unknownWeather: [],
    });
  });

  it('is by the usual rules around checks only, and weather is not looked at', () => {
    expect(exclusionsOf(all, { ...nothing, rules: usualRules, sics: [MINUTE] })).toEqual({
      excluded: [{ from: MINUTE, to: 2 * MINUTE, why: 'check', text: 'SIC' }],
      unknownWeather: [],
    });
  });
});
