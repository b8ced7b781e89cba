import { Temporal } from 'temporal-polyfill';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Archive } from '../../../../electron/core/db/archive';
import type { RatingPart, Ratings } from '../../../../electron/contract/selection';
import { selectionRatings } from '../../../../electron/core/queries/selection-ratings';
import { golden } from '../../../support/golden';
import { kindOf } from '../../../support/levels';
import {
  everyTurn,
  inside,
  plainLeq,
  plainSamples,
  withArchiveFor,
  writeRuns,
  type PlainSample,
} from '../../../support/plain-selection';
import { nows, oneLength, severalLengths, spanAbout } from '../../../support/random-levels';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const LATER = Date.parse('2030-01-01');
const at = (text: string): number => Date.parse(text);
const to3 = (value: number): number => Math.round(value * 1_000) / 1_000;

/** A minute-by-minute level from a moment on. */
function writeMinutes(archive: Archive, from: number, hours: number, levelOf: (ms: number) => number): void {
  const values = Array.from({ length: hours * 60 }, (_, i) => levelOf(from + i * MINUTE));
  writeRuns(archive, 'Q', 'LAeq', [{ stepMs: MINUTE, start: from, values }]);
}
const rate = (
  archive: Archive,
  zone: string,
  from: string,
  to: string,
  rest: { readonly from?: 'midnight' | 'day' } = {},
): Promise<Ratings> =>
  selectionRatings(
    archive,
    {
      ...{ instrument: 'Q', channel: 'LAeq', zone, span: { from: at(from), to: at(to) } },
      from: rest.from ?? 'midnight',
    },
    everyTurn(),
  );
const hoursOf = ({ ms }: RatingPart): number => ms / HOUR;

describe('ratings of a day', () => {
  it('are those of its hours by the site’s clock', async () => {
    await withArchiveFor(LATER, async (archive) => {
      // Half past five ahead of UTC: the site's hours begin at half past.
      const from = at('2026-03-01T18:30Z');
      writeMinutes(archive, from, 24, (ms) => golden.day.hourly[Math.floor((ms - from) / HOUR)] ?? NaN);
      const { days, span, labels } = await rate(
        archive,
        'Asia/Kolkata',
        '2026-03-01T18:30Z',
        '2026-03-02T18:30Z',
      );
      const [day] = days;
      expect(days).toHaveLength(1);
      expect({
        date: day?.date,
        day: to3(day?.day.level ?? NaN),
        evening: to3(day?.evening.level ?? NaN),
        night: to3(day?.night.level ?? NaN),
        lden: to3(day?.lden ?? NaN),
        leq24: to3(day?.whole.level ?? NaN),
        isThin: day?.isThin,
      }).toEqual({
        date: '2026-03-02',
        day: golden.day.day,
        evening: golden.day.evening,
        night: golden.day.night,
        lden: golden.day.lden,
        leq24: golden.day.leq24,
        isThin: false,
      });
      expect(span.lden).toBe(day?.lden);
      expect([labels.day, labels.span]).toEqual(['Lden (24 h sample)', 'Lden (24 h sample)']);
    });
  });

  it('of one level all day are that level and its penalties', async () => {
    await withArchiveFor(LATER, async (archive) => {
      writeMinutes(archive, at('2026-03-01T00:00Z'), 48, () => 60);
      const { span, labels } = await rate(archive, 'UTC', '2026-03-01T00:00Z', '2026-03-03T00:00Z');
      expect([to3(span.lden), to3(span.ldn)]).toEqual([golden.lden[1].lden, golden.ldn[0].ldn]);
      expect(labels.span).toBe('Lden (2 days)');
    });
  });

  it('count the seconds that a clock change left: nights of seven and of nine hours', async () => {
    await withArchiveFor(LATER, async (archive) => {
      const night = async (from: string, to: string): Promise<readonly number[]> => {
        writeMinutes(archive, at(from), 50, () => 50);
        const { days } = await rate(archive, 'Europe/London', from, to, { from: 'day' });
        const [first] = days;
        return [first?.day, first?.evening, first?.night, first?.whole].map((part) =>
          part ? hoursOf(part) : NaN,
        );
      };
      expect(await night('2025-03-29T07:00Z', '2025-03-30T06:00Z')).toEqual([12, 4, 7, 23]);
      expect(await night('2025-10-25T06:00Z', '2025-10-26T07:00Z')).toEqual([12, 4, 9, 25]);
      const { days } = await rate(archive, 'Europe/London', '2025-03-30T00:00Z', '2025-03-30T23:00Z');
      expect(days.map(({ date, night: each }) => [date, hoursOf(each)])).toEqual([['2025-03-30', 7]]);
    });
  });

  it('are unknown when a part has no level, and thin when too little of one is held', async () => {
    await withArchiveFor(LATER, async (archive) => {
      const from = at('2026-03-01T00:00Z');
      // Nothing in the evening of the first day; half of the second night.
      writeMinutes(archive, from, 48, (ms) => {
        const hour = (ms - from) / HOUR;
        return (hour >= 19 && hour < 23) || (hour >= 24 && hour < 28) ? NaN : 55;
      });
      const { days, span, leastFraction } = await rate(
        archive,
        'UTC',
        '2026-03-01T00:00Z',
        '2026-03-03T00:00Z',
      );
      expect(days.map(({ lden, isThin }) => [to3(lden), isThin])).toEqual([
        [NaN, true],
        [to3(55 + golden.lden[1].lden - 60), true],
      ]);
      expect(days.map(({ evening, night }) => [evening.validFraction, night.validFraction])).toEqual([
        [0, 1],
        [1, 0.5],
      ]);
      expect(leastFraction).toBe(archive.people.rules().coverage.percent / 100);
      expect(span.lden).not.toBeNaN();
    });
  });

  it('follow the parts that a person set, also a day without an evening', async () => {
    await withArchiveFor(LATER, async (archive) => {
      const from = at('2026-03-01T00:00Z');
      writeMinutes(archive, from, 24, (ms) => 40 + (ms - from) / HOUR);
      archive.people.setRules({
        ...archive.people.rules(),
        day: { day: 6 * 60, evening: 22 * 60, night: 22 * 60 },
      });
      const { days, hours } = await rate(archive, 'UTC', '2026-03-01T00:00Z', '2026-03-02T00:00Z');
      const [day] = days;
      expect(hours).toEqual({ day: 16, evening: 0, night: 8 });
      expect([day?.day, day?.evening, day?.night].map((part) => part && hoursOf(part))).toEqual([16, 0, 8]);
      expect(day?.lden).not.toBeNaN();
      expect(day?.isThin).toBe(false);
    });
  });

  it('of a zone that there is not are refused', async () => {
    await withArchiveFor(LATER, async (archive) => {
      const refused = await rate(archive, 'No/where', '2026-03-01T00:00Z', '2026-03-02T00:00Z').catch(
        (error: unknown) =>
          kindOf(() => {
            throw error;
          }),
      );
      expect(refused).toBe('invalid');
    });
  });
});

