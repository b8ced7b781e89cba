/** Min, max and energy mean of many equal stretches of time, gathered from samples or from coarser cells. */

/** `count` stretches of `bucketMs` from `first` on, epoch ms. */
export interface Grid {
  readonly first: number;
  readonly bucketMs: number;
  readonly count: number;
}

/** Relative energies 10^(-d/1000) of a level `d` hundredths of a dB below another. */
export type EnergyTable = Float64Array;
export function energyTable(): EnergyTable {
  const table = new Float64Array(65_536);
  for (let centi = 0; centi < table.length; centi++) table[centi] = 10 ** (-centi / 1000);
  return table;
}

/**
 * Energies are summed relative to the loudest part, so that no level is too high or too low to be averaged:
 * L = max + 10·lg( Σ wᵢ·10^((Lᵢ − max)/10) / Σ wᵢ ).
 */
export class Buckets {
  /** dB; NaN where nothing was added. */
  readonly min: Float64Array;
  readonly max: Float64Array;
  /** Σ wᵢ, ms of held samples. */
  readonly weight: Float64Array;
  private readonly energy: Float64Array;

  constructor(readonly grid: Grid) {
    this.min = new Float64Array(grid.count).fill(NaN);
    this.max = new Float64Array(grid.count).fill(NaN);
    this.weight = new Float64Array(grid.count);
    this.energy = new Float64Array(grid.count);
  }

  /** Adds a part: its extremes, Σ wᵢ·10^((Lᵢ − max)/10) of its own max, and Σ wᵢ. */
  add(index: number, min: number, max: number, energy: number, weight: number): void {
    const before = this.weight[index] as number;
    const top = this.max[index] as number;
    this.weight[index] = before + weight;
    if (before === 0) {
      this.min[index] = min;
      this.max[index] = max;
      this.energy[index] = energy;
      return;
    }
    if (min < (this.min[index] as number)) this.min[index] = min;
    const held = this.energy[index] as number;
    if (max > top) {
      this.max[index] = max;
      this.energy[index] = held * 10 ** ((top - max) / 10) + energy;
    } else {
      this.energy[index] = held + (max === top ? energy : energy * 10 ** ((max - top) / 10));
    }
  }

  /** Energy mean of a bucket, dB; NaN where nothing was added. */
  mean(index: number): number {
    const weight = this.weight[index] as number;
    if (weight === 0) return NaN;
    return (this.max[index] as number) + 10 * Math.log10((this.energy[index] as number) / weight);
  }
}

/**
 * Adds samples to the buckets in which they start; those outside the grid are left out.
 * @param start of the first sample, epoch ms
 * @param table speeds up levels that are whole hundredths of a dB; leave it out for any other
 */
export function foldSamples(
  buckets: Buckets,
  samples: { readonly start: number; readonly stepMs: number; readonly values: Float64Array },
  table?: EnergyTable,
): void {
  const { first, bucketMs, count } = buckets.grid;
  const { start, stepMs, values } = samples;
  const indexOf = (time: number): number => Math.max(0, Math.ceil((time - start) / stepMs));
  const end = Math.min(values.length, indexOf(first + count * bucketMs));
  for (let i = indexOf(first); i < end;) {
    const bucket = Math.floor((start + i * stepMs - first) / bucketMs);
    // At least one sample further, whatever the fractions say.
    const next = Math.min(end, Math.max(i + 1, indexOf(first + (bucket + 1) * bucketMs)));
    foldRun(buckets, bucket, { values, from: i, to: next }, stepMs, table);
    i = next;
  }
}

/** A part of some samples by index: views of them would cost more than the sums. */
interface Part {
  readonly values: Float64Array;
  readonly from: number;
  readonly to: number;
}

function foldRun(
  buckets: Buckets,
  bucket: number,
  part: Part,
  stepMs: number,
  table: EnergyTable | undefined,
): void {
  const { values, from, to } = part;
  let min = Infinity;
  let max = -Infinity;
  let held = 0;
  for (let i = from; i < to; i++) {
    const value = values[i] as number;
    if (Number.isNaN(value)) continue;
    held++;
    if (value < min) min = value;
    if (value > max) max = value;
  }
  if (held > 0) buckets.add(bucket, min, max, energyBelow(max, part, table) * stepMs, held * stepMs);
}

/** Σ 10^((L − max)/10) */
function energyBelow(max: number, { values, from, to }: Part, table: EnergyTable | undefined): number {
  let energy = 0;
  for (let i = from; i < to; i++) {
    const value = values[i] as number;
    if (Number.isNaN(value)) continue;
    energy +=
      table === undefined ? 10 ** ((value - max) / 10) : (table[((max - value) * 100 + 0.5) | 0] as number);
  }
  return energy;
}
