/** Where rows that follow each other leave holes, told from an index alone; where their number fits, by counting them. */
import type Database from 'better-sqlite3';
import type { DatasetId, Span } from '../../contract/model';
import { lengthMs } from '../sync/spans';

type Rows = [dataset: string, instrument: string, variant: string, from: number, to: number];
interface About {
  readonly dataset: DatasetId;
  readonly instrument: string;
  readonly variant: string;
}
interface Times {
  readonly time: number;
  readonly until: number;
}

/** No row is longer; one that began before a span may reach into it. */
const LONGEST_MS = 86_400_000;

export class RecordHoles {
  private readonly sql;

  constructor(db: Database.Database) {
    const range = `FROM record INDEXED BY record_held
      WHERE dataset = ? AND instrument = ? AND variant = ? AND time >= ? AND time < ? AND until IS NOT NULL`;
    this.sql = {
      count: db.prepare<Rows, number>(`SELECT count(*) ${range}`).pluck(),
      first: db.prepare<Rows, Times>(`SELECT time, until ${range} ORDER BY time LIMIT 1`),
      last: db.prepare<Rows, Times>(`SELECT time, until ${range} ORDER BY time DESC LIMIT 1`),
      // The first has nothing before it, and what comes after the last is nowhere a row's.
      between: db
        .prepare<Rows, [from: number | null, to: number]>(
          `SELECT told, time FROM (
             SELECT time, max(until) OVER (ORDER BY time ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS told
             ${range})
           WHERE told IS NULL OR told < time`,
        )
        .raw(),
      end: db.prepare<Rows, number | null>(`SELECT max(until) ${range}`).pluck(),
    };
  }

  /** Stretches of the span that no row of a variant covers, of at least `leastMs`, ascending. */
  of(about: About, span: Span, leastMs: number): readonly Span[] {
    if (this.isFull(about, span, leastMs)) return [];
    const rows: Rows = [about.dataset, about.instrument, about.variant, span.from - LONGEST_MS, span.to];
    const holes = this.sql.between.all(...rows).map(([from, to]) => ({ from: from ?? -Infinity, to }));
    return [...holes, { from: this.sql.end.get(...rows) ?? -Infinity, to: Infinity }]
      .map(({ from, to }) => ({ from: Math.max(from, span.from), to: Math.min(to, span.to) }))
      .filter((hole) => lengthMs(hole) > 0 && lengthMs(hole) >= leastMs);
  }

  /** Whether as many rows as there is room for lie in the span; what one of them falls short by is then less than `leastMs`. */
  private isFull({ dataset, instrument, variant }: About, { from, to }: Span, leastMs: number): boolean {
    const rows: Rows = [dataset, instrument, variant, from, to];
    const [first, last] = [this.sql.first.get(...rows), this.sql.last.get(...rows)];
    if (first === undefined || last === undefined) return false;
    const everyMs = first.until - first.time;
    if (everyMs <= 0 || everyMs > leastMs || last.until - last.time !== everyMs || to - last.until >= leastMs)
      return false;
    const before = this.sql.last.get(dataset, instrument, variant, from - LONGEST_MS, from);
    if (first.time - from >= leastMs && (before?.until ?? -Infinity) < first.time) return false;
    return this.sql.count.get(...rows) === (last.until - first.time) / everyMs;
  }
}
