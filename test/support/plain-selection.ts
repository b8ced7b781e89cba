/** Figures of levels computed from all samples at once, one by one, the way a textbook would. */
import { openArchive } from '../../electron/core/db/open';
import type { Archive } from '../../electron/core/db/archive';
import type { Span } from '../../electron/contract/model';
import { createPace, type Pace } from '../../electron/core/export/table-pace';
import { clockAt } from './temp-archive';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';

/** Consecutive samples; NaN is missing. */
export interface PlainRun {
  readonly stepMs: number;
  readonly start: number;
  readonly values: readonly number[];
}
export interface PlainSample {
  readonly time: number;
  readonly value: number;
  /** ms */
  readonly weight: number;
  readonly stepMs: number;
}

/** What counts of runs of several lengths: of a longer sample, the time that no shorter one has told. Ascending by time. */
export function plainSamples(runs: readonly PlainRun[]): readonly PlainSample[] {
  const lengths = [...new Set(runs.map(({ stepMs }) => stepMs))].sort((a, b) => a - b);
  const samples: PlainSample[] = [];
  for (const stepMs of lengths) {
    const own = new Map<number, number>();
    for (const run of runs.filter((each) => each.stepMs === stepMs))
      for (const [i, value] of run.values.entries())
        if (!Number.isNaN(value)) own.set(run.start + i * stepMs, value);
    const shorter = told(samples);
    for (const [time, value] of own) {
      const weight = stepMs - overlap(shorter, time, time + stepMs);
      samples.push({ time, value, weight, stepMs });
    }
  }
  return samples.filter(({ weight }) => weight > 0).sort((a, b) => a.time - b.time);
}

/** All time of some samples, also of those that count for less: ascending, without overlaps. */
function told(samples: readonly PlainSample[]): readonly Span[] {
  const spans: Span[] = [];
  for (const { time, stepMs } of [...samples].sort((a, b) => a.time - b.time)) {
    const last = spans.at(-1);
    if (last !== undefined && time <= last.to)
      spans[spans.length - 1] = { from: last.from, to: Math.max(last.to, time + stepMs) };
    else spans.push({ from: time, to: time + stepMs });
  }
  return spans;
}

function overlap(spans: readonly Span[], from: number, to: number): number {
  let sum = 0;
  for (const each of spans) sum += Math.max(0, Math.min(to, each.to) - Math.max(from, each.from));
  return sum;
}

export const inside = (spans: readonly Span[], time: number): boolean =>
  spans.some(({ from, to }) => time >= from && time < to);

/** 10·lg of the mean energy, by weight; NaN of nothing. */
export function plainLeq(samples: readonly PlainSample[]): number {
  const total = samples.reduce((sum, { weight }) => sum + weight, 0);
  const energy = samples.reduce((sum, { value, weight }) => sum + weight * 10 ** (value / 10), 0);
  return 10 * Math.log10(energy / total);
}

/** The highest level that is reached for that share of the samples. */
export function plainPercentile(samples: readonly PlainSample[], percent: number): number {
  const values = samples.map(({ value }) => value).sort((a, b) => b - a);
  const reached = values.findIndex((_, i) => (i + 1) * 100 >= percent * values.length - 1e-6);
  return values[reached] ?? NaN;
}

export const plainMax = (samples: readonly PlainSample[]): { level: number; at: number } | undefined =>
  samples.reduce<{ level: number; at: number } | undefined>(
    (best, { value, time }) => (best === undefined || value > best.level ? { level: value, at: time } : best),
    undefined,
  );
export const plainMin = (samples: readonly PlainSample[]): { level: number; at: number } | undefined => {
  const most = plainMax(samples.map((each) => ({ ...each, value: -each.value })));
  return most && { level: -most.level, at: most.at };
};

export const everyTurn = (): Pace => createPace(new AbortController().signal);

/** Runs `work` on one archive on disk; `now` decides which days are over. */
export async function withArchiveFor<T>(now: number, work: (archive: Archive) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(path.join(tmpdir(), 'leqbook-test-'));
  const archive = openArchive(path.join(folder, 'archive.sqlite'), clockAt(now));
  try {
    return await work(archive);
  } finally {
    archive.close();
    await rm(folder, { recursive: true, force: true });
  }
}

export const writeRuns = (
  archive: Archive,
  instrument: string,
  channel: string,
  runs: readonly PlainRun[],
): void =>
  archive.series.write(
    'timehistory',
    instrument,
    runs.map(({ values, ...run }) => ({ ...run, channel, values: Float64Array.from(values) })),
  );
