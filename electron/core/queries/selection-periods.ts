/** Levels regrouped into periods of the site's clock, and those over a limit. */
import type { Span } from '../../contract/model';
import type { Entry } from '../../contract/people';
import { Failure } from '../../contract/result';
import type { Exceedances, LevelKind, LevelPeriods, LimitExceedances } from '../../contract/selection';
import { levelKind, periodLevelName } from '../acoustics/level-kind';
import { limitPeriods, type Limit } from '../acoustics/limit-periods';
import { instantOf, localDays, periodEdges, siteClock, type SiteClock } from '../acoustics/site-clock';
import type { Archive } from '../db/archive';
import { createDoor } from '../door';
import type { Pace } from '../export/table-pace';
import type { Buckets } from '../series/buckets';
import { cutStretches } from '../series/stretches';
import { subtract } from '../sync/spans';
import { sumStretches } from './selection-sums';

/** More do not fit into a table or a chart. */
const MOST_SHOWN = 150_000;
const MOST_JUDGED = 1_000_000;
/** Limits of the same channel share what is read of it; the periods of each take tens of megabytes at most. */
const SIDE_BY_SIDE = 3;
const DAY_MINUTES = 1_440;

interface Selection {
  readonly instrument: string;
  readonly span: Span;
  readonly zone: string;
  readonly excluded?: readonly Span[] | undefined;
}

/**
 * @throws Failure `invalid` for a zone that there is not, or more periods than can be shown; `cancelled` when the pace is
 * told to stop
 */
export async function selectionPeriods(
  archive: Archive,
  input: Selection & { readonly channel: string; readonly minutes: number },
  pace: Pace,
): Promise<LevelPeriods> {
  const { channel, span, minutes } = input;
  refuseMore(span, minutes, MOST_SHOWN);
  const clock = siteClock(input.zone, span);
  const { from, to } = sitePeriods(clock, span, minutes);
  const table = await levelsOf(archive, { ...input, channel, from, to }, pace);
  const label = periodLevelName(channel, minutes);
  return { by: BY[levelKind(channel)], label, from, to, ...table };
}

const BY: Readonly<Record<LevelKind, LevelPeriods['by']>> = {
  leq: 'energy',
  max: 'greatest',
  peak: 'greatest',
  other: 'mean',
};

function refuseMore({ from, to }: Span, minutes: number, most: number): void {
  const count = (to - from) / 60_000 / minutes;
  if (count <= most) return;
  const reason = `${Math.ceil(count)} periods of ${minutes} min are more than can be shown`;
  throw new Failure({ kind: 'invalid', path: 'minutes', reason });
}

interface Periods {
  readonly from: Float64Array;
  readonly to: Float64Array;
}

function sitePeriods(clock: SiteClock, span: Span, minutes: number): Periods {
  const days = localDays(clock, span);
  const midnights = days.map((day) => instantOf(clock, day));
  if (minutes === DAY_MINUTES) return between(midnights);
  const whole = { from: Math.min(...midnights.slice(0, 1)), to: midnights.at(-1) ?? span.to };
  const edges = periodEdges(clock, whole, minutes, days[0] ?? 0);
  const first = edges.findLastIndex((edge) => edge <= span.from);
  const last = edges.findIndex((edge) => edge >= span.to);
  return between(edges.slice(first, last + 1));
}

const between = (edges: readonly number[]): Periods => ({
  from: Float64Array.from(edges.slice(0, -1)),
  to: Float64Array.from(edges.slice(1)),
});

/** One level for each period; what of it is not selected counts as not held. */
async function levelsOf(
  archive: Archive,
  input: Selection & Periods & { readonly channel: string },
  pace: Pace,
): Promise<Pick<LevelPeriods, 'level' | 'validFraction'>> {
  const { instrument, channel, from, to, span, excluded = [] } = input;
  const stretches = cutStretches(input, subtract([span], excluded));
  const request = { archive, instrument, channel, stretches, buckets: from.length, pace };
  const { buckets } = await sumStretches(request);
  const level = new Float64Array(from.length);
  const validFraction = new Float32Array(from.length);
  const isGreatest = BY[levelKind(channel)] === 'greatest';
  for (let i = 0; i < level.length; i++) {
    level[i] = levelOf(buckets, i, isGreatest);
    const ms = (to[i] as number) - (from[i] as number);
    validFraction[i] = Math.min(1, (buckets.weight[i] as number) / ms);
  }
  return { level, validFraction };
}

const levelOf = (buckets: Buckets, i: number, isGreatest: boolean): number =>
  isGreatest ? (buckets.max[i] as number) : buckets.mean(i);

/** @throws as {@link selectionPeriods} */
export async function selectionExceedances(
  archive: Archive,
  input: Selection,
  pace: Pace,
): Promise<Exceedances> {
  const leastFraction = archive.people.rules().coverage.percent / 100;
  const clock = siteClock(input.zone, input.span);
  const door = createDoor(SIDE_BY_SIDE);
  const judge = (entry: Entry, limit: Limit) =>
    door(async () => {
      refuseMore(input.span, limit.periodMinutes, MOST_JUDGED);
      const periods = limitPeriods(clock, input.span, limit);
      const table = await levelsOf(archive, { ...input, channel: limit.channel, ...periods }, pace);
      return exceedancesOf(entry, limit, { ...periods, ...table }, leastFraction);
    });
  const entries = archive.people.list({ kinds: ['limit'], instrument: input.instrument });
  const limits = await Promise.all(
    entries.flatMap((entry) => (entry.added.kind === 'limit' ? [judge(entry, entry.added)] : [])),
  );
  return { leastFraction, limits: limits.sort((a, b) => a.name.localeCompare(b.name)) };
}

function exceedancesOf(
  { id }: Entry,
  { name, channel, level: limit, periodMinutes }: Limit,
  table: Periods & Pick<LevelPeriods, 'level' | 'validFraction'>,
  leastFraction: number,
): LimitExceedances {
  const all = [...table.level.keys()];
  const judged = all.filter((i) => !Number.isNaN(table.level[i] as number));
  const over = judged.filter((i) => (table.level[i] as number) > limit);
  const pick = (from: Float64Array | Float32Array): Float64Array =>
    Float64Array.from(over, (i) => from[i] as number);
  const level = pick(table.level);
  return {
    ...{ id, name, channel, limit, label: periodLevelName(channel, periodMinutes) },
    ...{ periods: all.length, judged: judged.length },
    thin: judged.filter((i) => (table.validFraction[i] as number) < leastFraction).length,
    ...{ from: pick(table.from), to: pick(table.to), level, over: level.map((each) => each - limit) },
    validFraction: new Float32Array(pick(table.validFraction)),
  };
}
