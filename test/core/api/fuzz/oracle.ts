/**
 * What may come of an answer, found out the slow way: by looking at the answer for each thing that came out. It shares no
 * code with the readers.
 */
import type { StoredRecord } from '../../../../electron/core/db/archive';
import type { SeriesChunk } from '../../../../electron/core/db/series-store';
import { bandChannel } from '../../../../electron/core/dataset-list';
import { dataset, variantOf } from '../../../../electron/core/datasets';
import type { Parsed, Reading, SeriesAsked } from '../../../../electron/core/api/reading';

type Json = Readonly<Record<string, unknown>>;
const DAY = 86_400_000;
const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const items = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);
/** Every value that stands under a key, in whatever case. */
const all = (value: unknown, key: string): readonly unknown[] =>
  isObject(value)
    ? Object.entries(value).flatMap(([name, one]) => (name.toLowerCase() === key.toLowerCase() ? [one] : []))
    : [];
const isNumber = (raw: unknown, value: number): boolean =>
  raw === value || (typeof raw === 'string' && raw.trim() !== '' && Number(raw) === value);
const numberOf = (raw: unknown): number =>
  typeof raw === 'number' || (typeof raw === 'string' && raw.trim() !== '') ? Number(raw) : NaN;
/** Times that a text may mean. */
const timesOf = (raw: unknown): readonly number[] => {
  if (typeof raw !== 'string') return [];
  const text = raw.trim().replace(' ', 'T').toUpperCase();
  const zoned = /(Z|[+-]\d\d:?\d\d)$/.test(text) ? text : `${text}Z`;
  const ms = Date.parse(zoned.replace(/(\.\d{3})\d+/, '$1'));
  // A day that does not exist is not the next one that does.
  const isDay =
    Number.isNaN(ms) || !zoned.endsWith('Z') || new Date(ms).toISOString().startsWith(text.slice(0, 10));
  return Number.isNaN(ms) || !isDay ? [] : [ms];
};
const timesUnder = (value: unknown, keys: readonly string[]): readonly number[] =>
  keys.flatMap((key) => all(value, key).flatMap(timesOf));
const START = ['startTime', 'time', 'start'];

/** What is wrong with what was read; nothing when each bit of it stands in the answer where it should. */
export function faultsOf(body: unknown, reading: Reading, parsed: Parsed): readonly string[] {
  const faults = [...oddFaults(parsed.oddities), ...keyFaults(parsed)];
  if (reading.kind === 'series') {
    faults.push(...parsed.chunks.flatMap((chunk) => chunkFaults(body, reading, chunk)));
    for (const row of parsed.rows as readonly StoredRecord[]) faults.push(...extraFaults(body, reading, row));
  } else if (parsed.chunks.length > 0) faults.push('samples where none were asked for');
  else if (reading.kind === 'records')
    for (const row of parsed.rows as readonly StoredRecord[])
      faults.push(...recordFaults(body, reading, row));
  else {
    const list = Array.isArray(body) ? (body as unknown[]) : [body];
    const found =
      reading.kind === 'event-history' ? parsed.rows.flatMap(seriesOf) : parsed.rows.map(({ data }) => data);
    for (const data of found)
      if (!list.some((item) => stands(data, item))) faults.push(`made up: ${JSON.stringify(data)}`);
  }
  return faults;
}
const seriesOf = ({ data }: { readonly data: Json }): readonly Json[] => data['series'] as readonly Json[];

function oddFaults(oddities: readonly string[]): readonly string[] {
  const faults: string[] = [];
  if (new Set(oddities.map((one) => one.replace(/ \(\d+ times\)\.$/, '.'))).size !== oddities.length)
    faults.push(`an oddity is said twice: ${oddities.join(' ')}`);
  if (oddities.length > 21) faults.push('there are too many oddities');
  for (const one of oddities)
    if (!/^[^\n]{1,900}\.$/.test(one)) faults.push(`no sentence: ${one.slice(0, 200)}`);
  return faults;
}

function keyFaults({ rows, chunks }: Parsed): readonly string[] {
  const keys = rows.map((row) => ('key' in row ? row.key : row.serial));
  const channels = chunks.map(({ channel }) => channel);
  return [keys, channels]
    .filter((list) => new Set(list).size !== list.length || list.some((one) => one === ''))
    .map((list) => `keys are not unique: ${list.join()}`);
}