/** Which part of the day a moment lies in, by the usual periods. */
function partOf(
  zone: string,
  ms: number,
): { part: 'day' | 'evening' | 'night'; date: string; isLdnDay: boolean } {
  const local = Temporal.Instant.fromEpochMilliseconds(ms).toZonedDateTimeISO(zone);
  const { hour } = local;
  const part = hour >= 7 && hour < 19 ? 'day' : hour >= 19 && hour < 23 ? 'evening' : 'night';
  return { part, date: local.toPlainDate().toString(), isLdnDay: hour >= 7 && hour < 22 };
}
const zones = ['UTC', 'Europe/London', 'Asia/Kathmandu', 'America/St_Johns'] as const;

it('ratings of any selection are those of a plain computation over its samples', async () => {
  for (const now of nows)
    await withArchiveFor(now, async (archive) => {
      let count = 0;
      const cases = fc.oneof({ arbitrary: oneLength, weight: 3 }, severalLengths).chain((runs) =>
        fc.record({
          runs: fc.constant(runs),
          span: spanAbout(runs),
          zone: fc.constantFrom(...zones),
          excluded: fc.array(spanAbout(runs), { maxLength: 2 }),
        }),
      );
      await fc.assert(
        fc.asyncProperty(cases, async ({ runs, span, zone, excluded }) => {
          const instrument = `Q${count++}`;
          writeRuns(archive, instrument, 'LAeq', runs);
          const input = { instrument, channel: 'LAeq', span, zone, excluded, from: 'midnight' } as const;
          const ratings = await selectionRatings(archive, input, everyTurn());
          const samples = plainSamples(runs)
            .filter(({ time }) => inside([span], time) && !inside(excluded, time))
            .map((sample) => ({ ...sample, ...partOf(zone, sample.time) }));
          const close = (level: number, of: readonly PlainSample[]): boolean =>
            of.length === 0 ? Number.isNaN(level) : Math.abs(level - plainLeq(of)) < 2e-5;
          for (const part of ['day', 'evening', 'night'] as const) {
            const own = samples.filter((each) => each.part === part);
            expect(close(ratings.span[part].level, own)).toBe(true);
            expect(ratings.span[part].validMs).toBe(own.reduce((sum, { weight }) => sum + weight, 0));
            for (const day of ratings.days)
              expect(
                close(
                  day[part].level,
                  own.filter(({ date }) => date === day.date),
                ),
              ).toBe(true);
          }
          expect(close(ratings.span.whole.level, samples)).toBe(true);
          const whole = ratings.days.reduce((sum, { whole: { validMs } }) => sum + validMs, 0);
          expect(whole).toBe(samples.reduce((sum, { weight }) => sum + weight, 0));
        }),
        { numRuns: 40 },
      );
    });
}, 120_000);
