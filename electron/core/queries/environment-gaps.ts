/** Why stretches without environment or system data are empty. */
import type { DatasetId, Gap, Span } from '../../contract/model';
import type { Archive } from '../db/archive';
import { lengthMs, subtract } from '../sync/spans';
import { explainGap, LONGEST_CHECK_MS } from './gaps';
import { readChecks } from './self-checks';

/**
 * What of the span `held` leaves free, cut where its reason changes.
 * @param checked whether a calibration or SIC interrupts this dataset
 */
export function gapsBetween(
  archive: Archive,
  about: { readonly dataset: DatasetId; readonly instrument: string; readonly checked: boolean },
  span: Span,
  held: readonly Span[],
): readonly Gap[] {
  const { dataset, instrument, checked } = about;
  const empty = subtract([span], held);
  if (empty.length === 0) return [];
  const ledger = archive.coverage.list({ datasets: [dataset], instruments: [instrument], span });
  const isNear = checked && empty.some((gap) => lengthMs(gap) <= LONGEST_CHECK_MS);
  const checks = isNear ? readChecks(archive, instrument, span) : [];
  const gaps: Gap[] = [];
  for (const gap of empty)
    for (const { from, to, reason } of explainGap(gap, ledger, checks)) {
      const last = gaps.at(-1);
      if (last?.reason === reason && last.to === from) gaps[gaps.length - 1] = { ...last, to };
      else gaps.push({ from, to, reason });
    }
  return gaps;
}

/** Points in which any column has a value, as stretches. */
export function heldPoints(
  time: Float64Array,
  pointMs: number,
  columns: readonly { readonly values: Float64Array }[],
): readonly Span[] {
  const held: Span[] = [];
  for (let i = 0; i < time.length; i++) {
    if (columns.every(({ values }) => Number.isNaN(values[i] ?? NaN))) continue;
    const from = time[i] as number;
    const last = held.at(-1);
    if (last?.to === from) held[held.length - 1] = { from: last.from, to: from + pointMs };
    else held.push({ from, to: from + pointMs });
  }
  return held;
}
