import type { DatasetId, Span } from '../../contract/model';
import { Failure } from '../../contract/result';
import { Codec } from '../series/block-codec';
import { startsOf } from '../series/buckets';
import { planChart } from '../series/chart-plan';
import { valuesOf } from '../series/integers';
import { byDay, merge, type Run } from '../series/merge';
import type { SeriesParts } from '../series/parts';
import { dayOf, slotsIn } from '../series/slots';
import type { HeldChannel, SeriesChunk, SeriesStore } from './series-store';
import { heldSpans } from './held-spans';
import { SeriesBlocks } from './series-blocks';
import { SeriesCatalog, type SeriesRow } from './series-catalog';
import { channelOf, foldChannel } from './series-chart';
import { checkBlocks, type CheckedBlock } from './series-check';
import { gapsIn, heldAtLeast, heldFraction } from './series-held';
import { createSeriesParts } from './series-parts';
import { totalOf } from './series-totals';
import type { StoreDeps } from './store-deps';

const SHORTEST_STEP_MS = 100;
const LONGEST_STEP_MS = 60_000;

export interface SeriesStoreDeps extends StoreDeps {
  /** Told, inside the transaction, of each stretch that samples were written to. */
  readonly onWritten?: (dataset: DatasetId, instrument: string, span: Span) => void;
}

/** Damage is met as missing samples: no method fails for it. */
export class SqlSeriesStore implements SeriesStore {
  private readonly catalog: SeriesCatalog;
  private readonly blocks: SeriesBlocks;
  readonly parts: SeriesParts;

  constructor(private readonly deps: SeriesStoreDeps) {
    this.catalog = new SeriesCatalog(deps);
    this.blocks = new SeriesBlocks(deps, this.catalog);
    this.parts = createSeriesParts(this.blocks, this.catalog);
  }

  /** @throws Failure `invalid` for a step outside 100 ms to 60 s, or a start that is no multiple of it */
  write(dataset: DatasetId, instrument: string, chunks: readonly SeriesChunk[]): void {
    for (const chunk of chunks) refuseMisplaced(chunk);
    this.deps.transaction(() => {
      for (const group of groupBy(chunks, ({ channel, stepMs }) => `${stepMs} ${channel}`)) {
        const { channel, stepMs } = group[0];
        const pieces = group.flatMap((chunk) => [...byDay(chunk, stepMs)]);
        const series = this.catalog.ensure(dataset, instrument, channel, stepMs);
        for (const day of groupBy(pieces, (piece) => piece.day)) this.mergeDay(series, day[0].day, day);
      }
      if (chunks.length > 0) this.deps.onWritten?.(dataset, instrument, spanOf(chunks));
    });
  }

  read(dataset: DatasetId, instrument: string, channel: string, stepMs: number, span: Span): Float64Array {
    const slots = slotsIn(span, stepMs);
    const values = new Float64Array(Math.max(0, slots.to - slots.from)).fill(NaN);
    const series = this.catalog.find(dataset, instrument, channel, stepMs);
    if (series === undefined) return values;
    return this.blocks.damage.reading(() => {
      for (const block of this.blocks.blocks(series, ...daysOf(span))) {
        const at = block.start / stepMs;
        const from = Math.max(at, slots.from);
        const to = Math.min(at + block.count, slots.to);
        if (from < to) values.set(valuesOf(block.column).subarray(from - at, to - at), from - slots.from);
      }
      return values;
    });
  }

  /**
   * Each bucket is told in full, also where the first or last reaches beyond the span; channels nothing is held of are NaN
   * throughout. Where a channel has samples of several lengths, see {@link foldChannel}.
   */
  query(
    dataset: DatasetId,
    instrument: string,
    channels: readonly string[],
    span: Span,
    maxPoints: number,
  ): ReturnType<SeriesStore['query']> {
    return this.blocks.damage.reading(() => {
      const all = this.catalog.list(dataset, instrument).filter(({ channel }) => channels.includes(channel));
      const held = all.filter((series) => this.hasSamples(series, span));
      const steps = [...new Set(held.map(({ stepMs }) => stepMs))];
      const plan = planChart(span, maxPoints, steps.length === 0 ? [SHORTEST_STEP_MS] : steps);
      const of = (from: readonly SeriesRow[], name = ''): readonly SeriesRow[] =>
        from.filter(({ channel }) => channel === name);
      const folded = channels.map((name) => ({ name, ...foldChannel(this.blocks, of(all, name), plan) }));
      return {
        time: startsOf(plan.grid),
        bucketMs: plan.grid.bucketMs,
        stepMs: steps.length === 0 ? undefined : Math.min(...steps),
        channels: folded.map(({ name, buckets }) => channelOf(name, buckets)),
        validFraction: heldFraction(this.blocks, of(held, channels[0]), span, folded[0]?.room),
      };
    });
  }

  total(
    ...[dataset, instrument, channel, span]: Parameters<SeriesStore['total']>
  ): ReturnType<SeriesStore['total']> {
    return this.blocks.damage.reading(() => {
      const all = this.catalog.list(dataset, instrument).filter((series) => series.channel === channel);
      return totalOf(this.blocks, all, span);
    });
  }

