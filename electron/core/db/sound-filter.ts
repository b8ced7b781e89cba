/** A filter of sounds as SQL, by the columns that the indexes of the table `sound` hold. */
import type { SoundFilter } from '../../contract/sounds';
import { createOffsets, type Offsets } from '../sounds/offsets';
import { DAY_MS } from '../datasets';
import { dayOf } from '../series/slots';
import { asList } from './store-deps';

type Params = Readonly<Record<string, string | number>>;
export interface Condition {
  readonly sql: string;
  readonly params: Params;
}
export interface Reach {
  readonly from: number;
  readonly to: number;
}
type WideIndex = 'sound_by_time' | 'sound_of_instrument';
export interface SoundCondition {
  /** The index in whose order rows are best read. */
  readonly index: 'sound_by_start' | WideIndex;
  /** The one that holds all that can be told of sounds by index alone. */
  readonly wide: WideIndex;
  /** Where rows may match at all. */
  readonly reach: Reach;
  /** The only days on which rows may match, ascending, where that is known. */
  readonly days: readonly number[] | undefined;
  /** What holds for rows of a stretch that lies within the reach and one UTC day, and for no others. */
  within(stretch: Reach): Condition;
}

/** Beyond all times there are. */
const EVER = 8.64e15;
const MINUTE_MS = 60_000;
/** So many instruments are few enough to be walked one after another. */
const FEW = 8;

/** Where some sounds are: the numbers of their rows, by day. */
export type Located = ReadonlyMap<number, readonly number[]>;

/**
 * @param located where the sounds of the filter's `ids` are, if it names any
 * @throws Failure `invalid` for an unknown zone
 */
export function conditionOf(filter: SoundFilter, located?: Located): SoundCondition {
  const fixed = fixedOf(filter);
  const { timeOfDay, instruments } = filter;
  const isFew = instruments !== undefined && instruments.length <= FEW;
  const wide = isFew ? 'sound_of_instrument' : 'sound_by_time';
  const offsets = timeOfDay && createOffsets(timeOfDay.zone);
  return {
    index: fixed.length === 0 ? 'sound_by_start' : wide,
    wide,
    reach: { from: filter.from ?? -EVER, to: filter.to ?? EVER },
    days: located && [...located.keys()].sort((a, b) => a - b),
    within(stretch) {
      const parts = [
        { sql: 'time_from >= @from AND time_from < @to', params: { from: stretch.from, to: stretch.to } },
        ...fixed,
        ...(located ? [idsCondition(located.get(dayOf(stretch.from)) ?? [])] : []),
        ...(timeOfDay && offsets ? [timeOfDayIn(timeOfDay, offsets, stretch)] : []),
      ];
      return {
        sql: parts.map(({ sql }) => sql).join(' AND '),
        params: Object.assign({}, ...parts.map(({ params }) => params)) as Params,
      };
    },
  };
}

const listed = (column: string, name: string): string =>
  `${column} IN (SELECT value FROM json_each(@${name}))`;

/** What holds whenever it is. */
function fixedOf(filter: SoundFilter): readonly Condition[] {
  const { instruments, triggers, eventTypes, levelFrom, levelTo, downloaded, tags, tagged } = filter;
  const parts: (Condition | false)[] = [
    instruments !== undefined && {
      sql: listed('instrument', 'instruments'),
      params: { instruments: asList(instruments) },
    },
    triggers !== undefined && {
      sql: listed('trigger_name', 'triggers'),
      params: { triggers: asList(triggers) },
    },
    eventTypes !== undefined && {
      sql: listed('event_type', 'eventTypes'),
      params: { eventTypes: asList(eventTypes) },
    },
    levelFrom !== undefined && { sql: 'lafmax >= @levelFrom', params: { levelFrom } },
    levelTo !== undefined && { sql: 'lafmax <= @levelTo', params: { levelTo } },
    downloaded !== undefined && { sql: 'local = @local', params: { local: downloaded ? 1 : 0 } },
    tags !== undefined && tagsCondition(tags),
    tagged !== undefined && { sql: `tags IS ${tagged ? 'NOT ' : ''}NULL`, params: {} },
  ];
  return parts.filter((part) => part !== false);
}

const idsCondition = (rows: readonly number[]): Condition => ({
  sql: '+id IN (SELECT value FROM json_each(@ids))',
  params: { ids: asList(rows) },
});

function tagsCondition(tags: readonly string[]): Condition {
  const any = tags.map((_, at) => `instr(tags, @tag${at}) > 0`);
  return {
    sql: any.length === 0 ? 'FALSE' : `tags IS NOT NULL AND (${any.join(' OR ')})`,
    params: Object.fromEntries(tags.map((tag, at) => [`tag${at}`, ` ${tag} `])),
  };
}

function timeOfDayIn(
  { from, to }: NonNullable<SoundFilter['timeOfDay']>,
  offsets: Offsets,
  stretch: Reach,
): Condition {
  const held = offsets.within(stretch);
  const changes = held.slice(1);
  const offset =
    changes.length === 0
      ? '@offset0'
      : `CASE ${changes.map((_, at) => `WHEN time_from < @change${at + 1} THEN @offset${at}`).join(' ')} ELSE @offset${changes.length} END`;
  // A multiple of a day, larger than any time before the epoch, because % keeps the sign.
  const minute = `((time_from + ${offset} + ${EVER}) % ${DAY_MS} / ${MINUTE_MS})`;
  return {
    sql: `${minute} >= @minuteFrom ${to > from ? 'AND' : 'OR'} ${minute} < @minuteTo`.replace(
      /^(.*)$/,
      '($1)',
    ),
    params: {
      minuteFrom: from,
      minuteTo: to,
      ...Object.fromEntries(held.map(({ ms }, at) => [`offset${at}`, ms])),
      ...Object.fromEntries(changes.map((change, at) => [`change${at + 1}`, change.from])),
    },
  };
}
