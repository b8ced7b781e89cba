import type { DatasetId, LevelChannel, Span } from '../../contract/model';
import { Failure } from '../../contract/result';
import { Codec, countMissing } from '../series/block-codec';
import { Buckets, foldSamples } from '../series/buckets';
import { planChart, type ChartPlan } from '../series/chart-plan';
import { byDay, merge, type Run } from '../series/merge';
import { foldCells, hasLevel } from '../series/pyramid';
import { dayOf, slotFrom, slotsIn, type Slots } from '../series/slots';
import type { HeldChannel, SeriesChunk, SeriesStore } from './archive';
import type { DayHead } from './day-table';
import { SeriesBlocks } from './series-blocks';
import { SeriesCatalog, type SeriesRow } from './series-catalog';
import type { StoreDeps } from './store-deps';

const SHORTEST_STEP_MS = 100;
const LONGEST_STEP_MS = 60_000;

/** What a check says of one block. */
export interface CheckedBlock {
  readonly dataset: DatasetId;
  readonly instrument: string;
  readonly channel: string;
  /** Start of its UTC day, epoch ms. */
  readonly day: number;
  /** Its samples are as they were written. */
  readonly ok: boolean;
  /** A coarser level was not what the samples say, and is now. */
  readonly mended: boolean;
}

export class SqlSeriesStore implements SeriesStore {
  private readonly catalog: SeriesCatalog;
  private readonly blocks: SeriesBlocks;

