/** An instrument's calibrations, log notes and SIC results, with drift and when each was last asked for. */
import type { CalibrationHistory, DatasetId, Span } from '../../contract/model';
import type { MicrophoneChange } from '../../contract/passport';
import type { Entry } from '../../contract/people';
import { calibrationHistory, isSuccess, type DriftThresholds } from '../acoustics/drift';
import { parseTime } from '../api/wire-time';
import { DAY_MS } from '../datasets';
import { isAnswer } from '../sync/plan';
import type { Archive, StoredRecord } from '../db/archive';
import { field, finite, text } from './fields';
import { readSic } from './sic';

/** All time, as far as a Date reaches. */
const EVER: Span = { from: -8.64e15, to: 8.64e15 };
const ASKED: readonly DatasetId[] = ['calibrations', 'calibrationlog', 'sic'];

export function readCalibrations(archive: Archive, serial: string): CalibrationHistory {
  const rows = (dataset: DatasetId) => archive.records.list(dataset, serial, EVER);
  return {
    ...readDrift(archive, serial, archive.people.rules().drift),
    log: rows('calibrationlog').map(({ time, data }) => ({
      time,
      user: text(field(data, 'user')),
      message: text(field(data, 'message')),
    })),
    sic: rows('sic').map(({ time, data }) => ({ ...readSic(data), time })),
    askedAt: lastAsked(archive, serial),
  };
}

const readDrift = (archive: Archive, serial: string, thresholds: DriftThresholds) =>
  calibrationHistory(
    archive.records.list('calibrations', serial, EVER).map(toCalibration),
    thresholds,
    readMicrophones(archive, serial).map(({ at }) => at),
  );

/** The newest are looked for in so much first: many calibrate by the week or month. */
const RECENT_MS = 62 * DAY_MS;
interface RecentDrift {
  readonly thresholds: DriftThresholds;
  /** Changes of its microphone, epoch ms. */
  readonly breaks: readonly number[];
  /** At least so many successes are read, as far as there are. */
  readonly successes: number;
}
/** The newest calibrations with their drift, which is that of all; a list of many instruments needs no more. */
export function readRecentDrift(archive: Archive, serial: string, options: RecentDrift) {
  const { thresholds, breaks, successes } = options;
  const newest = archive.records.newest('calibrations', serial);
  if (newest === undefined) return calibrationHistory([], thresholds, breaks);
  const read = (from: number) =>
    archive.records.list('calibrations', serial, { ...EVER, from }).map(toCalibration);
  const recent = read(newest.time - RECENT_MS);
  // The first of those that are compared has its own drift from one before it.
  const compared = recent.filter((row) => isSuccess(row) && row.offset !== undefined).length;
  return calibrationHistory(compared > successes ? recent : read(EVER.from), thresholds, breaks);
}

/** When people said that microphones were changed, by instrument, ascending. */
export function microphoneChanges(entries: readonly Entry[]): ReadonlyMap<string, readonly number[]> {
  const changes = new Map<string, number[]>();
  for (const { added, instrument, from } of entries)
    if (added.kind === 'microphone' && instrument !== undefined && from !== undefined)
      changes.set(instrument, [...(changes.get(instrument) ?? []), from]);
  return changes;
}

/** What people said of its microphone, ascending. */
export const readMicrophones = (archive: Archive, serial: string): readonly MicrophoneChange[] =>
  archive.people.list({ kinds: ['microphone'], instrument: serial }).flatMap((entry) => {
    const { from, added } = entry;
    return from === undefined || entry.instrument !== serial || added.kind !== 'microphone'
      ? []
      : [{ entry, at: from, text: added.text, serial: added.serial }];
  });

const toCalibration = ({ time, data }: StoredRecord) => ({
  time: parseTime(field(data, 'time')) ?? time,
  status: text(field(data, 'status')) ?? 'Unknown',
  level: finite(field(data, 'level')),
  offset: finite(field(data, 'offset')),
});

function lastAsked(archive: Archive, serial: string): CalibrationHistory['askedAt'] {
  const asked: Partial<Record<DatasetId, number>> = {};
  const ledger = archive.coverage.list({ datasets: ASKED, instruments: [serial] });
  for (const { dataset, askedAt } of ledger.filter(isAnswer))
    asked[dataset] = Math.max(asked[dataset] ?? askedAt, askedAt);
  return asked;
}
