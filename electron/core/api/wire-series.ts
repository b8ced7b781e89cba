/** Reads samples: from blocks of values or of bands, or from rows. Only those of the length asked for, inside the span. */
import { dataset } from '../datasets';
import type { Parsed, SeriesAsked } from './reading';
import { readBlocks } from './wire-blocks';
import { readRows } from './wire-rows';

/** One chunk per channel that has samples inside the span, from its first to its last value; rows are what else came. */
export function readSeries(asked: SeriesAsked, body: unknown): Parsed {
  const { operation } = dataset(asked.dataset);
  const isBlocks = operation === 'getTimeHistory' || operation === 'getFrequencyTimeHist';
  return isBlocks ? readBlocks(asked, body) : readRows(asked, body);
}
