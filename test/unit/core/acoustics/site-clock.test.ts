import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  dateOf,
  instantOf,
  localDays,
  localOf,
  periodEdges,
  siteClock,
  weekdayOf,
} from '../../../../electron/core/acoustics/site-clock';
import { kindOf } from '../../../support/levels';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const span = (from: string, to: string) => ({ from: Date.parse(from), to: Date.parse(to) });
/** Hours between the beginnings of days. */
const hoursOfDays = (zone: string, from: string, to: string): Record<string, number> => {
  const clock = siteClock(zone, span(from, to));
  const days = localDays(clock, span(from, to));
  return Object.fromEntries(
    days.slice(0, -1).map((day, i) => {
      const ms = instantOf(clock, days[i + 1] ?? NaN) - instantOf(clock, day);
      return [dateOf(day), ms / HOUR_MS];
    }),
  );
};
/** What the clock shows at each edge, and how long until the next one, min. */
const shown = (zone: string, from: string, to: string, minutes: number): readonly string[] => {
  const clock = siteClock(zone, span(from, to));
  const [midnight = 0] = localDays(clock, span(from, to));
  const edges = periodEdges(clock, span(from, to), minutes, midnight);
  return edges.slice(0, -1).map((edge, i) => {
    const time = new Date(localOf(clock, edge)).toISOString().slice(11, 16);
    return `${time} ${((edges[i + 1] ?? NaN) - edge) / 60_000}`;
  });
};

describe('days of a site', () => {
  it('have 23 hours when clocks go forward and 25 when they go back', () => {
    expect(hoursOfDays('Europe/London', '2025-03-29T00:00Z', '2025-03-30T23:00Z')).toEqual({
      '2025-03-29': 24,
      '2025-03-30': 23,
    });
    expect(hoursOfDays('Europe/London', '2025-10-25T23:00Z', '2025-10-28T00:00Z')).toEqual({
      '2025-10-26': 25,
      '2025-10-27': 24,
    });
    expect(hoursOfDays('Australia/Lord_Howe', '2025-04-05T13:00Z', '2025-04-06T13:30Z')).toEqual({
      '2025-04-06': 24.5,
    });
    expect(hoursOfDays('UTC', '2025-03-30T00:00Z', '2025-03-31T00:00Z')).toEqual({ '2025-03-30': 24 });
  });

  it('begin with their first hour where midnight is leapt over, and once where it comes twice', () => {
    // Cairo's clocks leap from 00:00 to 01:00; Havana's go back from 01:00 to 00:00.
    expect(hoursOfDays('Africa/Cairo', '2025-04-24T00:00Z', '2025-04-26T00:00Z')).toMatchObject({
      '2025-04-24': 24,
      '2025-04-25': 23,
    });
    expect(hoursOfDays('America/Havana', '2025-11-02T12:00Z', '2025-11-02T13:00Z')).toEqual({
      '2025-11-02': 25,
    });
  });

  it('are those that touch the span, and the one after', () => {
    const zones = fc.constantFrom('Europe/London', 'Asia/Kolkata', 'Pacific/Kiritimati', 'America/St_Johns');
    const at = fc.integer({ min: Date.parse('2020-01-01'), max: Date.parse('2027-01-01') });
    fc.assert(
      fc.property(
        zones,
        at,
        fc.integer({ min: 1, max: 900 * HOUR_MS }),
        fc.integer({ min: 0, max: 1_439 }),
        (zone, from, length, minute) => {
          const about = { from, to: from + length };
          const clock = siteClock(zone, about);
          const begins = localDays(clock, about, minute).map((day) =>
            instantOf(clock, day + minute * 60_000),
          );
          expect(begins[0]).toBeLessThanOrEqual(from);
          expect(begins[1]).toBeGreaterThan(from);
          expect(begins.at(-1)).toBeGreaterThanOrEqual(about.to);
          expect(begins.at(-2)).toBeLessThan(about.to);
        },
      ),
    );
  });

  it('have the weekdays of the calendar', () => {
    for (let day = -10; day < 20_000; day += 997)
      expect(weekdayOf(day * DAY_MS + 5)).toBe(new Date(day * DAY_MS).getUTCDay() || 7);
  });

  it('are those of a zone that there is', () => {
    expect(kindOf(() => siteClock('Europe/Nowhere', { from: 0, to: 1 }))).toBe('invalid');
  });
});

describe('periods of a clock', () => {
  it('begin at whole ones, also where a zone is half an hour off', () => {
    expect(shown('Asia/Kolkata', '2025-01-01T00:10Z', '2025-01-01T02:00Z', 60)).toEqual([
      '05:40 20',
      '06:00 60',
      '07:00 30',
    ]);
  });

  it('leave out the hour that spring leaves out, and have autumn’s twice', () => {
    expect(shown('Europe/London', '2025-03-30T00:00Z', '2025-03-30T02:00Z', 60)).toEqual([
      '00:00 60',
      '02:00 60',
    ]);
    expect(shown('Europe/London', '2025-10-26T00:00Z', '2025-10-26T03:00Z', 60)).toEqual([
      '01:00 60',
      '01:00 60',
      '02:00 60',
    ]);
    expect(shown('Australia/Lord_Howe', '2025-10-04T14:30Z', '2025-10-04T16:30Z', 60)).toEqual([
      '01:00 60',
      '02:30 30',
      '03:00 30',
    ]);
  });

  it('of a night have the length that a clock change gives it', () => {
    const night = (from: string, to: string): readonly string[] => {
      const clock = siteClock('Europe/London', span(from, to));
      const anchor = localOf(clock, span(from, to).from);
      const edges = periodEdges(clock, span(from, to), 480, anchor);
      return edges.map((edge) => new Date(edge).toISOString());
    };
    const spring = ['2025-03-29T23:00:00.000Z', '2025-03-30T06:00:00.000Z'] as const;
    const autumn = ['2025-10-25T22:00:00.000Z', '2025-10-26T07:00:00.000Z'] as const;
    expect(night(...spring)).toEqual(spring);
    expect(night(...autumn)).toEqual(autumn);
  });

  it('tile their stretch, and have their length but where the clock changes or the stretch ends', () => {
    const at = fc.integer({ min: Date.parse('2025-01-01'), max: Date.parse('2026-01-01') });
    fc.assert(
      fc.property(
        fc.constantFrom('Europe/London', 'America/New_York', 'Australia/Lord_Howe', 'Asia/Kathmandu'),
        at,
        fc.integer({ min: 1, max: 400 * HOUR_MS }),
        fc.constantFrom(1, 5, 15, 60, 480),
        (zone, from, length, minutes) => {
          const about = { from, to: from + length };
          const clock = siteClock(zone, about);
          const [midnight = 0] = localDays(clock, about);
          const edges = periodEdges(clock, about, minutes, midnight);
          expect([edges[0], edges.at(-1)]).toEqual([about.from, about.to]);
          const odd = edges.slice(0, -1).filter((edge, i) => {
            const next = edges[i + 1] ?? NaN;
            const isChange = clock.steady.some(({ to }) => to >= edge && to <= next);
            const isEnd = i === 0 || next === about.to;
            return isChange || isEnd ? next <= edge : next - edge !== minutes * 60_000;
          });
          expect(odd).toEqual([]);
        },
      ),
    );
  });
});
