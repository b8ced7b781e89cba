/** Lden, Ldn and their parts, by days of the site's clock: each part the energy mean over the seconds it really had. */
import type { Span } from '../../contract/model';
import type { Rules } from '../../contract/people';
import type { DayRating, Rating, RatingPart, Ratings } from '../../contract/selection';
import { lden, ldn } from '../acoustics/levels';
import { hoursOf, LDN_HOURS, partEdges, type PartOfDay } from '../acoustics/parts-of-day';
import { dateOf, instantOf, localDays, siteClock, type SiteClock } from '../acoustics/site-clock';
import type { Archive } from '../db/archive';
import type { Pace } from '../export/table-pace';
import type { Buckets } from '../series/buckets';
import { cutStretches } from '../series/stretches';
import { subtract } from '../sync/spans';
import { sumStretches } from './selection-sums';

const MINUTE_MS = 60_000;

export interface RatingsInput {
  readonly instrument: string;
  readonly channel: string;
  readonly span: Span;
  readonly zone: string;
  readonly from: 'midnight' | 'day';
  readonly excluded?: readonly Span[] | undefined;
}

/** One part of one day; `into` is its bucket, and its place among all. */
interface DayPart extends Span, PartOfDay {
  readonly day: number;
  readonly into: number;
}

/** @throws Failure `invalid` for a zone that there is not, `cancelled` when the pace is told to stop */
export async function selectionRatings(archive: Archive, input: RatingsInput, pace: Pace): Promise<Ratings> {
  const { instrument, channel, span, excluded = [] } = input;
  const { day: periods, coverage } = archive.people.rules();
  const clock = siteClock(input.zone, span);
  const begins = input.from === 'day' ? periods.day : 0;
  const days = localDays(clock, span, begins);
  const parts = partsOf(clock, days.slice(0, -1), begins, periods);
  const edges = {
    from: Float64Array.from(parts, (part) => part.from),
    to: Float64Array.from(parts, (part) => part.to),
  };
  const stretches = cutStretches(edges, subtract([span], excluded));
  const request = { archive, instrument, channel, stretches, buckets: parts.length, pace };
  const { buckets } = await sumStretches(request);
  const leastFraction = coverage.percent / 100;
  const rating = { buckets, leastFraction, hours: hoursOf(periods) };
  return {
    ...{ zone: clock.zone, periods, hours: rating.hours, leastFraction },
    labels: labelsOf(days.length - 1),
    days: dayRatings(parts, span, rating),
    // What is not selected is not asked for.
    span: ratingOf(
      parts.map((part) => ({ ...part, ...clip(part, span) })),
      rating,
    ),
  };
}

const clip = ({ from, to }: Span, within: Span): Span => {
  const begin = Math.max(from, within.from);
  return { from: begin, to: Math.max(begin, Math.min(to, within.to)) };
};

const labelsOf = (days: number): Ratings['labels'] => ({
  day: 'Lden (24 h sample)',
  span: days === 1 ? 'Lden (24 h sample)' : `Lden (${days} days)`,
  ldn: 'Ldn (07–22, 22–07)',
});

/** In order of time. Neighbouring parts end where the next begins, whatever the clock does. */
function partsOf(
  clock: SiteClock,
  days: readonly number[],
  begins: number,
  periods: Rules['day'],
): readonly DayPart[] {
  const edges = partEdges(periods, begins);
  let into = 0;
  return days.flatMap((day) =>
    edges.flatMap(({ fromMinute, toMinute, ...part }) => {
      const from = instantOf(clock, day + fromMinute * MINUTE_MS);
      const to = instantOf(clock, day + toMinute * MINUTE_MS);
      // The clock may leap over all of it.
      return from < to ? [{ ...part, day, from, to, into: into++ }] : [];
    }),
  );
}

interface Rate {
  readonly buckets: Buckets;
  readonly leastFraction: number;
  readonly hours: Ratings['hours'];
}

function dayRatings(parts: readonly DayPart[], span: Span, rate: Rate): readonly DayRating[] {
  const days = new Map<number, DayPart[]>();
  for (const part of parts) {
    const day = days.get(part.day);
    if (day === undefined) days.set(part.day, [part]);
    else day.push(part);
  }
  return [...days].map(([day, own]) => {
    const from = (own[0] as DayPart).from;
    const to = (own.at(-1) as DayPart).to;
    const isCut = from < span.from || to > span.to;
    return { date: dateOf(day), from, to, isCut, ...ratingOf(own, rate) };
  });
}

function ratingOf(parts: readonly DayPart[], { buckets, leastFraction, hours }: Rate): Rating {
  const of = (fits: (part: DayPart) => boolean): RatingPart =>
    partOf(parts.filter(fits), buckets, leastFraction);
  const day = of(({ part }) => part === 'day');
  const evening = of(({ part }) => part === 'evening');
  const night = of(({ part }) => part === 'night');
  const byDay = of(({ isLdnDay }) => isLdnDay);
  const byNight = of(({ isLdnDay }) => !isLdnDay);
  return {
    ...{ day, evening, night, whole: of(() => true) },
    lden: lden({ day: day.level, evening: evening.level, night: night.level }, hours),
    ldn: ldn({ day: byDay.level, night: byNight.level }, LDN_HOURS),
    isThin: [day, evening, night].some(({ isThin }) => isThin),
  };
}

function partOf(parts: readonly DayPart[], { weight, sum }: Buckets, leastFraction: number): RatingPart {
  const add = (of: (part: DayPart) => number): number => parts.reduce((total, part) => total + of(part), 0);
  const ms = add(({ from, to }) => to - from);
  const validMs = add(({ into }) => weight[into] as number);
  const energy = add(({ into }) => sum[into] as number);
  const validFraction = ms === 0 ? 0 : Math.min(1, validMs / ms);
  return {
    level: validMs === 0 ? NaN : 10 * Math.log10(energy / validMs),
    ...{ ms, validMs, validFraction, isThin: ms > 0 && validFraction < leastFraction },
  };
}
