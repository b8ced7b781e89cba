import type { Migration } from '../migrate';

/** What people add, and the rules they set. Nothing is deleted from `entry`: what is removed can be had back. */
export const people: Migration = {
  version: 3,
  sql: `
    CREATE TABLE entry (
      id INTEGER PRIMARY KEY AUTOINCREMENT,
      kind TEXT NOT NULL,
      -- Of one instrument; none: of all, or of those that its data names.
      instrument TEXT,
      time_from INTEGER,
      time_to INTEGER,
      data TEXT NOT NULL,
      author TEXT NOT NULL,
      created_at INTEGER NOT NULL,
      changed_at INTEGER NOT NULL,
      removed_at INTEGER,
      crc INTEGER NOT NULL
    ) STRICT;
    CREATE INDEX entry_by_time ON entry (instrument, time_from);

    -- What was set; the usual holds where there is no row.
    CREATE TABLE rule (
      name TEXT NOT NULL PRIMARY KEY,
      data TEXT NOT NULL,
      crc INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID;
  `,
};