/** Whether something that was read is what stands there: keys in any case, numbers perhaps as text. */
function stands(read: unknown, raw: unknown): boolean {
  if (Object.is(read, raw)) return true;
  if (typeof read === 'number') return isNumber(raw, read);
  if (typeof read === 'string')
    return (typeof raw === 'string' || Number.isSafeInteger(raw)) && String(raw).trim() === read.trim();
  if (Array.isArray(read)) {
    if (isObject(raw)) return read.every((one) => isObject(one) && isNamed(one, raw));
    return Array.isArray(raw) && read.every((one) => raw.some((other) => stands(one, other)));
  }
  if (!isObject(read)) return false;
  return Object.entries(read).every(([key, value]) =>
    [key, ...(ALIASES.get(key) ?? [])].some((name) => all(raw, name).some((other) => stands(value, other))),
  );
}
/** An entry of a list that was an object by name. */
const isNamed = (one: Json, raw: Json): boolean =>
  Object.entries(raw).some(([name, value]) => name === one['name'] && stands(one['value'], value));
const ALIASES: ReadonlyMap<string, readonly string[]> = new Map([
  ['latitude', ['lat']],
  ['longitude', ['long', 'lon', 'lng']],
]);

function recordFaults(
  body: unknown,
  { span, serial, dataset: id, variant }: Extract<Reading, { kind: 'records' }>,
  row: StoredRecord,
): readonly string[] {
  const { ask } = variantOf(id, variant);
  const source = items(body).filter((item) => {
    const other = all(item, 'instrument').filter((name) => name !== null);
    const isOwn = other.length === 0 || other.some((name) => isSame(name, serial));
    const wrong = ['type', 'weighting'].some(
      (key) =>
        id === 'frequency' &&
        all(item, key).length === 1 &&
        all(item, key).some((raw) => typeof raw === 'string' && OTHER[key]?.test(raw)) &&
        ask['bands'] === 'Third',
    );
    return isOwn && !wrong && timesUnder(item, START).includes(row.time) && stands(row.data, item);
  });
  const faults: string[] = [];
  if (source.length === 0) faults.push(`no such record in the answer: ${JSON.stringify(row).slice(0, 300)}`);
  if (row.time > span.to || row.time < span.from - DAY) faults.push(`a record of ${row.time}`);
  if (row.until !== undefined && (row.until < row.time || row.until < span.from))
    faults.push('a record ends too soon');
  return faults;
}
const OTHER: Readonly<Record<string, RegExp>> = { type: /^octave$/i, weighting: /^[cz]$/i };
const isSame = (name: unknown, serial: string): boolean =>
  (typeof name === 'string' || typeof name === 'number') &&
  String(name).trim().toLowerCase() === serial.toLowerCase();

/** An extra holds nothing that does not stand somewhere in the answer. */
function extraFaults(body: unknown, { span, stepMs }: SeriesAsked, row: StoredRecord): readonly string[] {
  const held = everything(body);
  const missing = Object.entries(row.data).filter(
    ([key, value]) =>
      key !== 'bands' &&
      !held.some(([name, raw]) => name.toLowerCase() === key.toLowerCase() && stands(value, raw)),
  );
  const faults = missing.map(([key]) => `an extra field that is not there: ${key}`);
  if (row.time >= span.to || row.time < span.from - DAY * 8 - stepMs) faults.push(`an extra of ${row.time}`);
  return faults;
}
/** Every key with its value, at any depth that is kept. */
function everything(value: unknown, depth = 0): readonly (readonly [string, unknown])[] {
  if (typeof value !== 'object' || value === null || depth > 30) return [];
  if (Array.isArray(value) && value.length > 10_000) return [];
  return Object.entries(value).flatMap(([key, one]) => [[key, one] as const, ...everything(one, depth + 1)]);
}

