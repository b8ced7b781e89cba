/** Makes other instruments of one that an archive holds: the same blocks and records under other serials. */
import { crc32 } from 'node:zlib';
import type { Database } from 'better-sqlite3';
import { checksumOf } from '../../electron/core/db/damaged';
import { soundColumns } from '../../electron/core/db/sound-row';

const DAY_TABLES = ['block', 'level_ten_seconds', 'level_minute', 'level_ten_minutes', 'level_hour'];
const RECORD = ['dataset', 'variant', 'instrument', 'key', 'time', 'until', 'data'];
const LEDGER = [
  ...['dataset', 'instrument', 'params', 'time_from', 'time_to', 'state', 'asked_at', 'asks', 'why'],
  'reason',
];
/** Columns of these hold the serial, alone or in an id. */
const NAMING = ['instrument', 'key', 'data', 'sound', 'recording', 'event_audio'];

/** Copies all that is held of `from` to `to`; both serials must be of one length, and `from` in no other text. */
export function copyInstrument(db: Database, from: string, to: string): void {
  db.function('leqbook_crc', { varargs: true, deterministic: true }, (...values: unknown[]) =>
    checksumOf(values as (string | number | null)[]),
  );
  db.function('leqbook_head_crc', { varargs: true, deterministic: true }, (...values: unknown[]) =>
    crc32(new Float64Array(values as number[])),
  );
  db.transaction(() => {
    copyDays(db, from, to);
    copyRows(db, { ...{ table: 'record', columns: RECORD, more: ['fetched_at'], by: 'id' }, from, to });
    const more = ['levels_due', 'local'];
    copyRows(db, { ...{ table: 'sound', columns: soundColumns, more, by: 'id' }, from, to });
    copyRows(db, { ...{ table: 'coverage', columns: LEDGER, more: [], by: 'time_from' }, from, to });
  })();
}

/** Series by series, in the order of days, as a sync would have written them. */
function copyDays(db: Database, from: string, to: string): void {
  const list = db
    .prepare<[string], { id: number }>('SELECT id FROM series WHERE instrument = ? ORDER BY id')
    .all(from);
  for (const { id } of list) {
    const { lastInsertRowid: copy } = db
      .prepare(
        `INSERT INTO series (dataset, instrument, channel, step_ms, mean)
         SELECT dataset, ?, channel, step_ms, mean FROM series WHERE id = ?`,
      )
      .run(to, id);
    for (const table of DAY_TABLES)
      db.prepare(
        `INSERT INTO ${table} (series, day, start, count, missing, codec, size, crc, head_crc, data)
         SELECT @copy, day, start, count, missing, codec, size, crc,
           leqbook_head_crc(@copy, day, start, count, missing, codec, size, crc), data
         FROM ${table} WHERE series = @id ORDER BY day`,
      ).run({ copy: Number(copy), id });
  }
}

interface Copied {
  readonly table: string;
  /** What the checksum covers, in its order. */
  readonly columns: readonly string[];
  readonly more: readonly string[];
  /** The column to go by. */
  readonly by: string;
  readonly from: string;
  readonly to: string;
}

function copyRows(db: Database, { table, columns, more, by, from, to }: Copied): void {
  const renamed = columns.map((name) =>
    NAMING.includes(name) ? `replace(${name}, @from, @to) AS ${name}` : name,
  );
  db.prepare(
    `INSERT INTO ${table} (${[...columns, ...more, 'crc'].join(', ')})
     SELECT ${[...columns, ...more].join(', ')}, leqbook_crc(${columns.join(', ')})
     FROM (SELECT ${[...renamed, ...more].join(', ')} FROM ${table} WHERE instrument = @from ORDER BY ${by})`,
  ).run({ from, to });
}
