/** How a channel's blocks and levels are read piece by piece, by whoever sums up stretches of any shape. */
import type { DatasetId, Span } from '../../contract/model';
import type { Mean } from '../datasets';
import type { Samples } from './buckets';
import type { Cells, LevelMs } from './pyramid';

/** Where samples of one day lie; the first and the last of them have values. */
export interface BlockHead {
  /** Start of the UTC day, epoch ms. */
  readonly day: number;
  /** Start of the first sample, epoch ms. */
  readonly start: number;
  readonly count: number;
  readonly missing: number;
}
export interface SeriesId {
  readonly dataset: DatasetId;
  readonly instrument: string;
  readonly channel: string;
  readonly stepMs: number;
}
export interface HeldSeries extends SeriesId {
  readonly mean: Mean;
  /** Ascending. */
  readonly blocks: readonly BlockHead[];
}
/** What is damaged is left out and set aside. */
export interface SeriesParts {
  /** A channel's series that hold samples on the days of the span and just around them, shortest samples first. */
  held(dataset: DatasetId, instrument: string, channel: string, span: Span): readonly HeldSeries[];
  /** Cells of a level that the series has, of the days that start in the span, ascending. */
  cells(series: SeriesId, levelMs: LevelMs, days: Span): readonly Cells[];
  /** The samples of one UTC day. */
  samples(series: SeriesId, day: number): Samples | undefined;
  /** Work that reads day after day; several at the same time decode each day once for all of them. */
  together<T>(work: () => Promise<T>): Promise<T>;
}
