/** What the ledger says of stretches that were asked for in vain. */
import { datasets, type Scope } from '../datasets';
import type { Archive, CoverageRow } from '../db/archive';
import type { Asked } from './plan';

/** `reason` is a sentence. The archive keeps what was answered before. */
export function writeVain(
  archive: Archive,
  state: 'failed' | 'forbidden',
  steps: readonly Asked[],
  askedAt: number,
  reason: string,
): void {
  archive.transaction(() => {
    for (const { dataset, variant, instrument, span } of steps) {
      if (span === undefined) continue;
      const row = {
        dataset,
        instrument,
        params: variant,
        ...span,
        state,
        askedAt,
        asks: 1,
        why: undefined,
        reason,
      };
      archive.coverage.put(row satisfies CoverageRow);
    }
  });
}

/**
 * To be told, once and again, what the key may read. What the ledger called forbidden of it was then just not asked for yet.
 */
export function createReadable(archive: Archive): (scope: Scope) => void {
  const known = new Set<Scope>();
  return (scope) => {
    if (known.has(scope)) return;
    known.add(scope);
    const ids = datasets.filter((each) => each.scope === scope).map(({ id }) => id);
    const rows = archive.coverage.list({ datasets: ids }).filter(({ state }) => state === 'forbidden');
    archive.transaction(() => {
      for (const row of rows) archive.coverage.remove(row.dataset, row.instrument, row, row.params);
    });
  };
}
