/** Everything that is printed of a selection, asked for together. */
import type {
  AppError,
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
  Result,
  Rules,
  SelectionFigures,
  Span,
} from '../../../../electron/contract/index';
import { PERCENTS, PERIOD_MINUTES } from '../../../../electron/contract/usual-figures';
import type { Api } from '../../../api';
import { plural } from '../../../format';
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

/** Told a line for people whenever it has come further. */
type OnStep = (step: string) => void;

class Refused extends Error {
  constructor(readonly error: AppError) {
    super(error.kind);
  }
}

/** An error: something of it could not be read, so that nothing of it may be printed. */
export async function readSelection(
  api: Pick<Api, 'call'>,
  route: SelectionRoute,
  onstep: OnStep = () => undefined,
): Promise<Result<PrintedSelection>> {
  try {
    return { ok: true, value: await readAll(api, route, onstep) };
  } catch (cause) {
    if (cause instanceof Refused) return { ok: false, error: cause.error };
    throw cause;
  }
}

async function readAll(
  api: Pick<Api, 'call'>,
  route: SelectionRoute,
  onstep: OnStep,
): Promise<PrintedSelection> {
  const { serial: instrument, span, zone, channels } = route;
  const ask = asking(api);
  const part = counting(onstep);
  const exclusions = await ask('exclusions.list', { instrument, span });
  const excluded = exclusions.excluded.map(({ from, to }) => ({ from, to }));
  const both = async <T>(read: (excluded: Span[]) => Promise<T>): Promise<Both<T>> => {
    const [all, kept] = await Promise.all([
      part(read([])),
      excluded.length === 0 ? undefined : part(read(excluded)),
    ]);
    return { all, kept };
  };
  const about = { instrument, span, zone, channel: 'LAeq' };
  const readRatings = (left: Span[]) =>
    ask('selection.ratings', { ...about, from: 'midnight', excluded: left });
  const readExceedances = (left: Span[]) => ask('selection.exceedances', { ...about, excluded: left });
  const readPeriods = (left: Span[]) =>
    ask('selection.periods', { ...about, minutes: minutesFor(span), excluded: left });
  // All at once: the archive then reads a day of samples once for all of them.
  const [people, passport, levels, ratings, exceedances, rules, figures] = await Promise.all([
    part(ask('people.list', { instrument, span, kinds: ['site', 'exclusion', 'note'] })),
    part(ask('passport.get', { instrument })),
    part(ask('levels.query', { instrument, channels: [...channels], span, maxPoints: POINTS })),
    both(readRatings),
    both(readExceedances).catch(unlessRefused),
    part(ask('rules.get', undefined)),
    part(
      ask('selection.figures', {
        ...{ instrument, channels: [...channels], span, excluded },
        percents: [...PERCENTS],
      }),
    ),
  ]);
  const hasDays = ratings.all.days.some(({ isCut }) => !isCut);
  const periods = hasDays ? undefined : await both(readPeriods);
  const of = (kind: Entry['added']['kind']) => people.filter(({ added }) => added.kind === kind);
  return {
    ...{ route, exclusions, byHand: of('exclusion'), notes: of('note') },
    sites: of('site').flatMap(({ added }) => (added.kind === 'site' ? [added] : [])),
    ...{ passport, levels, figures, ratings, periods, exceedances, rules },
  };
}

function unlessRefused(cause: unknown): undefined {
  if (!(cause instanceof Refused)) throw cause;
}

/** Tells how many of the parts asked for so far have come. */
function counting(onstep: OnStep): <T>(asked: Promise<T>) => Promise<T> {
  let [come, parts] = [0, 0];
  return async (asked) => {
    parts += 1;
    const answer = await asked;
    come += 1;
    onstep(`Reading the archive: ${String(come)} of ${plural(parts, 'part')}`);
    return answer;
  };
}

/** The shortest periods of which a sheet has room for all. */
const minutesFor = ({ from, to }: Span): (typeof PERIOD_MINUTES)[number] =>
  PERIOD_MINUTES.find((minutes) => (to - from) / (minutes * 60_000) <= MOST_PERIODS) ?? 1_440;

const asking =
  ({ call }: Pick<Api, 'call'>) =>
  async <N extends CallName>(name: N, input: CallInput<N>): Promise<CallOutput<N>> => {
    const result = await (call as (name: N, input: CallInput<N>) => ReturnType<Api['call']>)(name, input);
    if (!result.ok) throw new Refused(result.error);
    return result.value;
  };
