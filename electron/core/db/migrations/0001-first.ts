import type { Migration } from '../migrate';

/** Ordinary rowid tables, because large values inside a WITHOUT ROWID tree make every walk past them slow. */
const dayTable = (name: string): string => `
    CREATE TABLE ${name} (
      id INTEGER PRIMARY KEY,
      series INTEGER NOT NULL REFERENCES series (id),
      day INTEGER NOT NULL,
      start INTEGER NOT NULL,
      count INTEGER NOT NULL,
      missing INTEGER NOT NULL,
      codec INTEGER NOT NULL,
      size INTEGER NOT NULL,
      crc INTEGER NOT NULL,
      head_crc INTEGER NOT NULL,
      data BLOB NOT NULL
    ) STRICT;
    CREATE UNIQUE INDEX ${name}_by_day ON ${name} (series, day);
`;

/** The first archive: instruments, records, series with their coarser levels, the ledger, choices, jobs, sounds and local audio. */
export const first: Migration = {
  version: 1,
  sql: `
    CREATE TABLE instrument (
      serial TEXT NOT NULL PRIMARY KEY,
      data TEXT NOT NULL,
      listed_at INTEGER NOT NULL,
      on_server INTEGER NOT NULL,
      crc INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE record (
      id INTEGER PRIMARY KEY,
      dataset TEXT NOT NULL,
      variant TEXT NOT NULL,
      instrument TEXT NOT NULL,
      key TEXT NOT NULL,
      time INTEGER NOT NULL,
      until INTEGER,
      data TEXT NOT NULL,
      fetched_at INTEGER NOT NULL,
      crc INTEGER NOT NULL
    ) STRICT;
    CREATE UNIQUE INDEX record_by_key ON record (dataset, key, instrument);
    CREATE INDEX record_of_instrument ON record (dataset, instrument, time);
    CREATE INDEX record_by_time ON record (dataset, time, instrument);

    CREATE TABLE series (
      id INTEGER PRIMARY KEY,
      dataset TEXT NOT NULL,
      instrument TEXT NOT NULL,
      channel TEXT NOT NULL,
      step_ms INTEGER NOT NULL,
      -- How several samples become one, so that the coarser levels can be read without asking anyone.
      mean TEXT NOT NULL CHECK (mean IN ('energy', 'arithmetic', 'direction', 'greatest'))
    ) STRICT;
    CREATE UNIQUE INDEX series_by_name ON series (dataset, instrument, channel, step_ms);

    -- One row per series and UTC day; "start" is the first held sample, "size" what it and the levels of the day take.
    ${dayTable('block')}
    -- All but the samples once more: what is held in years is told from few pages.
    CREATE INDEX block_heads ON block (series, day, start, count, missing, codec, size, crc, head_crc);

    -- A table per level, so that a level lies close together. Hours are kept by the month, "day" is its first.
    ${['level_ten_seconds', 'level_minute', 'level_ten_minutes', 'level_hour'].map(dayTable).join('')}
    CREATE TABLE coverage (
      dataset TEXT NOT NULL,
      instrument TEXT NOT NULL,
      params TEXT NOT NULL,
      time_from INTEGER NOT NULL,
      time_to INTEGER NOT NULL CHECK (time_from < time_to),
      state TEXT NOT NULL CHECK (state IN ('settled', 'provisional', 'failed', 'forbidden')),
      asked_at INTEGER NOT NULL,
      asks INTEGER NOT NULL,
      why TEXT,
      reason TEXT,
      crc INTEGER NOT NULL,
      PRIMARY KEY (dataset, instrument, params, time_from)
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE keep (
      instrument TEXT NOT NULL,
      dataset TEXT NOT NULL,
      variant TEXT NOT NULL,
      days INTEGER NOT NULL CHECK (days >= 0),
      crc INTEGER NOT NULL,
      PRIMARY KEY (instrument, dataset, variant)
    ) STRICT, WITHOUT ROWID;

    -- What its checksum says is not as it was written: out of the way, never deleted.
    CREATE TABLE damaged (
      id INTEGER PRIMARY KEY,
      found_at INTEGER NOT NULL,
      source TEXT NOT NULL,
      about TEXT NOT NULL,
      data BLOB
    ) STRICT;

    CREATE TABLE job (
      id INTEGER PRIMARY KEY AUTOINCREMENT,
      kind TEXT NOT NULL,
      state TEXT NOT NULL,
      title TEXT NOT NULL,
      request TEXT NOT NULL,
      done INTEGER NOT NULL,
      total INTEGER NOT NULL,
      bytes INTEGER NOT NULL,
      created_at INTEGER NOT NULL,
      started_at INTEGER,
      ended_at INTEGER,
      issues TEXT NOT NULL,
      summary TEXT,
      crc INTEGER NOT NULL
    ) STRICT;
    CREATE INDEX job_by_state ON job (state);

    CREATE TABLE job_item (
      id INTEGER PRIMARY KEY,
      job INTEGER NOT NULL REFERENCES job (id) ON DELETE CASCADE,
      key TEXT NOT NULL,
      data TEXT NOT NULL,
      state TEXT NOT NULL,
      path TEXT,
      size_bytes INTEGER,
      sha256 TEXT,
      error TEXT,
      crc INTEGER NOT NULL
    ) STRICT;
    CREATE UNIQUE INDEX job_item_by_key ON job_item (job, key);

    CREATE TABLE audio_file (
      recording TEXT NOT NULL,
      format TEXT NOT NULL,
      path TEXT NOT NULL,
      size_bytes INTEGER NOT NULL,
      sha256 TEXT NOT NULL,
      duration_ms INTEGER,
      sample_rate INTEGER,
      bits_per_sample INTEGER,
      fetched_at INTEGER NOT NULL,
      crc INTEGER NOT NULL,
      PRIMARY KEY (recording, format)
    ) STRICT, WITHOUT ROWID;

    -- Made of the records of recordings and events. "sound" is what it is called, for good.
    CREATE TABLE sound (
      id INTEGER PRIMARY KEY,
      sound TEXT NOT NULL,
      instrument TEXT NOT NULL,
      time_from INTEGER NOT NULL,
      time_to INTEGER NOT NULL,
      recording TEXT,
      recording_from INTEGER,
      recording_to INTEGER,
      trigger_name TEXT,
      trigger_from INTEGER,
      trigger_to INTEGER,
      event_audio TEXT,
      event_from INTEGER,
      event_to INTEGER,
      event_type TEXT,
      event_name TEXT,
      event_level REAL,
      laeq REAL,
      lafmax REAL,
      crc INTEGER NOT NULL,
      -- Whether the levels are to be read from the time history, again or for the first time.
      levels_due INTEGER NOT NULL,
      -- What audio_file and sound_mark say, once more, so that an index can tell.
      local INTEGER NOT NULL,
      tags TEXT
    ) STRICT;
    CREATE UNIQUE INDEX sound_by_name ON sound (sound);
    CREATE UNIQUE INDEX sound_of_recording ON sound (recording) WHERE recording IS NOT NULL;
    CREATE UNIQUE INDEX sound_of_event ON sound (event_audio) WHERE event_audio IS NOT NULL;
    CREATE INDEX sound_with_levels_due ON sound (time_from) WHERE levels_due = 1;
    CREATE INDEX sound_by_start ON sound (time_from, id, time_to);
    -- All that can be filtered by: what matches in years is told from few pages.
    CREATE INDEX sound_by_time
      ON sound (time_from, id, time_to, instrument, local, tags, lafmax, event_type, trigger_name);
    CREATE INDEX sound_of_instrument
      ON sound (instrument, time_from, id, time_to, local, tags, lafmax, event_type, trigger_name);

    CREATE TABLE sound_mark (
      sound TEXT NOT NULL PRIMARY KEY,
      tags TEXT NOT NULL,
      note TEXT,
      set_at INTEGER NOT NULL,
      set_by TEXT NOT NULL,
      crc INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID;

    -- The person's own list of tags, in order; empty: the usual ones.
    CREATE TABLE tag (
      place INTEGER PRIMARY KEY,
      tag TEXT NOT NULL,
      title TEXT NOT NULL,
      crc INTEGER NOT NULL
    ) STRICT;
  `,
};
