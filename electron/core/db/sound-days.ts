/** What of each day matches a filter: told once, and then only of days that changed, so that any page is near. */
import { setImmediate as letOthersRun } from 'node:timers/promises';
import type { Database, Statement } from 'better-sqlite3';
import { DAY_MS } from '../datasets';
import { dayOf } from '../series/slots';
import type { Reach, SoundCondition } from './sound-filter';

/** Days that something was told of, ascending. */
export type Days<T> = readonly (readonly [day: number, value: T])[];

/** Which days changed, and in what order. */
export class Changes {
  private readonly days = new Map<number, number>();
  private revision = 0;
  /** Whoever looked before this knows nothing that still holds. */
  private forgotten = 0;
  private version: unknown;

  constructor(private readonly db: Database) {
    this.version = this.dataVersion();
  }

  touch(time: number): void {
    this.days.set(dayOf(time), ++this.revision);
    if (this.days.size > MOST_DAYS) this.forget();
  }

  /** Now; and, since an earlier now, the days that changed, or `all`. */
  since(earlier: number | undefined): { readonly now: number; readonly changed: readonly number[] | 'all' } {
    const version = this.dataVersion();
    // Another process wrote, and nobody knows what.
    if (version !== this.version) this.forget();
    this.version = version;
    const now = this.revision;
    if (earlier === undefined || earlier < this.forgotten) return { now, changed: 'all' };
    if (earlier === now) return { now, changed: [] };
    return { now, changed: [...this.days].filter(([, at]) => at > earlier).map(([day]) => day) };
  }

  private forget(): void {
    this.days.clear();
    this.forgotten = ++this.revision;
  }

  private dataVersion(): unknown {
    return this.db.pragma('data_version', { simple: true });
  }
}
const MOST_DAYS = 50_000;

interface Held<T> {
  readonly byDay: ReadonlyMap<number, T>;
  readonly days: Days<T>;
  readonly revision: number;
}
export interface DayQuery<T> {
  /** Tells one query from another. */
  readonly key: string;
  readonly condition: SoundCondition;
  /** Undefined: nothing of that day. */
  readonly read: (stretch: Reach) => T | undefined;
}

const MOST_HELD = 24;
const SLICE_MS = 8;

export class SoundDays {
  private readonly held = new Map<string, Held<unknown>>();
  private readonly next: Statement<[number], number | null>;

  constructor(
    db: Database,
    private readonly changes: Changes,
  ) {
    this.next = db
      .prepare<[number], number | null>('SELECT min(time_from) FROM sound WHERE time_from >= ?')
      .pluck();
  }

  /** All at once. */
  of<T>(query: DayQuery<T>): Days<T> {
    const steps = this.steps(query);
    for (;;) {
      const step = steps.next();
      if (step.done === true) return step.value;
    }
  }

  /** In turns that leave the thread free. */
  async inTurns<T>(query: DayQuery<T>): Promise<Days<T>> {
    const steps = this.steps(query);
    let began = performance.now();
    for (;;) {
      const step = steps.next();
      if (step.done === true) return step.value;
      if (performance.now() - began < SLICE_MS) continue;
      await letOthersRun();
      began = performance.now();
    }
  }

  private *steps<T>({ key, condition, read }: DayQuery<T>): Generator<undefined, Days<T>> {
    const known = this.held.get(key) as Held<T> | undefined;
    const { now, changed } = this.changes.since(known?.revision);
    const isKnown = known !== undefined && changed !== 'all';
    if (isKnown && changed.length === 0) return known.days;
    const byDay = new Map(isKnown ? known.byDay : []);
    for (const day of isKnown ? changed : this.allDays(condition)) {
      const stretch = clipped(day, condition.reach);
      tell(byDay, day, stretch.from < stretch.to ? read(stretch) : undefined);
      yield;
    }
    const days = [...byDay].sort(([a], [b]) => a - b);
    this.keep(key, { byDay, days, revision: now });
    return days;
  }

  /** Each day on which rows may match, told as it is asked for. */
  *allDays({ days, reach }: SoundCondition): Generator<number> {
    if (days !== undefined) yield* days;
    else
      for (let day = this.dayFrom(reach.from); day !== undefined && day < reach.to;) {
        yield day;
        day = this.dayFrom(day + DAY_MS);
      }
  }

  /** The first day from a moment on that has any sound. */
  private dayFrom(time: number): number | undefined {
    const next = this.next.get(time) ?? undefined;
    return next === undefined ? undefined : dayOf(next);
  }

  private keep(key: string, held: Held<unknown>): void {
    this.held.delete(key);
    this.held.set(key, held);
    const [oldest] = this.held.keys();
    if (this.held.size > MOST_HELD && oldest !== undefined) this.held.delete(oldest);
  }
}

function tell<T>(byDay: Map<number, T>, day: number, value: T | undefined): void {
  if (value === undefined) byDay.delete(day);
  else byDay.set(day, value);
}

export const clipped = (day: number, { from, to }: Reach): Reach => ({
  from: Math.max(day, from),
  to: Math.min(day + DAY_MS, to),
});
