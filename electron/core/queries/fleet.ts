/** The fleet as the archive knows it: each instrument with its last observed status and how fresh its data is. */
import type { CalibrationState, FleetEntry, Instrument, InstrumentStatus } from '../../contract/model';
import { Failure } from '../../contract/result';
import type { DriftThresholds } from '../acoustics/drift';
import type { Archive, StoredRecord } from '../db/archive';
import { datasets } from '../datasets';
import type { Pace } from '../export/table-pace';
import { knownNewest } from '../extent';
import { microphoneChanges, readRecentDrift } from './calibration';
import { parseTime } from '../api/wire-time';
import { field, finite, flag, object, text } from './fields';
import { readSic } from './sic';

/** In turns that leave the thread free. Rejects with Failure `cancelled` when the pace's signal fired. */
export async function listFleet(archive: Archive, pace: Pace): Promise<readonly FleetEntry[]> {
  const { drift } = archive.people.rules();
  const changes = microphoneChanges(archive.people.list({ kinds: ['microphone'] }));
  const fleet: FleetEntry[] = [];
  for (const instrument of archive.instruments.list()) {
    fleet.push(entry(archive, instrument, drift, changes.get(instrument.serial)));
    await pace.breathe();
  }
  return fleet;
}

/** Throws Failure `not-found` for a serial the archive does not hold. */
export function getFleetEntry(archive: Archive, serial: string): FleetEntry {
  const instrument = archive.instruments.get(serial);
  if (instrument === undefined) throw new Failure({ kind: 'not-found', what: `The instrument ${serial}` });
  const changes = microphoneChanges(archive.people.list({ kinds: ['microphone'], instrument: serial }));
  return entry(archive, instrument, archive.people.rules().drift, changes.get(serial));
}

function entry(
  archive: Archive,
  instrument: Instrument,
  thresholds: DriftThresholds,
  breaks: readonly number[] = [],
): FleetEntry {
  const status = archive.records.newest('status', instrument.serial);
  return {
    instrument,
    status: status && toStatus(status),
    newestDataAt: newestData(archive, instrument),
    drift: readRecentDrift(archive, instrument.serial, { thresholds, breaks, successes: 1 }).latestVerdict,
  };
}

function newestData(archive: Archive, { serial, type }: Instrument): number | undefined {
  const times = datasets.flatMap(({ id, kind, types }) => {
    // What is not measured by such an instrument is never asked of it.
    if (kind === 'snapshot' || (type !== undefined && types?.includes(type) === false)) return [];
    if (kind === 'series') return knownNewest(archive, id, serial) ?? [];
    const newest = archive.records.newest(id, serial);
    return newest === undefined ? [] : (newest.until ?? newest.time);
  });
  return times.length === 0 ? undefined : Math.max(...times);
}

/** An observed status row as the contract has it. */
export function toStatus({ time, data }: StoredRecord): InstrumentStatus {
  const calibration = object(field(data, 'lastCalibration'));
  const sic = object(field(data, 'lastSic'));
  return {
    online: flag(field(data, 'online')),
    measuring: flag(field(data, 'measuring')),
    calibrationInProgress: flag(field(data, 'calibrationInProgress')),
    sicInProgress: flag(field(data, 'sicInProgress')),
    lastCalibration: calibration && toCalibration(calibration),
    lastSic: sic && readSic(sic),
    observedAt: time,
  };
}

const toCalibration = (data: Readonly<Record<string, unknown>>): CalibrationState => ({
  time: parseTime(field(data, 'time')),
  status: text(field(data, 'status')),
  level: finite(field(data, 'level')),
  offset: finite(field(data, 'offset')),
});
