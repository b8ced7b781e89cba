import type { Migration } from '../migrate';

/** Where rows that last follow each other is told from the index alone: the rows themselves lie far apart. */
export const heldRows: Migration = {
  version: 4,
  sql: `
    CREATE INDEX record_held ON record (dataset, instrument, variant, time, until) WHERE until IS NOT NULL;
  `,
};
