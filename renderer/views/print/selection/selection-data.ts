/** Everything that is printed of a selection, asked for together. */
import type {
  CallInput,
  CallName,
  CallOutput,
  Entry,
  Exceedances,
  Exclusions,
  LevelPeriods,
  LevelSeries,
  Passport,
  Ratings,
  Rules,
  SelectionFigures,
  Span,
} from '../../../../electron/contract/index';
import { PERCENTS, PERIOD_MINUTES } from '../../../../electron/contract/usual-figures';
import type { Api } from '../../../api';
import type { SelectionRoute } from '../print-route';

/** Of all of the selection, and of what is kept of it; undefined when nothing is left out. */
export interface Both<T> {
  readonly all: T;
  readonly kept: T | undefined;
}
export interface PrintedSelection {
  readonly route: SelectionRoute;
  readonly passport: Passport;
  /** The sites that have the instrument. */
  readonly sites: readonly { readonly name: string; readonly zone?: string | undefined }[];
  readonly levels: LevelSeries;
  readonly figures: SelectionFigures;
  readonly ratings: Both<Ratings>;
  /** Regrouped; undefined where there are whole days to tell of. */
  readonly periods: Both<LevelPeriods> | undefined;
  /** Undefined: the limits have more periods than can be judged at once. */
  readonly exceedances: Both<Exceedances> | undefined;
  readonly exclusions: Exclusions;
  /** Those by hand, and the notes that touch the selection. */
  readonly byHand: readonly Entry[];
  readonly notes: readonly Entry[];
  readonly rules: Rules;
}

/** As many as the width of the paper can show. */
const POINTS = 640;
const MOST_PERIODS = 24;

class Refused extends Error {}

/** Undefined: something of it could not be read, so that nothing of it may be printed. */
export async function readSelection(
  api: Pick<Api, 'call'>,
  route: SelectionRoute,
): Promise<PrintedSelection | undefined> {
  try {
    return await readAll(api, route);
  } catch (cause) {
    if (cause instanceof Refused) return undefined;
    throw cause;
  }
}

async function readAll(api: Pick<Api, 'call'>, route: SelectionRoute): Promise<PrintedSelection> {
  const { serial: instrument, span, zone, channels } = route;
  const ask = asking(api);
  const exclusions = await ask('exclusions.list', { instrument, span });
  const excluded = exclusions.excluded.map(({ from, to }) => ({ from, to }));
  const both = async <T>(
    read: (excluded: { from: number; to: number }[]) => Promise<T>,
  ): Promise<Both<T>> => ({
    all: await read([]),
    kept: excluded.length === 0 ? undefined : await read(excluded),
  });
  const people = await ask('people.list', { instrument, span, kinds: ['site', 'exclusion', 'note'] });
  const of = (kind: Entry['added']['kind']) => people.filter(({ added }) => added.kind === kind);
  const about = { instrument, span, zone, channel: 'LAeq' };
  const ratings = await both((left) =>
    ask('selection.ratings', { ...about, from: 'midnight', excluded: left }),
  );
  const hasDays = ratings.all.days.some(({ isCut }) => !isCut);
  const minutes = minutesFor(span);
  const periods = () => both((left) => ask('selection.periods', { ...about, minutes, excluded: left }));
  return {
    ...{ route, exclusions, byHand: of('exclusion'), notes: of('note') },
    sites: of('site').flatMap(({ added }) => (added.kind === 'site' ? [added] : [])),
    passport: await ask('passport.get', { instrument }),
    levels: await ask('levels.query', { instrument, channels: [...channels], span, maxPoints: POINTS }),
    ...{ ratings, periods: hasDays ? undefined : await periods() },
    exceedances: await both((left) => ask('selection.exceedances', { ...about, excluded: left })).catch(
      (cause: unknown) => {
        if (cause instanceof Refused) return undefined;
        throw cause;
      },
    ),
    rules: await ask('rules.get', undefined),
    figures: await ask('selection.figures', {
      ...{ instrument, channels: [...channels], span, excluded },
      percents: [...PERCENTS],
    }),
  };
}

/** The shortest periods of which a sheet has room for all. */
const minutesFor = ({ from, to }: Span): (typeof PERIOD_MINUTES)[number] =>
  PERIOD_MINUTES.find((minutes) => (to - from) / (minutes * 60_000) <= MOST_PERIODS) ?? 1_440;

const asking =
  ({ call }: Pick<Api, 'call'>) =>
  async <N extends CallName>(name: N, input: CallInput<N>): Promise<CallOutput<N>> => {
    const result = await (call as (name: N, input: CallInput<N>) => ReturnType<Api['call']>)(name, input);
    if (!result.ok) throw new Refused(result.error.kind);
    return result.value;
  };
