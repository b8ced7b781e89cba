/** Pages, sums, places and facets of the sounds that match a filter. */
import type { Statement } from 'better-sqlite3';
import type { Facet, SoundFacets, SoundFilter } from '../../contract/sounds';
import { dayOf } from '../series/slots';
import { keyOf, SoundIds } from './sound-ids';
import { conditionOf, type Condition, type Reach, type SoundCondition } from './sound-filter';
import type { SoundRecord } from './sound-row';
import { clipped, SoundDays, type Changes, type DayQuery, type Days } from './sound-days';
import type { SoundName } from './sound-store';
import { orUndefined, type StoreDeps } from './store-deps';

export type Order = 'newest' | 'oldest';
export interface Count {
  readonly count: number;
  readonly ms: number;
}
/** Rows of one stretch, so many from a place on. */
interface Part {
  readonly stretch: Reach;
  readonly skip: number;
  readonly take: number;
}

export class SoundFinder {
  private readonly days: SoundDays;
  private readonly ids: SoundIds;
  private naming: Promise<Days<readonly SoundName[]>> | undefined;
  private readonly statements = new Map<string, Statement<[Record<string, unknown>]>>();

  constructor(
    private readonly deps: Pick<StoreDeps, 'db'>,
    changes: Changes,
  ) {
    this.days = new SoundDays(deps.db, changes);
    this.ids = new SoundIds(deps.db, changes);
  }

  counts(filter: SoundFilter): Days<Count> {
    return this.days.of(this.counting(filter));
  }

  async prepare(filter: SoundFilter): Promise<void> {
    if (filter.ids !== undefined) await this.ids.locate(filter.ids);
    await this.days.inTurns(this.counting(filter));
  }

  rows(filter: SoundFilter, order: Order, offset: number, limit: number): readonly SoundRecord[] {
    const condition = this.condition(filter);
    const rows: SoundRecord[] = [];
    for (const { stretch, skip, take } of partsOf(
      this.counts(filter),
      condition.reach,
      order,
      offset,
      limit,
    )) {
      const direction = order === 'newest' ? 'DESC' : 'ASC';
      const by = `ORDER BY time_from ${direction}, id ${direction}`;
      const { sql, params } = condition.within(stretch);
      // The inner part reads only an index; whole rows are fetched for what is shown.
      const statement = this.statement(
        `SELECT * FROM sound WHERE id IN (
           SELECT id FROM sound INDEXED BY ${condition.index} WHERE ${sql} ${by} LIMIT @take OFFSET @skip) ${by}`,
      );
      rows.push(...(statement.all({ ...params, take, skip }) as SoundRecord[]));
    }
    return rows;
  }

  /** Oldest first. Reads on behind the last row given, so that nothing stays open in between. */
  *pages(filter: SoundFilter, limit: number): Generator<readonly SoundRecord[]> {
    const condition = this.condition(filter);
    for (const day of this.days.allDays(condition)) {
      const stretch = clipped(day, condition.reach);
      for (let [at, id, full] = [stretch.from, -1, stretch.from < stretch.to]; full;) {
        const { sql, params } = condition.within(stretch);
        const rows = this.statement(
          `SELECT * FROM sound WHERE id IN (
             SELECT id FROM sound INDEXED BY ${condition.index} WHERE ${sql} AND (time_from, id) > (@at, @id)
             ORDER BY time_from, id LIMIT @limit) ORDER BY time_from, id`,
        ).all({ ...params, at, id, limit }) as SoundRecord[];
        const last = rows.at(-1);
        full = last !== undefined && rows.length === limit;
        if (last !== undefined) [at, id] = [last.time_from, last.id];
        if (rows.length > 0) yield rows;
      }
    }
  }

  /** Of those that match, how many come before a row; undefined when it does not match itself. */
  position(filter: SoundFilter, order: Order, row: SoundRecord): number | undefined {
    const condition = this.condition(filter);
    const { time_from: at, id } = row;
    if (at < condition.reach.from || at >= condition.reach.to) return undefined;
    const day = dayOf(at);
    const { sql, params } = condition.within(clipped(day, condition.reach));
    const side = order === 'oldest' ? '<' : '>';
    const found = this.statement(
      `SELECT count(*) FILTER (WHERE (time_from, id) ${side} (@at, @id)) AS before,
              count(*) FILTER (WHERE id = @id) AS itself
       FROM sound INDEXED BY ${condition.index} WHERE ${sql}`,
    ).get({ ...params, at, id }) as { before: number; itself: number };
    if (found.itself === 0) return undefined;
    const isBefore = (other: number) => (order === 'oldest' ? other < day : other > day);
    return this.counts(filter).reduce(
      (sum, [other, { count }]) => (isBefore(other) ? sum + count : sum),
      found.before,
    );
  }

  async facets(filter: SoundFilter): Promise<SoundFacets> {
    const but = (...names: (keyof SoundFilter)[]): SoundFilter =>
      Object.fromEntries(Object.entries(filter).filter(([name]) => !names.some((one) => one === name)));
    await this.prepare(filter);
    const total = totalOf(await this.days.inTurns(this.counting(filter))).count;
    return {
      triggers: await this.facet(but('triggers'), 'trigger_name'),
      eventTypes: await this.facet(but('eventTypes'), 'event_type'),
      tags: await this.tagFacet(but('tags', 'tagged')),
      downloaded: await this.countWhere(but('downloaded'), 'local = 1'),
      withoutLevel: await this.countWhere(but('levelFrom', 'levelTo'), 'lafmax IS NULL'),
      total,
    };
  }

