/** Reads the time history of one event: kept whole, in documented spelling. */
import type { Span } from '../../contract/model';
import { createOddities } from './oddities';
import type { Parsed } from './reading';
import { assertUnderstood, listOf, otherInstrument } from './wire-list';
import { isObject, isTooDeep, named, respell, shapeOf, type Json } from './wire-object';

const SERIES = shapeOf(named('instrument', 'type', 'blocks'));
const BLOCK = shapeOf(named('start', 'end', 'sampleDuration', 'values'));

interface Asked {
  readonly id: string;
  readonly serial: string;
  readonly span: Span;
}

export function readEventHistory({ id, serial, span }: Asked, body: unknown): Parsed {
  const odd = createOddities();
  const list = listOf(body);
  const series: Json[] = [];
  let understood = 0;
  for (const item of list) {
    const one = isObject(item) && !isTooDeep(item) ? respell(item, SERIES) : {};
    const { blocks, instrument } = one;
    if (!Array.isArray(blocks)) {
      odd.note('Something that is no series was skipped');
      continue;
    }
    understood += 1;
    const other = otherInstrument(instrument, serial);
    if (other === undefined) series.push({ ...one, blocks: blocks.filter(isObject).map(spelt) });
    else odd.note(`A series of ${other} came when ${serial} was asked for and was skipped`);
    if (!blocks.every(isObject)) odd.note('Something that is no block was skipped');
  }
  assertUnderstood(list, understood, odd);
  const row = { key: id, time: span.from, until: span.to, data: { series } };
  return { rows: [row], chunks: [], oddities: odd.list() };
}

const spelt = (block: Json): Json => respell(block, BLOCK);
