/** Reads samples: from blocks of values or of bands, or from rows. Only those of the length asked for, inside the span. */
import { dataset } from '../datasets';
import type { NumberLists } from './number-lists';
import type { Parsed, SeriesAsked } from './reading';
import { readBlocks } from './wire-blocks';
import { readRows } from './wire-rows';

/** One chunk per channel that has samples inside the span, from its first to its last value; rows are what else came. */
export function readSeries(asked: SeriesAsked, body: unknown, lists?: NumberLists): Parsed {
  return isInBlocks(asked) ? readBlocks(asked, body, lists) : readRows(asked, body);
}

/** True where samples come as lists, false where each has a row. */
export function isInBlocks(asked: SeriesAsked): boolean {
  const { operation } = dataset(asked.dataset);
  return operation === 'getTimeHistory' || operation === 'getFrequencyTimeHist';
}
