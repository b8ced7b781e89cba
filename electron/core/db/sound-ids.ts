/** Where the sounds of a list of ids are: looked up once, in turns, and again only after something changed. */
import { createHash } from 'node:crypto';
import { setImmediate as letOthersRun } from 'node:timers/promises';
import type { Database, Statement } from 'better-sqlite3';
import type { SoundFilter } from '../../contract/sounds';
import { dayOf } from '../series/slots';
import type { Changes } from './sound-days';
import type { Located } from './sound-filter';
import { asList } from './store-deps';

interface Held {
  readonly key: string;
  readonly revision: number;
  readonly located: Located;
}
interface Place {
  readonly id: number;
  readonly at: number;
}

const MOST_HELD = 4;
const AT_ONCE = 1_000;

export class SoundIds {
  private readonly places: Statement<[{ ids: string }], Place>;
  private held: readonly Held[] = [];

  constructor(
    db: Database,
    private readonly changes: Changes,
  ) {
    // By any name that a list has for them.
    this.places = db.prepare<[{ ids: string }], Place>(
      ['sound', 'recording', 'event_audio']
        .map(
          (name) =>
            `SELECT id, time_from AS at FROM sound WHERE ${name} IN (SELECT value FROM json_each(@ids))`,
        )
        .join(' UNION '),
    );
  }

  /** All at once, unless {@link locate} did it before. */
  located(ids: readonly string[]): Located {
    const { now } = this.changes.since(undefined);
    const key = digest(ids);
    const known = this.held.find((each) => each.key === key && each.revision === now);
    if (known !== undefined) return known.located;
    const places = new Map<number, number>();
    for (const part of partsOf(ids)) this.add(part, places);
    return this.keep(key, now, places);
  }

  /** In turns that leave the thread free. */
  async locate(ids: readonly string[]): Promise<void> {
    const { now } = this.changes.since(undefined);
    const key = digest(ids);
    if (this.held.some((each) => each.key === key && each.revision === now)) return;
    const places = new Map<number, number>();
    for (const part of partsOf(ids)) {
      this.add(part, places);
      await letOthersRun();
    }
    this.keep(key, now, places);
  }

  private add(ids: readonly string[], places: Map<number, number>): void {
    for (const { id, at } of this.places.all({ ids: asList(ids) })) places.set(id, at);
  }

  private keep(key: string, revision: number, places: ReadonlyMap<number, number>): Located {
    const located = new Map<number, number[]>();
    for (const [id, at] of places) {
      const day = dayOf(at);
      const there = located.get(day);
      if (there === undefined) located.set(day, [id]);
      else there.push(id);
    }
    this.held = [{ key, revision, located }, ...this.held.filter((each) => each.key !== key)].slice(
      0,
      MOST_HELD,
    );
    return located;
  }
}

function* partsOf(ids: readonly string[]): Generator<readonly string[]> {
  for (let at = 0; at < ids.length; at += AT_ONCE) yield ids.slice(at, at + AT_ONCE);
}

const digest = (ids: readonly string[]): string => createHash('sha1').update(asList(ids)).digest('base64');

/** Tells filters apart; short, however many ids one names. */
export const keyOf = ({ ids, ...filter }: SoundFilter): string =>
  JSON.stringify(filter) + (ids === undefined ? '' : digest(ids));