  channels(dataset: DatasetId, instrument: string): readonly HeldChannel[] {
    return this.blocks.damage.reading(() =>
      this.catalog.list(dataset, instrument).flatMap((series) => {
        const { channel, stepMs } = series;
        let extent: Span | undefined;
        let samples = 0;
        let bytes = this.blocks.levels.sizeOfMonths(series);
        for (const { start, count, missing, size } of this.blocks.heads(series, -Infinity, Infinity)) {
          extent = { from: extent?.from ?? start, to: start + count * stepMs };
          samples += count - missing;
          bytes += size;
        }
        return extent === undefined ? [] : [{ channel, stepMs, extent, samples, bytes }];
      }),
    );
  }

  extents(dataset: DatasetId, instrument: string): ReturnType<SeriesStore['extents']> {
    return this.blocks.damage.reading(() =>
      this.catalog.list(dataset, instrument).flatMap((series) => {
        const { channel, stepMs } = series;
        const [first] = this.blocks.heads(series, -Infinity, Infinity);
        const last = this.blocks.last(series);
        if (first === undefined || last === undefined) return [];
        return [{ channel, stepMs, extent: { from: first.start, to: last.start + last.count * stepMs } }];
      }),
    );
  }

  newest(dataset: DatasetId, instrument: string): number | undefined {
    return this.blocks.damage.reading(() => {
      const ends = this.catalog.list(dataset, instrument).flatMap((series) => {
        const last = this.blocks.last(series);
        return last === undefined ? [] : last.start + last.count * series.stepMs;
      });
      return ends.length === 0 ? undefined : Math.max(...ends);
    });
  }

  heldAtLeast(dataset: DatasetId, instrument: string, channel: string, span: Span): number {
    const all = this.catalog.list(dataset, instrument).filter((series) => series.channel === channel);
    return this.blocks.damage.reading(() =>
      Math.max(0, ...all.map((series) => heldAtLeast(this.blocks, series, span))),
    );
  }

  extent(dataset: DatasetId, instrument: string): Span | undefined {
    const ends = this.extents(dataset, instrument).map(({ extent }) => extent);
    if (ends.length === 0) return undefined;
    return { from: Math.min(...ends.map(({ from }) => from)), to: Math.max(...ends.map(({ to }) => to)) };
  }

  /** A stretch begins and ends with whole samples; a sample that the span cuts is not judged. */
  missing(
    dataset: DatasetId,
    instrument: string,
    channel: string,
    stepMs: number,
    span: Span,
  ): readonly Span[] {
    const series = this.catalog.find(dataset, instrument, channel, stepMs);
    return this.blocks.damage.reading(() => gapsIn(this.blocks, series, stepMs, span));
  }

  heldSpans(...[about, span, leastGapMs]: Parameters<SeriesStore['heldSpans']>): readonly Span[] {
    const { dataset, instrument, channels, fits } = about;
    const all = this.catalog
      .list(dataset, instrument)
      .filter(({ channel, stepMs }) => fits(stepMs) && channels.includes(channel));
    return this.blocks.damage.reading(() => heldSpans(this.blocks, all, span, leastGapMs));
  }

  /** How many blocks {@link checkBlocks} will look at. */
  countBlocks(): number {
    return this.blocks.table.count();
  }

  /**
   * Looks at every block: its checksums, that it can be read, and that every level says what its samples give. Damaged
   * blocks are set aside, levels made anew. Between two blocks others may read and write.
   */
  checkBlocks(): Generator<CheckedBlock> {
    return checkBlocks(this.deps, this.blocks, this.catalog);
  }

  private mergeDay(series: SeriesRow, day: number, pieces: readonly Run[]): void {
    const block = this.blocks.get(series, day);
    // What was damaged there must be out of the way before the day is written.
    this.blocks.damage.settle();
    const held = block && { ...block, values: valuesOf(block.column) };
    const merged = merge(held, pieces, series.stepMs);
    if (merged !== undefined) this.blocks.put(series, day, merged);
    // The day is over since it was last written: now it is worth compressing.
    else if (held?.codec === Codec.integer && this.blocks.isClosed(day)) this.blocks.put(series, day, held);
  }

  private hasSamples(series: SeriesRow, span: Span): boolean {
    for (const { start, count } of this.blocks.heads(series, ...daysOf(span)))
      if (start < span.to && start + count * series.stepMs > span.from) return true;
    return false;
  }
}

/** The days whose blocks can hold samples that start in the span. */
const daysOf = (span: Span): [from: number, to: number] => [dayOf(span.from), span.to];

const spanOf = (chunks: readonly SeriesChunk[]): Span => ({
  from: chunks.reduce((first, { start }) => Math.min(first, start), Infinity),
  to: chunks.reduce(
    (last, { start, stepMs, values }) => Math.max(last, start + stepMs * values.length),
    -Infinity,
  ),
});

function refuseMisplaced({ channel, stepMs, start }: SeriesChunk): void {
  const invalid = (reason: string): Failure => new Failure({ kind: 'invalid', path: channel, reason });
  if (!Number.isInteger(stepMs) || stepMs < SHORTEST_STEP_MS || stepMs > LONGEST_STEP_MS)
    throw invalid(`samples of ${stepMs} ms cannot be kept`);
  if (!Number.isSafeInteger(start) || start % stepMs !== 0)
    throw invalid(`the first sample, at ${start}, lies beside the steps of ${stepMs} ms`);
}

/** Groups in the order of their first members. */
function groupBy<T>(all: readonly T[], keyOf: (each: T) => unknown): Iterable<readonly [T, ...T[]]> {
  const groups = new Map<unknown, [T, ...T[]]>();
  for (const each of all) {
    const group = groups.get(keyOf(each));
    if (group === undefined) groups.set(keyOf(each), [each]);
    else group.push(each);
  }
  return groups.values();
}
