/** Compares what an archive holds with the world it was fetched from, and a journal with what good manners allow. */
import type { Span } from '../../../electron/contract/model';
import { dataset } from '../../../electron/core/datasets';
import type { CoverageRow } from '../../../electron/core/db/archive';
import { subtract } from '../../../electron/core/sync/spans';
import type { JournalEntry } from '../../../electron/demo/server/journal';
import type { World } from '../../../electron/demo/world/world';
import type { Harness } from './harness';

const RECORDS = ['calibrations', 'calibrationlog', 'sic', 'measurements', 'recordings'] as const;

/** Every difference, a line each; empty when the archive holds just what the world has in the span. */
export function differences(h: Harness, world: World, serial: string, span: Span): readonly string[] {
  return [...levelDifferences(h, world, serial, span), ...recordDifferences(h, world, serial, span)];
}

export function levelDifferences(h: Harness, world: World, serial: string, span: Span): readonly string[] {
  const { stepMs, channels } = dataset('timehistory').series ?? { stepMs: 1_000, channels: [] };
  return channels.flatMap((channel) => {
    const held = h.archive.series.read('timehistory', serial, channel, stepMs, span);
    const true_ = world.levels(serial, channel, stepMs, span.from, span.to, h.clock.now()).values;
    let wrong = held.length === true_.length ? 0 : Infinity;
    for (let i = 0; i < true_.length; i += 1) if (!Object.is(held[i], true_[i])) wrong += 1;
    return wrong === 0 ? [] : [`${serial} ${channel}: ${wrong} of ${true_.length} samples differ`];
  });
}

export function recordDifferences(h: Harness, world: World, serial: string, span: Span): readonly string[] {
  const { from, to } = span;
  const now = h.clock.now();
  const period = world.instruments().find((one) => one.serial === serial)?.measurementMs ?? 0;
  const times: Record<(typeof RECORDS)[number], readonly number[]> = {
    calibrations: world.calibrations(serial, from, to, now).map(({ time }) => time),
    calibrationlog: world.calibrationLog(serial, from, to, now).map(({ time }) => time),
    sic: world.sic(serial, from, to, now).map(({ time }) => time),
    measurements: world.measurements(serial, period, from, to, now).map(({ start }) => start),
    recordings: world.recordings(serial, from, to, now).map(({ start }) => start),
  };
  return RECORDS.flatMap((id) => {
    const held = h.archive.records.list(id, serial, span).map(({ time }) => time);
    return held.join() === times[id].join() ? [] : [`${serial} ${id}: ${held.length} of ${times[id].length}`];
  });
}

/** Ranged requests of the journal, as the ledger would name them. */
export interface AskedRange extends Span {
  readonly path: string;
  readonly serial: string;
  readonly entry: JournalEntry;
}
export const askedRanges = (entries: readonly JournalEntry[]): readonly AskedRange[] =>
  entries.flatMap((entry) => {
    const query = new URLSearchParams(entry.query);
    const start = query.get('start');
    const end = query.get('end');
    const serial = query.get('instruments');
    if (start === null || end === null || serial === null) return [];
    return [{ path: entry.path, serial, from: Date.parse(start), to: Date.parse(end), entry }];
  });

const PATHS: Readonly<Record<string, string>> = {
  calibrations: '/v1/data/calibrations',
  calibrationlog: '/v1/data/calibrations/log',
  sic: '/v1/data/sic',
  measurements: '/v1/data/noise/measurements',
  timehistory: '/v1/data/noise/timehistory',
  recordings: '/v1/data/audio',
};
/** Requests among `entries` that ask for something the ledger called settled. */
export const askedInVain = (
  settled: readonly CoverageRow[],
  entries: readonly JournalEntry[],
): readonly string[] =>
  askedRanges(entries)
    .filter((asked) =>
      settled.some(
        (row) =>
          row.state === 'settled' &&
          PATHS[row.dataset] === asked.path &&
          row.instrument === asked.serial &&
          row.from < asked.to &&
          row.to > asked.from,
      ),
    )
    .map(({ path, serial, from, to }) => `${path} ${serial} ${new Date(from).toISOString()}/${to - from}`);

/** What the ledger claims without any answer that says so. */
export function claimedWithoutAnswer(
  rows: readonly CoverageRow[],
  entries: readonly JournalEntry[],
): readonly string[] {
  const answered = askedRanges(entries).filter(
    ({ entry }) => entry.status === 200 && entry.ending === 'sent',
  );
  return rows.flatMap((row) => {
    const spans = answered.filter(
      ({ path, serial }) => path === PATHS[row.dataset] && serial === row.instrument,
    );
    return subtract([row], spans).map(
      ({ from, to }) => `${row.dataset} ${row.instrument} ${new Date(from).toISOString()}/${to - from}`,
    );
  });
}

/** No more than so many at once, ever. */
export const mostInFlight = (entries: readonly JournalEntry[]): number =>
  entries.reduce((most, { inFlight }) => Math.max(most, inFlight), 0);
