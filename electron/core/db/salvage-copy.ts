/** Takes rows over from a damaged database into a new one, past the places that cannot be read. */
import type Database from 'better-sqlite3';
import { integrityOf } from './check-integrity';

export interface Copied {
  /** Everything was readable, and SQLite finds the table and its indexes to agree. */
  readonly trusted: boolean;
  readonly rows: number;
}
export type Row = Readonly<Record<string, unknown>>;
interface Copy {
  readonly old: Database.Database;
  readonly fresh: Database.Database;
  readonly table: string;
  /** Rows that it refuses are left out. */
  readonly accepts?: (row: Row) => boolean;
}

const BATCH_ROWS = 500;
/** No row number lies beyond. */
const LAST_ID = 2 ** 52;

/** Copies what can be read of a table; rows that the new one does not take are left out. */
export function copyTable(copy: Copy): Copied {
  const sink = createSink(copy);
  const trusted = integrityOf(copy.old, copy.table).length === 0;
  const keys = keyColumns(copy);
  try {
    const whole =
      keys.length === 1 && keys[0] === 'id' ? copyById(copy, sink) : copyBothWays(copy, keys, sink);
    sink.flush();
    return { trusted: trusted && whole && sink.refused() === 0, rows: sink.rows() };
  } catch {
    sink.flush();
    return { trusted: false, rows: sink.rows() };
  }
}

interface Sink {
  add(row: Row): void;
  flush(): void;
  rows(): number;
  refused(): number;
}
function createSink({ fresh, table, accepts = () => true }: Copy): Sink {
  const columns = columnsOf(fresh, table);
  const insert = fresh.prepare(
    `INSERT OR IGNORE INTO ${table} (${columns.join(', ')}) VALUES (${columns.map(() => '?').join(', ')})`,
  );
  let waiting: Row[] = [];
  let rows = 0;
  let refused = 0;
  const write = fresh.transaction(() => {
    for (const row of waiting) {
      try {
        if (!accepts(row)) throw new Error('refused');
        rows += insert.run(...columns.map((column) => row[column])).changes;
      } catch {
        refused++;
      }
    }
  });
  const flush = () => {
    write();
    waiting = [];
  };
  return {
    add(row) {
      if (waiting.push(row) >= BATCH_ROWS) flush();
    },
    flush,
    rows: () => rows,
    refused: () => refused,
  };
}

/** False when some rows could not be read. */
function copyById({ old, table }: Copy, sink: Sink): boolean {
  const from = old.prepare<[number], Row & { id: number }>(
    `SELECT * FROM ${table} WHERE id >= ? ORDER BY id`,
  );
  const readable = (id: number): boolean => {
    try {
      from.get(id);
      return true;
    } catch {
      return false;
    }
  };
  let whole = true;
  for (let next = 0; next < LAST_ID;) {
    try {
      for (const row of from.iterate(next)) {
        sink.add(row);
        next = Math.max(next, row.id + 1);
      }
      return whole;
    } catch {
      whole = false;
      next = pastDamage(next, readable);
    }
  }
  return whole;
}

/** A readable place after an unreadable one: ever wider steps, then halving back. */
function pastDamage(from: number, readable: (id: number) => boolean): number {
  let step = 1;
  while (from + step < LAST_ID && !readable(from + step)) step *= 2;
  let low = from + Math.floor(step / 2);
  let high = from + step;
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (readable(middle)) high = middle;
    else low = middle;
  }
  return high;
}

/** A table without row numbers, from its beginning to the first damage, and from its end back to the last. */
function copyBothWays({ old, table }: Copy, keys: readonly string[], sink: Sink): boolean {
  const inOrder = (direction: string): boolean => {
    const order = keys.map((key) => `${key} ${direction}`).join(', ');
    try {
      for (const row of old.prepare<[], Row>(`SELECT * FROM ${table} ORDER BY ${order}`).iterate())
        sink.add(row);
      return true;
    } catch {
      return false;
    }
  };
  if (inOrder('ASC')) return true;
  inOrder('DESC');
  return false;
}

interface Column {
  readonly name: string;
  readonly pk: number;
}
const columnsOf = (db: Database.Database, table: string): readonly string[] =>
  (db.pragma(`table_info(${table})`) as Column[]).map(({ name }) => name);

const keyColumns = ({ fresh, table }: Copy): readonly string[] =>
  (fresh.pragma(`table_info(${table})`) as Column[])
    .filter(({ pk }) => pk > 0)
    .sort((a, b) => a.pk - b.pk)
    .map(({ name }) => name);