  constructor(private readonly deps: StoreDeps) {
    this.catalog = new SeriesCatalog(deps);
    this.blocks = new SeriesBlocks(deps);
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
    });
  }

  read(dataset: DatasetId, instrument: string, channel: string, stepMs: number, span: Span): Float64Array {
    const slots = slotsIn(span, stepMs);
    const values = new Float64Array(Math.max(0, slots.to - slots.from)).fill(NaN);
    const series = this.catalog.find(dataset, instrument, channel, stepMs);
    if (series === undefined) return values;
    for (const row of this.blocks.samples.rows(series.id, ...daysOf(span))) {
      const at = row.start / stepMs;
      const from = Math.max(at, slots.from);
      const to = Math.min(at + row.count, slots.to);
      if (from < to) values.set(this.blocks.decode(row).subarray(from - at, to - at), from - slots.from);
    }
    return values;
  }

  /**
   * Each bucket is told in full, also where the first or last reaches beyond the span; channels nothing is held of are NaN
   * throughout. Samples of several lengths in one channel are joined, weighted by how long they last.
   */
  query(
    dataset: DatasetId,
    instrument: string,
    channels: readonly string[],
    span: Span,
    maxPoints: number,
  ): ReturnType<SeriesStore['query']> {
    const all = this.catalog.list(dataset, instrument).filter(({ channel }) => channels.includes(channel));
    const steps = all.filter((series) => this.hasSamples(series, span)).map(({ stepMs }) => stepMs);
    const plan = planChart(span, maxPoints, Math.max(...steps, SHORTEST_STEP_MS));
    const of = (name: string): readonly SeriesRow[] => all.filter(({ channel }) => channel === name);
    const { first, bucketMs, count } = plan.grid;
    return {
      time: Float64Array.from({ length: count }, (_, i) => first + i * bucketMs),
      bucketMs,
      stepMs: steps.length === 0 ? undefined : Math.min(...steps),
      channels: channels.map((name) => this.fold(name, of(name), plan)),
      validFraction: this.validFraction(of(channels[0] ?? ''), span),
    };
  }

  extent(dataset: DatasetId, instrument: string): Span | undefined {
    const ends = this.catalog.list(dataset, instrument).flatMap(({ id, stepMs }) => {
      const first = this.blocks.samples.first(id);
      const last = this.blocks.samples.last(id);
      return first && last ? [{ from: first.start, to: last.start + last.count * stepMs }] : [];
    });
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
    const from = slotFrom(span.from, stepMs);
    const to = Math.floor(span.to / stepMs);
    const gaps: Span[] = [];
    let at = from;
    const heldFrom = (slot: number): void => {
      if (slot > at) gaps.push({ from: at * stepMs, to: slot * stepMs });
    };
    const series = this.catalog.find(dataset, instrument, channel, stepMs);
    for (const run of series === undefined ? [] : this.heldRuns(series, span)) {
      if (run.to <= at || run.from >= to) continue;
      heldFrom(run.from);
      at = run.to;
    }
    heldFrom(to);
    return gaps;
  }

  channels(dataset: DatasetId, instrument: string): readonly HeldChannel[] {
    return this.catalog.list(dataset, instrument).flatMap(({ id, channel, stepMs }) => {
      const heads = this.blocks.samples.heads(id, -Infinity, Infinity);
      const [first, last] = [heads.at(0), heads.at(-1)];
      if (first === undefined || last === undefined) return [];
      const extent = { from: first.start, to: last.start + last.count * stepMs };
      const samples = heads.reduce((sum, { count, missing }) => sum + count - missing, 0);
      return [{ channel, stepMs, extent, samples, bytes: 0 }];
    });
  }

  /** How many blocks {@link checkBlocks} will look at. */
  countBlocks(): number {
    return this.deps.db.prepare<[], number>('SELECT count(*) FROM block').pluck().get() ?? 0;
  }

  /** Looks at every block; between two of them others may read and write. Damaged ones are set aside, levels mended. */
  *checkBlocks(): Generator<CheckedBlock> {
    const next = this.deps.db
      .prepare<[number], number>('SELECT id FROM block WHERE id > ? ORDER BY id LIMIT 1')
      .pluck();
    const head = this.deps.db.prepare<[number], { series: number; day: number }>(
      'SELECT series, day FROM block WHERE id = ?',
    );
    for (let id = next.get(-1); id !== undefined; id = next.get(id)) {
      const found = head.get(id);
      const owner = found && this.catalog.owner(found.series);
      if (found === undefined || owner === undefined) continue;
      const { dataset, instrument, channel } = owner;
      let ok = true;
      try {
        this.blocks.get(owner, found.day);
      } catch {
        ok = false;
      }
      yield { dataset, instrument, channel, day: found.day, ok, mended: false };
    }
  }

  /** Runs of slots with values on the days of the span; blocks without gaps are not even read. */
  private *heldRuns(
    series: SeriesRow,
    span: Span,
  ): Generator<{ readonly from: number; readonly to: number }> {
    for (const head of this.blocks.samples.heads(series.id, ...daysOf(span))) {
      const at = head.start / series.stepMs;
      if (head.missing === 0) {
        yield { from: at, to: at + head.count };
        continue;
      }
      const values = this.blocks.get(series, head.day)?.values ?? new Float64Array();
      for (let i = 0; i < values.length;) {
        const from = i;
        const held = !Number.isNaN(values[i]);
        while (i < values.length && !Number.isNaN(values[i]) === held) i++;
        if (held) yield { from: at + from, to: at + i };
      }
    }
  }

  private mergeDay(series: SeriesRow, day: number, pieces: readonly Run[]): void {
    const held = this.blocks.get(series, day);
    const merged = merge(held, pieces, series.stepMs);
    if (merged !== undefined) {
      this.blocks.put(series, day, { ...merged, stepMs: series.stepMs });
    } else if (held?.codec === Codec.centi && this.blocks.isClosed(day)) {
      // The day is over since it was last written: now it is worth compressing.
      this.blocks.put(series, day, held);
    }
  }

  private fold(name: string, all: readonly SeriesRow[], plan: ChartPlan): LevelChannel {
    const buckets = new Buckets(plan.grid);
    const { first, bucketMs, count } = plan.grid;
    const days = daysOf({ from: first, to: first + count * bucketMs });
    for (const series of all) {
      const { level } = plan;
      if (level !== 'samples' && hasLevel(level, series.stepMs))
        for (const cells of this.blocks.cells(series, level, ...days))
          foldCells(buckets, cells, series.stepMs);
      else
        for (const row of this.blocks.samples.rows(series.id, ...days)) {
          const values = this.blocks.decode(row);
          const samples = { start: row.start, stepMs: series.stepMs, values };
          foldSamples(buckets, samples, this.blocks.tableFor(row.codec));
        }
    }
    const mean = Float32Array.from({ length: count }, (_, i) => buckets.mean(i));
    return { name, min: Float32Array.from(buckets.min), max: Float32Array.from(buckets.max), mean };
  }

  private validFraction(all: readonly SeriesRow[], span: Span): number {
    let heldMs = 0;
    let roomMs = 0;
    for (const series of all) {
      const slots = slotsIn(span, series.stepMs);
      roomMs = Math.max(roomMs, (slots.to - slots.from) * series.stepMs);
      for (const head of this.blocks.samples.heads(series.id, ...daysOf(span)))
        heldMs += this.heldIn(series, head, slots) * series.stepMs;
    }
    return roomMs === 0 ? 0 : Math.min(1, heldMs / roomMs);
  }

  /** How many slots of a block have values; only a block with gaps that the bounds cut is read for it. */
  private heldIn(series: SeriesRow, head: DayHead, slots: Slots): number {
    const at = head.start / series.stepMs;
    const from = Math.max(0, slots.from - at);
    const to = Math.min(head.count, slots.to - at);
    if (from >= to) return 0;
    if (to - from === head.count) return head.count - head.missing;
    if (head.missing === 0) return to - from;
    const values = this.blocks.get(series, head.day)?.values.subarray(from, to);
    return values === undefined ? 0 : values.length - countMissing(values);
  }

  private hasSamples(series: SeriesRow, span: Span): boolean {
    const heads = this.blocks.samples.heads(series.id, ...daysOf(span));
    return heads.some(({ start, count }) => start < span.to && start + count * series.stepMs > span.from);
  }
}

/** The days whose blocks can hold samples that start in the span, as bounds for {@link DayTable}. */
const daysOf = (span: Span): [from: number, to: number] => [dayOf(span.from), span.to];

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
