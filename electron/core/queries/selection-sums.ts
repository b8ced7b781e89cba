/**
 * What a channel comes to over stretches of any shape: exactly, from as little as possible, in turns that leave the thread
 * free. A sample counts in the stretch in which it starts.
 */
import type { LevelAt } from '../../contract/selection';
import { Pool } from '../acoustics/pool';
import { meanOf } from '../datasets';
import type { Archive } from '../db/archive';
import type { Pace } from '../export/table-pace';
import { addSample, Buckets, type Samples } from '../series/buckets';
import { lengthOf, toIntegers } from '../series/integers';
import type { HeldSeries, SeriesParts } from '../series/parts';
import { foldCellStretches, foldStretches, visitItems, type Stretches } from '../series/stretches';
import { Extremes } from './selection-extremes';
import { visitMixed } from './selection-mixed';
import { planPieces, type Piece } from './selection-plan';

const DATASET = 'timehistory';

export interface SumsRequest {
  readonly archive: Archive;
  readonly instrument: string;
  readonly channel: string;
  readonly stretches: Stretches;
  /** How many there are; stretches say which is theirs. */
  readonly buckets: number;
  /** Also when the greatest and the least were, and of which lengths the samples are; for few buckets. */
  readonly detail?: boolean;
  /** With `detail`: also the samples pooled, for statistical levels, where all have one length. */
  readonly pooled?: boolean;
  readonly pace: Pace;
}
export interface Sums {
  readonly buckets: Buckets;
  /** One for each bucket; none unless asked for. */
  readonly pools: readonly Pool[];
  /** One for each bucket; undefined when nothing is held, or not asked for. */
  readonly max: readonly (LevelAt | undefined)[];
  readonly min: readonly (LevelAt | undefined)[];
  /** Lengths of the samples that took part, ms, ascending; none unless `detail` is asked for. */
  readonly stepsMs: readonly number[];
  /** All of them have the same length, and none is told in part by shorter ones. */
  readonly isUniform: boolean;
}

/** @throws Failure `cancelled` when the pace is told to stop */
export function sumStretches(request: SumsRequest): Promise<Sums> {
  return request.archive.series.parts.together(() => sum(request));
}

async function sum(request: SumsRequest): Promise<Sums> {
  const { archive, instrument, channel, stretches, detail = false, pooled = false, pace } = request;
  const { parts } = archive.series;
  const grid = { first: 0, bucketMs: 1, count: request.buckets };
  const buckets = new Buckets(grid, meanOf(DATASET, channel));
  const pools = pooled ? Array.from({ length: request.buckets }, () => new Pool()) : [];
  const steps = new Set<number>();
  const parted = new Set<number>();
  const { count } = stretches;
  if (count === 0) return { buckets, pools, max: [], min: [], stepsMs: [], isUniform: true };
  const span = { from: stretches.from[0] as number, to: stretches.to[count - 1] as number };
  const held = parts.held(DATASET, instrument, channel, span);
  const sums = { parts, held, stretches, buckets, pools, steps, parted, pooled: new Set<string>() };
  const extremes = detail ? new Extremes(sums) : undefined;
  for (const piece of planPieces(held, stretches, 'sums')) {
    await pace.breathe();
    const before = detail ? weightOf(buckets) : 0;
    addPiece(sums, piece);
    if (detail && piece.kind !== 'mixed' && weightOf(buckets) > before) steps.add(piece.series.stepMs);
    extremes?.follow(piece);
  }
  const stepsMs = [...steps].sort((a, b) => a - b);
  const isUniform = stepsMs.length < 2 && parted.size === 0;
  // Sums come from little; statistical levels need every sample, all of one length.
  for (const piece of pooled && isUniform ? planPieces(held, stretches, 'samples') : []) {
    if (sums.pooled.has(nameOf(piece))) continue;
    await pace.breathe();
    poolPiece(sums, piece);
  }
  await pace.breathe();
  const [max, min] = [extremes?.found('max') ?? [], extremes?.found('min') ?? []];
  return { buckets, pools: isUniform ? pools : pools.map(() => new Pool()), max, min, stepsMs, isUniform };
}

const nameOf = (piece: Piece): string =>
  piece.kind === 'samples' ? `${String(piece.series.stepMs)} ${String(piece.day)}` : '';

const weightOf = ({ weight }: Buckets): number => weight.reduce((sum, each) => sum + each, 0);

interface Adding {
  readonly parts: SeriesParts;
  readonly held: readonly HeldSeries[];
  readonly stretches: Stretches;
  readonly buckets: Buckets;
  readonly pools: readonly Pool[];
  readonly steps: Set<number>;
  /** Lengths of samples of which only a part counted. */
  readonly parted: Set<number>;
  /** Names of the pieces that are in the pools already: what was read for the sums need not be read again. */
  readonly pooled: Set<string>;
}

function addPiece(adding: Adding, piece: Piece): void {
  const { parts, held, stretches, buckets, steps, parted } = adding;
  if (piece.kind === 'cells')
    for (const cells of parts.cells(piece.series, piece.levelMs, piece))
      foldCellStretches(buckets, cells, piece.series.stepMs, stretches);
  else if (piece.kind === 'mixed')
    visitMixed(parts, held, piece.day, stretches, (into, value, _time, weight, stepMs) => {
      steps.add(stepMs);
      if (weight < stepMs) parted.add(stepMs);
      addSample(buckets, into, value, weight);
    });
  else {
    const samples = parts.samples(piece.series, piece.day);
    if (samples === undefined) return;
    foldStretches(buckets, samples, stretches);
    if (adding.pools.length === 0) return;
    poolSamples(adding, samples);
    adding.pooled.add(nameOf(piece));
  }
}

function poolPiece(adding: Adding, piece: Piece): void {
  const { parts, held, stretches, pools } = adding;
  if (piece.kind === 'mixed') {
    const values = pools.map((): number[] => []);
    visitMixed(parts, held, piece.day, stretches, (into, value) => values[into]?.push(value));
    for (const [into, own] of values.entries()) {
      const plain = Float64Array.from(own);
      pools[into]?.add(toIntegers(plain) ?? plain, 0, plain.length);
    }
  }
  if (piece.kind !== 'samples') return;
  const samples = parts.samples(piece.series, piece.day);
  if (samples !== undefined) poolSamples(adding, samples);
}

function poolSamples({ stretches, pools }: Adding, { start, stepMs, column }: Samples): void {
  visitItems(stretches, { start, stepMs, count: lengthOf(column) }, (into, from, to) =>
    pools[into]?.add(column, from, to),
  );
}
