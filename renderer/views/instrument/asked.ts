import type { CoverageEntry, DatasetId } from '../../../electron/contract/index';

/** When a dataset was last asked for, epoch ms; undefined when it never was. "Nothing there" needs an answer first. */
export function lastAsked(coverage: readonly CoverageEntry[], dataset: DatasetId): number | undefined {
  const times = coverage.filter((entry) => entry.dataset === dataset).map(({ askedAt }) => askedAt);
  return times.length === 0 ? undefined : Math.max(...times);
}
