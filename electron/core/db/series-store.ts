/** The samples that are held, by dataset, instrument and channel. */
import type { DatasetId, LevelSeries, Span } from '../../contract/model';
import type { SeriesParts } from '../series/parts';

/** Consecutive samples of one channel. NaN marks a missing sample. `start` is a multiple of `stepMs`. */
export interface SeriesChunk {
  readonly channel: string;
  readonly stepMs: number;
  readonly start: number;
  readonly values: Float64Array;
}

export interface SeriesStore {
  /**
   * Merges chunks into day blocks and pyramid. A held sample is replaced by a value, never by a missing one. A damaged
   * block in the way is set aside, and its day goes back on the plan.
   */
  write(dataset: DatasetId, instrument: string, chunks: readonly SeriesChunk[]): void;
  /** Every sample slot of the span, NaN where missing. A damaged block reads as missing and is set aside. */
  read(dataset: DatasetId, instrument: string, channel: string, stepMs: number, span: Span): Float64Array;
  /** Min, max and energy mean per bucket from the level that fits; gaps are filled in by the caller. */
  query(
    dataset: DatasetId,
    instrument: string,
    channels: readonly string[],
    span: Span,
    maxPoints: number,
  ): Omit<LevelSeries, 'gaps'>;
  /** What the samples that begin in the span come to, exactly, however long it is; undefined when none is held. */
  total(dataset: DatasetId, instrument: string, channel: string, span: Span): ChannelTotal | undefined;
  /** For sums over stretches of any shape. */
  readonly parts: SeriesParts;
  /** What is held, by channel, finest first. */
  channels(dataset: DatasetId, instrument: string): readonly HeldChannel[];
  /** As `channels`, but quick however much is held, because nothing is counted. */
  extents(
    dataset: DatasetId,
    instrument: string,
  ): readonly Pick<HeldChannel, 'channel' | 'stepMs' | 'extent'>[];
  /** End of the last sample that has a value, of all channels. */
  newest(dataset: DatasetId, instrument: string): number | undefined;
  /** How much of the span is held of a channel at least, ms: all of it where it ends with days. Told from counts alone. */
  heldAtLeast(dataset: DatasetId, instrument: string, channel: string, span: Span): number;
  /** From the first to the end of the last sample that has a value. */
  extent(dataset: DatasetId, instrument: string): Span | undefined;
  /**
   * Stretches in which any of the channels, with samples of a length that fits, has values, ascending. Gaps
   * shorter than `leastGapMs` count as held, so that years are told from little.
   */
  heldSpans(
    about: {
      readonly dataset: DatasetId;
      readonly instrument: string;
      readonly channels: readonly string[];
      readonly fits: (stepMs: number) => boolean;
    },
    span: Span,
    leastGapMs: number,
  ): readonly Span[];
  /** Stretches inside the span that hold no value in `channel`, each at least one sample long, ascending. */
  missing(
    dataset: DatasetId,
    instrument: string,
    channel: string,
    stepMs: number,
    span: Span,
  ): readonly Span[];
}

export interface ChannelTotal {
  /** As the channel is averaged; of a level, its energy mean. */
  readonly mean: number;
  readonly min: number;
  readonly max: number;
  /** How long the samples last together, ms. */
  readonly heldMs: number;
}

export interface HeldChannel {
  readonly channel: string;
  readonly stepMs: number;
  readonly extent: Span;
  readonly samples: number;
  /** Of its blocks and coarser levels on disk. */
  readonly bytes: number;
}
