import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Failure } from '../../../../electron/contract/result';
import { readRecords } from '../../../../electron/core/api/wire-records';
import type { StoredRecord } from '../../../../electron/core/db/archive';
import type { DatasetId } from '../../../../electron/contract/model';

const YEARS = { from: Date.UTC(2022, 0), to: Date.UTC(2024, 0) };
const read = (dataset: DatasetId, body: unknown, variant = '', span = YEARS) => {
  const { rows, oddities } = readRecords({ dataset, variant, serial: 'QT1', span }, body);
  return { rows: rows as readonly StoredRecord[], oddities };
};

describe('a list of records', () => {
  it('gives the documented spelling to capitalised calibrations and keeps their time as it came', () => {
    const { rows } = read('calibrations', [
      {
        Time: '2022-06-07T14:45:22.1234567Z',
        Status: 'Success',
        Instrument: 'QT1',
        Level: '93.7',
        Offset: 0.12,
      },
    ]);
    expect(rows).toEqual([
      {
        key: String(Date.UTC(2022, 5, 7, 14, 45, 22, 123)),
        time: Date.UTC(2022, 5, 7, 14, 45, 22, 123),
        until: undefined,
        data: {
          time: '2022-06-07T14:45:22.1234567Z',
          status: 'Success',
          instrument: 'QT1',
          level: 93.7,
          offset: 0.12,
        },
      },
    ]);
  });

  it('reads measurements of any shape: start, time, duration, camel-cased names, names of moving averages', () => {
    const { rows } = read('measurements', [
      {
        instrument: 'QT1',
        start: '2022-01-01T00:15:00Z',
        duration: '900',
        laF90: '41.5',
        leqT1Type: 'LAeq,5m',
      },
      { time: '2022-01-01T00:00:00Z', endTime: '2022-01-01T00:15:00', lAeq: 55.3, lcPeak: null, New: [1] },
    ]);
    expect(rows.map(({ time, until }) => [time, until])).toEqual([
      [Date.UTC(2022, 0, 1), Date.UTC(2022, 0, 1, 0, 15)],
      [Date.UTC(2022, 0, 1, 0, 15), Date.UTC(2022, 0, 1, 0, 30)],
    ]);
    expect(rows[0]?.data).toMatchObject({ LAeq: 55.3, LCPeak: null, New: [1] });
    expect(rows[1]?.data).toMatchObject({ LAF90: 41.5, LeqT1Type: 'LAeq,5m' });
  });

  it('believes the documented spelling when a key comes in several', () => {
    const row = { startTime: '2022-01-01T00:00:00Z', LAEQ: 1, LAeq: 2, laeq: 3 };
    expect(read('measurements', [row]).rows[0]?.data).toEqual({ startTime: row.startTime, LAeq: 2 });
  });

  it('says what is odd a limited number of times, however much there is of it', () => {
    const time = '2022-01-01T00:00:00Z';
    const body = Array.from({ length: 1_000 }, (_, i) => ({ time, instrument: `${'X'.repeat(100)}${i}` }));
    body.push(...Array.from({ length: 1_000 }, (_, i) => ({ time, instrument: `Y${i}` })));
    const { oddities } = read('sic', body);
    expect(oddities).toHaveLength(21);
    expect(oddities[0]?.length).toBeLessThan(140);
    expect(oddities.at(-1)).toBe('More was odd about it than can be listed (981 times).');
  });

  it('keys recordings by their id, once each, and skips those without', () => {
    const recording = { id: 'abc', startTime: '2023-06-12T10:27:41', endTime: '2023-06-12T10:28:00' };
    const { rows, oddities } = read('recordings', [recording, recording, { ...recording, id: '' }]);
    expect(rows).toHaveLength(1);
    expect(rows[0]).toMatchObject({ key: 'abc', time: Date.UTC(2023, 5, 12, 10, 27, 41) });
    expect(oddities).toEqual(['A record without a usable id was skipped.']);
  });

  it('tells two notes, events and system events of the same moment apart, the same way each time', () => {
    const time = '2022-06-07T11:18:42.814Z';
    const twice = (dataset: DatasetId, list: readonly object[], expected: number): void => {
      const keys = read(dataset, list).rows.map(({ key }) => key);
      expect(new Set(keys).size).toBe(expected);
      expect(new Set(read(dataset, [...list].reverse()).rows.map(({ key }) => key))).toEqual(new Set(keys));
    };
    const note = { time, user: 'Ann', message: 'Installed' };
    twice('calibrationlog', [note, { ...note, user: 'Bob' }, note], 2);
    const event = { startTime: time, name: 'LAeq', level: 65.5, overall: [57.67, null] };
    twice(
      'events',
      [
        { ...event, timeHistoryId: 'a' },
        { ...event, timeHistoryId: 'b' },
      ],
      2,
    );
    twice(
      'events',
      [
        event,
        { ...event, name: 'LCPeak' },
        { level: 65.5, overall: [57.67, null], startTime: time, name: 'LAeq' },
      ],
      2,
    );
    // The sound of an event may come later than the event; it is the same event.
    twice(
      'events',
      [
        { ...event, audioId: null },
        { ...event, audioId: 'x', audioTime: time },
      ],
      1,
    );
    twice(
      'monitorevents',
      [
        { time, event: 'Boot' },
        { time, event: 'Door' },
        { time, What: 'Else' },
      ],
      3,
    );
  });

  it('says when a row of one moment came twice and differs', () => {
    const row = { time: '2022-06-07T11:18:42Z', level: 1 };
    expect(read('calibrations', [row, { ...row }]).oddities).toEqual([]);
    const { rows, oddities } = read('calibrations', [row, { ...row, level: 2 }]);
    expect(rows.map(({ data }) => data['level'])).toEqual([2]);
    expect(oddities).toEqual(['Two records are of the same moment; the later one was kept.']);
  });

  it('drops and names rows of another instrument', () => {
    const { rows, oddities } = read('sic', [
      { time: '2023-06-14T14:00:00Z', instrument: 'QT2' },
      { time: '2023-06-14T14:00:00Z', instrument: 'qt1' },
      { time: '2023-06-14T15:00:00Z' },
    ]);
    expect(rows).toHaveLength(2);
    expect(oddities).toEqual(['A record of QT2 came when QT1 was asked for and was skipped.']);
  });

  it('takes what touches the span, however the service counts its ends, and nothing else', () => {
    const span = { from: Date.UTC(2023, 0, 2), to: Date.UTC(2023, 0, 3) };
    const at = (startTime: string, endTime?: string) => ({ startTime, endTime, LAeq: 1 });
    const { rows, oddities } = read(
      'measurements',
      [
        at('2023-01-01T23:30:00Z', '2023-01-01T23:45:00Z'),
        at('2023-01-01T23:45:00Z', '2023-01-02T00:00:00Z'),
        at('2023-01-02T12:00:00Z'),
        at('2023-01-03T00:00:00Z', '2023-01-03T00:15:00Z'),
        at('2023-01-03T00:00:01Z'),
        at('0001-01-01T00:00:00Z', '9999-01-01T00:00:00Z'),
      ],
      '',
      span,
    );
    expect(rows.map(({ time }) => new Date(time).toISOString())).toEqual([
      '2023-01-01T23:45:00.000Z',
      '2023-01-02T12:00:00.000Z',
      '2023-01-03T00:00:00.000Z',
    ]);
    expect(oddities).toEqual(['A record of another time was skipped (3 times).']);
  });

  it('does not believe an end before the beginning', () => {
    const { rows, oddities } = read('events', [
      { startTime: '2023-06-16T11:35:40Z', endTime: '2023-06-16T11:35:20Z', timeHistoryId: 'a' },
    ]);
    expect(rows[0]).toMatchObject({ until: undefined, data: { endTime: '2023-06-16T11:35:20Z' } });
    expect(oddities).toEqual(['A record ends before it begins; its end was not taken.']);
  });

  it('is refused when nothing of it makes sense', () => {
    for (const body of [['...'], [{ when: '2023-06-14T14:00:00Z' }], [null, 5]])
      expect(() => read('measurements', body)).toThrow(Failure);
    expect(read('measurements', []).rows).toEqual([]);
  });

  it('survives whatever JSON there is', () => {
    fc.assert(
      fc.property(fc.array(fc.jsonValue()), (body) => {
        for (const id of ['calibrations', 'recordings', 'measurements', 'events'] as const)
          try {
            expect(Array.isArray(read(id, body).rows)).toBe(true);
          } catch (error) {
            expect(error).toBeInstanceOf(Failure);
          }
      }),
      { numRuns: 500 },
    );
  });
});

