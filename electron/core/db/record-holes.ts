/** Where rows that follow each other leave holes. Rows are counted first: where their number fits, none need be looked at. */
import type Database from 'better-sqlite3';
import type { DatasetId, Span } from '../../contract/model';
import { lengthMs } from '../sync/spans';

type Rows = [dataset: string, instrument: string, from: number, to: number];
interface About {
  readonly dataset: DatasetId;
  readonly instrument: string;
  readonly variant: string;
}
interface Times {
  readonly time: number;
  readonly until: number | null;
}

/** Row by row no more is looked at than this, ms. */
const SHORT_MS = 2 * 86_400_000;
/** No row is longer; one that began before a span may reach into it. */
const LONGEST_MS = 86_400_000;

export class RecordHoles {
  private readonly sql;

  constructor(db: Database.Database) {
    const range = 'FROM record WHERE dataset = ? AND instrument = ? AND time >= ? AND time < ?';
    this.sql = {
      count: db.prepare<Rows, number>(`SELECT count(*) ${range}`).pluck(),
      first: db.prepare<Rows, Times>(`SELECT time, until ${range} ORDER BY time LIMIT 1`),
      last: db.prepare<Rows, Times>(`SELECT time, until ${range} ORDER BY time DESC LIMIT 1`),
      variants: db.prepare<Rows, string>(`SELECT DISTINCT variant ${range}`).pluck(),
      rows: db
        .prepare<[...Rows, string], [number, number | null]>(
          `SELECT time, until ${range} AND variant = ? ORDER BY time, id`,
        )
        .raw(),
    };
  }

  /** Stretches of the span that no row of a variant covers, of at least `leastMs`, ascending. */
  of(about: About, span: Span, leastMs: number): readonly Span[] {
    const holes: Span[] = [];
    for (const hole of this.search(about, span, leastMs)) {
      const last = holes.at(-1);
      if (last?.to === hole.from) holes[holes.length - 1] = { from: last.from, to: hole.to };
      else holes.push(hole);
    }
    return holes.filter((hole) => lengthMs(hole) >= leastMs);
  }

  /** Halves what is not full until it is short enough to be looked at. */
  private *search(about: About, span: Span, leastMs: number): Generator<Span> {
    if (this.isFull(about, span, leastMs)) return;
    const isEmpty = this.sql.first.get(about.dataset, about.instrument, span.from, span.to) === undefined;
    if (isEmpty || lengthMs(span) <= SHORT_MS) {
      yield* this.look(about, span);
      return;
    }
    const middle = Math.round((span.from + span.to) / 2);
    yield* this.search(about, { from: span.from, to: middle }, leastMs);
    yield* this.search(about, { from: middle, to: span.to }, leastMs);
  }

  /** Whether as many rows of equal length as there is room for lie in the span, of each variant that there is. */
  private isFull(about: About, { from, to }: Span, leastMs: number): boolean {
    const { dataset, instrument, variant } = about;
    const first = this.sql.first.get(dataset, instrument, from, to);
    const last = this.sql.last.get(dataset, instrument, from, to);
    if (first === undefined || last === undefined || first.until === null || last.until === null)
      return false;
    const everyMs = first.until - first.time;
    if (everyMs <= 0 || last.until - last.time !== everyMs || to - last.until >= leastMs) return false;
    const before = this.sql.last.get(dataset, instrument, from - LONGEST_MS, from);
    if (first.time - from >= leastMs && (before?.until ?? -Infinity) < first.time) return false;
    const variants = this.sql.variants.all(dataset, instrument, first.time, first.time + 1);
    const room = ((last.until - first.time) / everyMs) * variants.length;
    return variants.includes(variant) && this.sql.count.get(dataset, instrument, from, to) === room;
  }

  private look({ dataset, instrument, variant }: About, { from, to }: Span): readonly Span[] {
    const holes: Span[] = [];
    let at = from;
    const rows = this.sql.rows.iterate(dataset, instrument, from - LONGEST_MS, to, variant);
    for (const [time, until] of rows) {
      if (time > at) holes.push({ from: at, to: time });
      at = Math.max(at, until ?? time);
    }
    if (at < to) holes.push({ from: at, to });
    return holes;
  }
}