  /** What the sounds of each day are called. Whoever asks meanwhile waits for the same. */
  names(): Promise<Days<readonly SoundName[]>> {
    this.naming ??= this.readNames().finally(() => (this.naming = undefined));
    return this.naming;
  }

  private readNames(): Promise<Days<readonly SoundName[]>> {
    return this.days.inTurns(
      this.query({}, 'names', ({ sql, params, wide }) => {
        const rows = this.statement(
          `SELECT instrument, trigger_name, event_type, tags, count(*) AS count FROM sound INDEXED BY ${wide}
           WHERE ${sql} GROUP BY instrument, trigger_name, event_type, tags`,
        ).all(params) as NameRow[];
        return rows.length === 0 ? undefined : rows.map(toName);
      }),
    );
  }

  private counting(filter: SoundFilter): DayQuery<Count> {
    return this.query(filter, 'count', (condition) => {
      const row = this.statement(
        `SELECT count(*) AS count, total(time_to - time_from) AS ms FROM sound INDEXED BY ${condition.index}
         WHERE ${condition.sql}`,
      ).get(condition.params) as Count;
      return row.count === 0 ? undefined : row;
    });
  }

  private async countWhere(filter: SoundFilter, holds: string): Promise<number> {
    const days = await this.days.inTurns(
      this.query(filter, holds, ({ sql, params, wide }) => {
        const row = this.statement(
          `SELECT count(*) AS count FROM sound INDEXED BY ${wide} WHERE ${sql} AND ${holds}`,
        ).get(params) as { count: number };
        return row.count === 0 ? undefined : row.count;
      }),
    );
    return days.reduce((sum, [, count]) => sum + count, 0);
  }

  private async facet(filter: SoundFilter, column: 'trigger_name' | 'event_type' | 'tags'): Promise<Facet[]> {
    const days = await this.days.inTurns(
      this.query(filter, column, ({ sql, params, wide }) => {
        const rows = this.statement(
          `SELECT ${column} AS value, count(*) AS count FROM sound INDEXED BY ${wide}
           WHERE ${sql} AND ${column} IS NOT NULL GROUP BY ${column}`,
        ).all(params) as Facet[];
        return rows.length === 0 ? undefined : rows;
      }),
    );
    return mostFrequent(days.flatMap(([, facets]) => facets));
  }

  private async tagFacet(filter: SoundFilter): Promise<Facet[]> {
    const sets = await this.facet(filter, 'tags');
    return mostFrequent(
      sets.flatMap(({ value, count }) =>
        value
          .trim()
          .split(' ')
          .map((tag) => ({ value: tag, count })),
      ),
    );
  }

  private query<T>(
    filter: SoundFilter,
    what: string,
    read: (condition: Condition & Pick<SoundCondition, 'index' | 'wide'>) => T | undefined,
  ): DayQuery<T> {
    const condition = this.condition(filter);
    return {
      key: `${what} ${keyOf(filter)}`,
      condition,
      read: (stretch) => read({ ...condition.within(stretch), index: condition.index, wide: condition.wide }),
    };
  }

  private condition(filter: SoundFilter): SoundCondition {
    return conditionOf(filter, filter.ids && this.ids.located(filter.ids));
  }

  private statement(sql: string): Statement<[Record<string, unknown>]> {
    const known = this.statements.get(sql);
    if (known !== undefined) return known;
    if (this.statements.size >= MOST_STATEMENTS) this.statements.clear();
    const statement = this.deps.db.prepare<[Record<string, unknown>]>(sql);
    this.statements.set(sql, statement);
    return statement;
  }
}

const MOST_STATEMENTS = 200;

type NameRow = Pick<SoundRecord, 'instrument' | 'trigger_name' | 'event_type' | 'tags'> & {
  readonly count: number;
};
const toName = ({ instrument, trigger_name, event_type, tags, count }: NameRow): SoundName => ({
  ...{ instrument, count },
  trigger: orUndefined(trigger_name),
  type: orUndefined(event_type),
  tags: tags?.trim().split(' ') ?? [],
});

export const totalOf = (days: Days<Count>): Count =>
  days.reduce<Count>((sum, [, { count, ms }]) => ({ count: sum.count + count, ms: sum.ms + ms }), {
    count: 0,
    ms: 0,
  });

function partsOf(days: Days<Count>, reach: Reach, order: Order, offset: number, limit: number): Part[] {
  const parts: Part[] = [];
  let skip = offset;
  let left = limit;
  for (let at = 0; at < days.length && left > 0; at++) {
    const entry = days[order === 'oldest' ? at : days.length - 1 - at];
    if (entry === undefined) break;
    const [day, { count }] = entry;
    if (skip >= count) {
      skip -= count;
      continue;
    }
    const take = Math.min(left, count - skip);
    parts.push({ stretch: clipped(day, reach), skip, take });
    left -= take;
    skip = 0;
  }
  return parts;
}

/** Counts of the same value together; those as frequent in the order of the alphabet. */
function mostFrequent(facets: readonly Facet[]): Facet[] {
  const counts = new Map<string, number>();
  for (const { value, count } of facets) counts.set(value, (counts.get(value) ?? 0) + count);
  return [...counts]
    .map(([value, count]) => ({ value, count }))
    .sort((a, b) => b.count - a.count || (a.value < b.value ? -1 : 1));
}
