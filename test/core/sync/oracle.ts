/** Compares what an archive holds with the world it was fetched from, and a journal with what good manners allow. */
import type { DatasetId, Span } from '../../../electron/contract/model';
import { dataset, datasets, findVariant, type Variant } from '../../../electron/core/datasets';
import type { CoverageRow } from '../../../electron/core/db/archive';
import { whyNotAsked } from '../../../electron/core/sync/eligible';
import { keptOf } from '../../../electron/core/sync/keep';
import { isAnswer } from '../../../electron/core/sync/plan';
import { subtract } from '../../../electron/core/sync/spans';
import type { JournalEntry } from '../../../electron/demo/server/journal';
import type { World } from '../../../electron/demo/world/world';
import type { Harness } from './harness';
import { expectedRecords, expectedSamples, told, type Expected } from './world-truth';

/**
 * Every difference, a line each; empty when the archive holds just what the world has in the span, of every dataset
 * that the instrument can have and that is kept.
 */
export function differences(h: Harness, world: World, serial: string, span: Span): readonly string[] {
  return datasets.flatMap((one) =>
    one.variants.flatMap((variant) =>
      isKept(h, serial, one.id, variant.id) ? differencesIn(h, world, serial, span, one.id, variant) : [],
    ),
  );
}

/** Of one dataset alone, whether or not it is kept. */
export const differencesOf = (
  h: Harness,
  world: World,
  serial: string,
  span: Span,
  id: DatasetId,
): readonly string[] =>
  dataset(id).variants.flatMap((variant) =>
    isKept(h, serial, id, variant.id) ? differencesIn(h, world, serial, span, id, variant) : [],
  );

function isKept(h: Harness, serial: string, id: DatasetId, variant: string): boolean {
  const instrument = h.archive.instruments.get(serial);
  if (dataset(id).kind === 'snapshot' || instrument === undefined) return false;
  if (whyNotAsked(dataset(id), instrument, new Set()) !== undefined) return false;
  return keptOf(h.archive.keep.list())(serial, id, variant).days > 0;
}

function differencesIn(
  h: Harness,
  world: World,
  serial: string,
  span: Span,
  id: DatasetId,
  variant: Variant,
): readonly string[] {
  const about = { world, serial, span, now: h.clock.now() };
  return dataset(id).kind === 'series'
    ? sampleDifferences(h, serial, id, expectedSamples(about, id, variant))
    : recordDifferences(h, serial, span, id, variant.id, expectedRecords(about, id, variant));
}

function sampleDifferences(
  h: Harness,
  serial: string,
  id: DatasetId,
  expected: ReturnType<typeof expectedSamples>,
): readonly string[] {
  return expected.flatMap(({ channel, stepMs, start, values }) => {
    const of = { from: start, to: start + values.length * stepMs };
    const held = h.archive.series.read(id, serial, channel, stepMs, of);
    let wrong = held.length === values.length ? 0 : Infinity;
    for (let i = 0; i < values.length; i += 1) if (!Object.is(held[i], values[i])) wrong += 1;
    return wrong === 0 ? [] : [`${serial} ${id} ${channel}: ${wrong} of ${values.length} samples differ`];
  });
}

function recordDifferences(
  h: Harness,
  serial: string,
  span: Span,
  id: DatasetId,
  variant: string,
  expected: readonly Expected[],
): readonly string[] {
  const held = h.archive.records.list(id, serial, span, variant);
  const says = (time: number, fields: unknown): string => `${time} ${JSON.stringify(fields)}`;
  const want = expected.map(({ time, fields }) => says(time, fields));
  const have = held.map(({ time, data }, index) => {
    const names = Object.keys(expected[index]?.fields ?? {});
    return says(time, Object.fromEntries(names.map((name) => [name, told(id, data)[name]])));
  });
  if (have.join('\n') === want.join('\n')) return [];
  const at = want.findIndex((line, index) => line !== have[index]);
  const first = `; first ${String(have[at]).slice(0, 300)} for ${String(want[at]).slice(0, 300)}`;
  return [`${serial} ${id} ${variant}: ${have.length} of ${want.length} records${first}`];
}

/** Ranged requests of the journal, as the ledger would name them. */
export interface AskedRange extends Span {
  readonly path: string;
  readonly serial: string;
  readonly query: URLSearchParams;
  readonly entry: JournalEntry;
}
export const askedRanges = (entries: readonly JournalEntry[]): readonly AskedRange[] =>
  entries.flatMap((entry) => {
    const query = new URLSearchParams(entry.query);
    const start = query.get('start');
    const end = query.get('end');
    const serial = query.get('instruments');
    if (start === null || end === null || serial === null) return [];
    return [{ path: entry.path, serial, query, from: Date.parse(start), to: Date.parse(end), entry }];
  });

const PATHS: Readonly<Partial<Record<DatasetId, string>>> = {
  calibrations: '/v1/data/calibrations',
  calibrationlog: '/v1/data/calibrations/log',
  sic: '/v1/data/sic',
  measurements: '/v1/data/noise/measurements',
  timehistory: '/v1/data/noise/timehistory',
  recordings: '/v1/data/audio',
  events: '/v1/data/events',
  frequency: '/v1/data/frequency/measurements',
  frequencyhistory: '/v1/data/frequency/timehistory',
  weather: '/v1/data/weather',
  particulates: '/v1/data/particulates',
  gases: '/v1/data/gases',
  ppv: '/v1/data/vibration/PPV',
  vdv: '/v1/data/vibration/VDV',
  monitorstats: '/v1/data/monitor/stats',
  monitorevents: '/v1/data/monitor/events',
};
/** Whether a request asked for what a row of the ledger speaks of; an instrument may have longer samples than wanted. */
function isAbout(row: CoverageRow, { path, serial, query }: AskedRange): boolean {
  const variant = findVariant(row.dataset, row.params);
  if (variant === undefined || PATHS[row.dataset] !== path || row.instrument !== serial) return false;
  return Object.entries(variant.ask).every(
    ([name, value]) => query.getAll(name).join() === (typeof value === 'string' ? value : value.join()),
  );
}

/** Requests among `entries` that ask for something the ledger called settled. */
export const askedInVain = (
  settled: readonly CoverageRow[],
  entries: readonly JournalEntry[],
): readonly string[] =>
  askedRanges(entries)
    .filter((asked) =>
      settled.some(
        (row) => row.state === 'settled' && isAbout(row, asked) && row.from < asked.to && row.to > asked.from,
      ),
    )
    .map(({ path, serial, from, to }) => `${path} ${serial} ${new Date(from).toISOString()}/${to - from}`);

/** What the ledger claims without any answer that says so. Of details it may claim what it claims of their records. */
export function claimedWithoutAnswer(
  rows: readonly CoverageRow[],
  entries: readonly JournalEntry[],
): readonly string[] {
  const answered = askedRanges(entries).filter(
    ({ entry }) => entry.status === 200 && entry.ending === 'sent',
  );
  return rows.filter(isAnswer).flatMap((row) => {
    const { of } = dataset(row.dataset);
    const spans =
      of === undefined
        ? answered.filter((asked) => isAbout(row, asked))
        : rows.filter((each) => each.dataset === of.dataset && each.instrument === row.instrument);
    return subtract([row], spans).map(
      ({ from, to }) =>
        `${row.dataset} ${row.params} ${row.instrument} ${new Date(from).toISOString()}/${to - from}`,
    );
  });
}

/** No more than so many at once, ever. */
export const mostInFlight = (entries: readonly JournalEntry[]): number =>
  entries.reduce((most, { inFlight }) => Math.max(most, inFlight), 0);
