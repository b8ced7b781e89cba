/** How far an instrument's levels reach, for whoever can do without the answer. */
import type { DatasetId, Span } from '../contract/model';
import { isFailure } from '../contract/result';
import type { Archive } from './db/archive';

/** Undefined when nothing is held, and also when damage hides it: one bad block must not take a whole list away. */
export function knownExtent(archive: Archive, dataset: DatasetId, instrument: string): Span | undefined {
  try {
    return archive.series.extent(dataset, instrument);
  } catch (error) {
    if (isFailure(error, 'corrupt')) return undefined;
    throw error;
  }
}