function chunkFaults(
  body: unknown,
  asked: SeriesAsked,
  { channel, stepMs, start, values }: SeriesChunk,
): readonly string[] {
  const { span } = asked;
  if (stepMs !== asked.stepMs || start % stepMs !== 0) return [`${channel} is off its grid`];
  const faults: string[] = [];
  const sources =
    dataset(asked.dataset).fields.some(({ name }) => name === 'time') && isBlocks(asked)
      ? blockSources(body, asked, channel)
      : rowSources(body, asked, channel);
  values.forEach((value, i) => {
    const time = start + i * stepMs;
    if (Number.isNaN(value)) return;
    if (time < span.from || time >= span.to) faults.push(`${channel} has a sample at ${time}`);
    if (!sources.some((may) => may(time, value))) faults.push(`${channel} was not ${value} at ${time}`);
  });
  return faults.slice(0, 3);
}
const isBlocks = ({ dataset: id }: SeriesAsked): boolean => id === 'timehistory' || id === 'frequencyhistory';
/** Whether a place in the answer gives this value to the slot at this time. */
type Source = (time: number, value: number) => boolean;
const ownItems = (body: unknown, serial: string): readonly unknown[] =>
  items(body).filter((item) => {
    const named = all(item, 'instrument').filter((name) => name !== null);
    return named.length === 0 || named.some((name) => isSame(name, serial));
  });

function blockSources(body: unknown, asked: SeriesAsked, channel: string): readonly Source[] {
  const { stepMs, serial } = asked;
  return ownItems(body, serial).flatMap((item) =>
    all(item, 'blocks')
      .flatMap(items)
      .flatMap((block) =>
        listsOf(item, block, asked, channel).flatMap((list) =>
          timesUnder(block, ['start'])
            .filter(() => isAsLongAsAsked(block, stepMs))
            .map((start): Source => (time, value) => {
              const at = (time - start) / stepMs;
              return [Math.floor(at), Math.ceil(at)].some(
                (i) => Math.abs(i - at) <= 0.5 && isNumber(list[i], value),
              );
            }),
        ),
      ),
  );
}
/** The lists of a block that may belong to a channel. */
function listsOf(
  item: unknown,
  block: unknown,
  asked: SeriesAsked,
  channel: string,
): readonly (readonly unknown[])[] {
  if (asked.dataset === 'timehistory')
    return all(item, 'type').some((type) => isSame(type, channel)) ? all(block, 'values').map(items) : [];
  const { ask } = variantOf(asked.dataset, asked.variant);
  const isOther = all(item, 'type').some(
    (type) => typeof type === 'string' && type !== '' && OTHER_SET[String(ask['bands'])]?.test(type),
  );
  if (isOther) return [];
  return all(block, 'bands')
    .flatMap(items)
    .filter((band) =>
      all(band, 'name').some((name) =>
        isSame(
          bandChannel(
            ask['bands'] as 'Octave' | 'Third',
            String(ask['weighting']),
            typeof name === 'string' ? name.trim().replace(' ', '') : '',
          ),
          channel,
        ),
      ),
    )
    .flatMap((band) => all(band, 'values').map(items));
}
const OTHER_SET: Readonly<Record<string, RegExp>> = { Octave: /^third$/i, Third: /^octave$/i };
function isAsLongAsAsked(block: unknown, stepMs: number): boolean {
  const stated = [...all(block, 'sampleDuration')]
    .map(numberOf)
    .filter((ms) => ms > 0 && Number.isFinite(ms));
  return (
    stated.length === 0 ||
    stated.some((ms) => [ms, ms * 1_000].some((one) => Math.abs(one - stepMs) <= stepMs / 100))
  );
}

function rowSources(
  body: unknown,
  { stepMs, serial, span }: SeriesAsked,
  channel: string,
): readonly Source[] {
  // At an end of the span the nearest slot may lie beyond it, and the next one has the sample.
  const isNear = (at: number, time: number): boolean =>
    Math.abs(at - time) <= stepMs / 2 ||
    (Math.abs(at - time) < stepMs && (time + stepMs >= span.to || time - stepMs < span.from));
  return ownItems(body, serial).flatMap((row) =>
    timesUnder(row, START)
      .filter((time) => time >= span.from && time < span.to && isShortEnough(row, stepMs))
      .map(
        (at): Source =>
          (time, value) =>
            isNear(at, time) && all(row, channel).some((raw) => isNumber(raw, value)),
      ),
  );
}
const isShortEnough = (row: unknown, stepMs: number): boolean => {
  const said = all(row, 'duration')
    .map(numberOf)
    .filter((seconds) => seconds > 0 && Number.isFinite(seconds));
  return said.length === 0 || said.some((seconds) => seconds * 1_000 <= stepMs * 1.01);
};
