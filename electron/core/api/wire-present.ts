/** Reads what is so at this moment: the list of instruments, and the present state of one. */
import type { DatasetId } from '../../contract/model';
import { Failure } from '../../contract/result';
import { dataset } from '../datasets';
import type { InstrumentRow } from '../db/archive';
import { createOddities } from './oddities';
import type { Parsed } from './reading';
import { assertUnderstood, listOf, otherInstrument } from './wire-list';
import { isObject, isTooDeep, named, numbers, respell, shapeOf, textOf, type Json } from './wire-object';

const INSTRUMENT = shapeOf([
  ...named('serialNumber', 'name', 'type', 'model', 'feature', 'image'),
  {
    name: 'position',
    shape: shapeOf([
      { name: 'latitude', aliases: ['lat'], number: true },
      { name: 'longitude', aliases: ['long', 'lon', 'lng'], number: true },
    ]),
  },
  { name: 'subscription', shape: shapeOf(named('tier', 'status', 'addons')) },
]);
const STATUS = shapeOf([
  ...named('online', 'measuring', 'calibrationInProgress', 'sicInProgress'),
  { name: 'lastCalibration', shape: shapeOf([...named('time', 'status'), ...numbers('level', 'offset')]) },
  {
    name: 'lastSic',
    shape: shapeOf([...named('time', 'status'), ...numbers('_500Hz', '_1KHz', '_8KHz')]),
  },
]);
const MONITOR = shapeOf([
  ...named('instrument'),
  ...numbers(...dataset('monitorcurrent').fields.map(({ name }) => name)),
]);
/** As wide as the contract lets a serial number be. */
const LONGEST_SERIAL = 128;

export function readInstruments(body: unknown): Parsed {
  const odd = createOddities();
  const rows = new Map<string, InstrumentRow>();
  const list = listOf(body);
  for (const item of list) {
    const data = isObject(item) && !isTooDeep(item) ? respell(item, INSTRUMENT) : undefined;
    const serial = textOf(data?.['serialNumber']);
    if (data === undefined || serial === undefined || serial.length > LONGEST_SERIAL)
      odd.note('An instrument without a serial number was skipped');
    else rows.set(serial, { serial, data: { ...data, serialNumber: serial } });
  }
  // A list of nothing but nonsense must not read as "there are no instruments any more".
  if (list.length > 0 && rows.size === 0)
    throw new Failure({ kind: 'server', reason: 'the list of instruments names none' });
  return { rows: [...rows.values()], chunks: [], oddities: odd.list() };
}

/** @param now the moment of the answer: key and time of the row */
export function readPresent(id: DatasetId, serial: string, now: number, body: unknown): Parsed {
  const odd = createOddities();
  const data = id === 'status' ? readStatus(body) : readMonitor(serial, body, odd);
  const rows = data === undefined ? [] : [{ key: String(now), time: now, until: undefined, data }];
  return { rows, chunks: [], oddities: odd.list() };
}

function readStatus(body: unknown): Json {
  const data = isObject(body) && !isTooDeep(body) ? respell(body, STATUS) : {};
  if (!knows(data, STATUS)) throw new Failure({ kind: 'server', reason: 'the answer is not a status' });
  return data;
}

/** The entry of this instrument; the service's own example names none. */
function readMonitor(
  serial: string,
  body: unknown,
  odd: ReturnType<typeof createOddities>,
): Json | undefined {
  const list = listOf(body);
  const own: Json[] = [];
  let understood = 0;
  for (const item of list) {
    const data = isObject(item) && !isTooDeep(item) ? respell(item, MONITOR) : {};
    const other = otherInstrument(data['instrument'], serial);
    if (knows(data, MONITOR)) understood += 1;
    if (!knows(data, MONITOR)) odd.note('Something that is no statistics was skipped');
    else if (other !== undefined)
      odd.note(`Statistics of ${other} came when ${serial} was asked for and were skipped`);
    else own.push(data);
  }
  assertUnderstood(list, understood, odd);
  if (own.length > 1) odd.note('Statistics came more than once; the first were taken');
  return own.find((data) => typeof data['instrument'] === 'string') ?? own[0];
}

const knows = (data: Json, shape: ReturnType<typeof shapeOf>): boolean =>
  Object.keys(data).some((key) => key !== 'instrument' && shape.has(key.toLowerCase()));