describe('a list of frequency measurements', () => {
  const row = { instrument: 'QT1', startTime: '2023-01-01T00:00:00Z', endTime: '2023-01-01T00:15:00Z' };
  const bands = [{ name: '31.5Hz', value: 55.3 }];

  it('files rows by what was asked for, with bands as a list', () => {
    const { rows } = read(
      'frequency',
      [
        { ...row, type: 'Third', Bands: [{ Name: '31.5Hz', VALUE: '55.3' }] },
        {
          ...row,
          startTime: '2023-01-01T00:15:00Z',
          endTime: null,
          bands: { '31.5Hz': 55.3 },
          weighting: 'a',
        },
      ],
      'Third-A',
    );
    expect(rows.map(({ key, variant, data }) => [key, variant, data['bands']])).toEqual([
      [`Third-A ${Date.UTC(2023, 0)}`, 'Third-A', bands],
      [`Third-A ${Date.UTC(2023, 0, 1, 0, 15)}`, 'Third-A', bands],
    ]);
  });

  it('skips rows of other bands or another weighting', () => {
    const { rows, oddities } = read(
      'frequency',
      [
        { ...row, type: 'Octave', bands },
        { ...row, type: 'Third', weighting: 'Z', bands },
      ],
      'Third-A',
    );
    expect(rows).toEqual([]);
    expect(oddities).toEqual([
      'A record of other bands or another weighting than asked for was skipped (2 times).',
    ]);
  });
});
