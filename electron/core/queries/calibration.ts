/** An instrument's calibrations, log notes and SIC results, with drift and when each was last asked for. */
import type { CalibrationHistory, DatasetId, Span } from '../../contract/model';
import type { MicrophoneChange } from '../../contract/passport';
import { calibrationHistory, type DriftThresholds } from '../acoustics/drift';
import { parseTime } from '../api/wire-time';
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

/** Calibrations with their drift alone; a list of many instruments needs no more. */
export const readDrift = (archive: Archive, serial: string, thresholds: DriftThresholds) =>
  calibrationHistory(
    archive.records.list('calibrations', serial, EVER).map(toCalibration),
    thresholds,
    readMicrophones(archive, serial).map(({ at }) => at),
  );

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
