/** How far what is held of an instrument reaches. */
import type { DatasetId, Span } from '../contract/model';
import { isFailure } from '../contract/result';
import { datasets } from './datasets';
import type { Archive, StoredRecord } from './db/archive';

const unlessDamaged = <T>(read: () => T): T | undefined => {
  try {
    return read();
  } catch (error) {
    if (isFailure(error, 'corrupt')) return undefined;
    throw error;
  }
};

/** Undefined when nothing is held, and also when damage hides it: one bad block must not take a whole list away. */
export function knownExtent(archive: Archive, dataset: DatasetId, instrument: string): Span | undefined {
  return unlessDamaged(() => archive.series.extent(dataset, instrument));
}
/** As {@link knownExtent}, its end alone, which is found sooner. */
export function knownNewest(archive: Archive, dataset: DatasetId, instrument: string): number | undefined {
  return unlessDamaged(() => archive.series.newest(dataset, instrument));
}

/** From the first record to the end of the last. */
export function recordsExtent(archive: Archive, dataset: DatasetId, instrument: string): Span | undefined {
  const last = archive.records.newest(dataset, instrument);
  if (last === undefined) return undefined;
  const [first = last] = firstPage(archive, dataset, instrument);
  return { from: first.time, to: Math.max(last.until ?? last.time, last.time + 1) };
}

function firstPage(archive: Archive, dataset: DatasetId, instrument: string): readonly StoredRecord[] {
  for (const page of archive.records.pages(dataset, instrument, EVER)) return page;
  return [];
}
/** All time, as far as a Date reaches. */
const EVER: Span = { from: -8.64e15, to: 8.64e15 };

/** From the first to the end of the last of all datasets that have a time; undefined when nothing is held. */
export function heldExtent(archive: Archive, instrument: string): Span | undefined {
  const spans = datasets.flatMap(({ id, kind }) => {
    if (kind === 'snapshot') return [];
    const read = kind === 'series' ? knownExtent : recordsExtent;
    return read(archive, id, instrument) ?? [];
  });
  if (spans.length === 0) return undefined;
  return { from: Math.min(...spans.map(({ from }) => from)), to: Math.max(...spans.map(({ to }) => to)) };
}
