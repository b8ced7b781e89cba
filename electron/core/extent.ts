/** How far an instrument's levels reach, for whoever can do without the answer. */
import type { DatasetId, Span } from '../contract/model';
import { isFailure } from '../contract/result';
import type { Archive } from './db/archive';

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
