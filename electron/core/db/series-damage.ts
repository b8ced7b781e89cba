/**
 * Damaged blocks are set aside and their days planned again; damaged levels are made anew from the samples. Reading notes
 * what it meets, and tidies up when it has finished: SQLite does not write while a statement is being read.
 */
import type { LevelMs } from '../series/pyramid';
import { dayOf } from '../series/slots';
import { tidy } from './damaged';
import type { FoundHead, FoundRow } from './day-table';
import type { SeriesBlocks } from './series-blocks';
import type { SeriesCatalog, SeriesRow } from './series-catalog';
import { periodOf } from './series-levels';
import type { StoreDeps } from './store-deps';

type Place = Pick<FoundHead, 'id' | 'day' | 'start'>;
interface NotedLevel extends Place {
  readonly series: SeriesRow;
  readonly levelMs: LevelMs;
}

export class SeriesDamage {
  private readonly blocks = new Set<number>();
  private levels: NotedLevel[] = [];

  constructor(
    private readonly deps: StoreDeps,
    private readonly store: SeriesBlocks,
    private readonly catalog: SeriesCatalog,
  ) {}

  noteBlock({ id }: FoundHead): void {
    this.blocks.add(id);
  }

  noteLevel(series: SeriesRow, levelMs: LevelMs, { id, day, start }: FoundRow): void {
    this.levels.push({ series, levelMs, id, day, start });
  }

  /** Runs what reads, then tidies up; where nothing can be written, the damage is left out again next time. */
  reading<T>(read: () => T): T {
    try {
      return read();
    } finally {
      if (this.blocks.size > 0 || this.levels.length > 0) tidy(() => this.settle());
    }
  }

  /** Sets aside and mends what was noted. @throws when that cannot be written; it is noted no longer then */
  settle(): void {
    while (this.blocks.size > 0 || this.levels.length > 0) {
      const blocks = [...this.blocks];
      const levels = this.levels;
      this.blocks.clear();
      this.levels = [];
      this.deps.transaction(() => {
        for (const id of blocks) this.setAside(id);
        for (const level of levels) this.mend(level);
      });
    }
  }

  private setAside(id: number): void {
    const row = this.store.table.byId(id);
    if (row === undefined) return;
    const owner = this.catalog.owner(row.series);
    const { day, start, count, missing, codec, size } = row;
    const about = { ...owner, series: row.series, day, start, count, missing, codec, size };
    this.deps.setAside('block', JSON.stringify(about), bytesOf(row.data));
    this.remove(() => this.store.table.removeId(id));
    if (owner === undefined) return;
    for (const place of placesOf(row)) {
      // Where the row says that it lies, another may lie.
      this.store.putLevels(owner, place, this.store.dayCells(owner, place));
      this.deps.onDamage({ dataset: owner.dataset, instrument: owner.instrument, day: place });
    }
  }

  private mend({ series, levelMs, ...place }: NotedLevel): void {
    this.remove(() => this.store.levels.removeId(levelMs, place.id));
    const periods = new Set(placesOf(place).map((day) => periodOf(levelMs, day).from));
    for (const from of periods)
      this.store.levels.remake(series, levelMs, from, (day) => this.store.dayCells(series, day));
  }

  private remove(remove: () => void): void {
    try {
      remove();
    } catch (error) {
      // The row no longer says what the indexes say, which SQLite takes for a corrupt index.
      if (!(error instanceof Error && 'code' in error && String(error.code).startsWith('SQLITE_CORRUPT')))
        throw error;
      this.deps.db.exec('REINDEX');
      remove();
    }
  }
}

/** The days that a row may have told of: one of the two numbers may be what is damaged. */
const placesOf = ({ day, start }: Place): readonly number[] => [
  ...new Set([dayOf(day), dayOf(start)].filter((each) => Number.isSafeInteger(each))),
];

/** A damaged row may hold anything in the place of its bytes. */
const bytesOf = (data: unknown): Uint8Array =>
  data instanceof Uint8Array ? data : Buffer.from(String(data));
