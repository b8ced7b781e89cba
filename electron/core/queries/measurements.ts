/** Noise measurements as a table. */
import type { MeasurementTable, Span } from '../../contract/model';
import type { Archive } from '../db/archive';

const NOT_VALUES = new Set(['instrument', 'startTime', 'endTime', 'time', 'duration']);

export function listMeasurements(archive: Archive, instrument: string, span: Span): MeasurementTable {
  return {
    rows: archive.records.list('measurements', instrument, span).map(({ time, until, data }) => ({
      from: time,
      to: until,
      values: Object.fromEntries(
        Object.entries(data).filter(
          (entry): entry is [string, number | string | null] =>
            !NOT_VALUES.has(entry[0]) &&
            (entry[1] === null || typeof entry[1] === 'number' || typeof entry[1] === 'string'),
        ),
      ),
    })),
  };
}
