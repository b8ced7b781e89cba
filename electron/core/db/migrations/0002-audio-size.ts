import type { Migration } from '../migrate';

/** What files measured so far, however they came: also of those that went into a folder and not into the library. */
export const audioSize: Migration = {
  version: 2,
  sql: `
    CREATE TABLE audio_size (
      instrument TEXT NOT NULL,
      format TEXT NOT NULL,
      size_bytes INTEGER NOT NULL,
      span_ms INTEGER NOT NULL,
      crc INTEGER NOT NULL,
      PRIMARY KEY (instrument, format)
    ) STRICT, WITHOUT ROWID;
  `,
};
