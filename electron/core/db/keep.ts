import type { DatasetId, KeepChoice } from '../../contract/model';
import type { KeepStore } from './archive';
import { checksumOf, rowBytes, tidy } from './damaged';
import { WHOLE, type Finding } from './findings';
import type { StoreDeps } from './store-deps';

interface Row {
  readonly instrument: string;
  readonly dataset: DatasetId;
  readonly variant: string;
  readonly days: number;
  readonly crc: number;
}

export class SqlKeepStore implements KeepStore {
  private readonly sql;

  constructor(private readonly deps: StoreDeps) {
    const { db } = deps;
    this.sql = {
      list: db.prepare<[], Row>('SELECT * FROM keep ORDER BY instrument, dataset, variant'),
      put: db.prepare('INSERT OR REPLACE INTO keep VALUES (?, ?, ?, ?, ?)'),
      remove: db.prepare<[string, string, string]>(
        'DELETE FROM keep WHERE instrument = ? AND dataset = ? AND variant = ?',
      ),
    };
  }

  /** A damaged choice is forgotten: what holds for all, or the default, holds again. */
  list(): readonly KeepChoice[] {
    return this.sql.list
      .all()
      .filter((row) => this.isSound(row))
      .map(({ instrument, dataset, variant, days }) => ({ instrument, dataset, variant, days }));
  }

  *check(): Generator<Finding> {
    for (const row of this.sql.list.all()) yield this.isSound(row) ? WHOLE : { damaged: aboutKeep(row) };
  }

  put(choices: readonly KeepChoice[]): void {
    this.deps.transaction(() => {
      for (const { instrument, dataset, variant, days } of choices) {
        if (days === undefined) this.sql.remove.run(instrument, dataset, variant);
        else
          this.sql.put.run(instrument, dataset, variant, days, crcOf({ instrument, dataset, variant, days }));
      }
    });
  }

  private isSound(row: Row): boolean {
    if (crcOf(row) === row.crc) return true;
    tidy(() =>
      this.deps.transaction(() => {
        this.deps.setAside('keep', aboutKeep(row), rowBytes(row));
        this.sql.remove.run(row.instrument, row.dataset, row.variant);
      }),
    );
    return false;
  }
}

const aboutKeep = ({ instrument, dataset }: Row): string =>
  `The choice of how much to keep of ${dataset} of ${instrument === '' ? 'all instruments' : instrument}`;

const crcOf = ({ instrument, dataset, variant, days }: Omit<Row, 'crc'>): number =>
  checksumOf([instrument, dataset, variant, days]);
