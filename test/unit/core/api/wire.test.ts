import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isFailure } from '../../../../electron/contract/result';
import { readInstruments, readRecords, readStatus } from '../../../../electron/core/api/wire';
import { parseDuration, parseTime } from '../../../../electron/core/api/wire-time';
import { dataset } from '../../../../electron/core/datasets';

describe('a time', () => {
  it('may have a zone or mean UTC, and any number of fraction digits', () => {
    const at = Date.UTC(2023, 5, 14, 14, 0, 0, 207);
    expect(
      [
        '2023-06-14T14:00:00.2074974Z',
        '2023-06-14T14:00:00.207',
        '2023-06-14 14:00:00.207Z',
        '2023-06-14T16:00:00.207+02:00',
        '2023-06-14T16:00:00.20700+0200',
        ' 2023-06-14t14:00:00.207z ',
      ].map(parseTime),
    ).toEqual(Array.from({ length: 6 }, () => at));
    expect(parseTime('2023-06-14T14:00Z')).toBe(Date.UTC(2023, 5, 14, 14));
    expect(parseTime('2023-06-14T14:00:00.5Z')).toBe(Date.UTC(2023, 5, 14, 14, 0, 0, 500));
  });

  it('is refused when there is no such moment', () => {
    const nonsense = [
      '2023-02-30T00:00:00Z',
      '2023-13-01T00:00:00Z',
      '2023-01-01T24:30:00Z',
      '12:00',
      '...',
      '',
    ];
    expect([...nonsense, 5, null, undefined].map(parseTime)).toEqual(Array.from({ length: 9 }));
  });

  it('reads back every moment that we write', () => {
    const times = fc.integer({ min: Date.UTC(1990, 0), max: Date.UTC(2090, 0) });
    fc.assert(fc.property(times, (at) => parseTime(new Date(at).toISOString()) === at));
  });

  it('may be a duration', () => {
    expect(['PT1S', 'PT0.1S', 'PT1M', 'P1DT2H', 'PT', '1S'].map(parseDuration)).toEqual([
      1_000,
      100,
      60_000,
      93_600_000,
      undefined,
      undefined,
    ]);
  });
});

describe('a list of instruments', () => {
  it('is read whatever the case of its keys and however the position is spelt', () => {
    const { value, oddities } = readInstruments([
      { SerialNumber: 'QT1', position: { Lat: 1, long: '2.5' }, extra: { Deep: 1 } },
      { serialNumber: 'QT2', position: { latitude: 3, longitude: 4 } },
      { name: 'nameless' },
      '...',
      null,
    ]);
    expect(value).toEqual([
      {
        serial: 'QT1',
        data: { serialNumber: 'QT1', position: { latitude: 1, longitude: 2.5 }, extra: { Deep: 1 } },
      },
      { serial: 'QT2', data: { serialNumber: 'QT2', position: { latitude: 3, longitude: 4 } } },
    ]);
    expect(oddities).toEqual(['An instrument without a serial number was skipped (3 times).']);
  });

  it('is refused as a whole when it is no list', () => {
    for (const body of [{}, { instruments: [] }, 'x', 5, null])
      expect(() => readInstruments(body)).toThrow(
        expect.objectContaining({ error: expect.objectContaining({ kind: 'server' }) as unknown }),
      );
  });

  it('cannot reach into the objects of the program', () => {
    const [row] = readInstruments(
      JSON.parse('[{"serialNumber":"QT1","__proto__":{"polluted":1},"constructor":{"x":1}}]'),
    ).value;
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
    expect(Object.getPrototypeOf(row?.data)).toBe(Object.prototype);
    expect(Object.hasOwn(row?.data ?? {}, '__proto__')).toBe(true);
  });
});

describe('a status', () => {
  it('is a row at the moment of the answer', () => {
    const body = { Online: true, lastcalibration: { Time: 'x', OFFSET: '0.04' }, flag: null };
    expect(readStatus(body, 1_234)).toEqual({
      value: {
        key: '1234',
        time: 1_234,
        until: undefined,
        data: { online: true, lastCalibration: { time: 'x', offset: 0.04 }, flag: null },
      },
      oddities: [],
    });
    try {
      readStatus([], 1);
    } catch (error) {
      expect(isFailure(error, 'server')).toBe(true);
    }
  });
});

describe('a list of records', () => {
  const read = (id: Parameters<typeof dataset>[0], body: unknown) => readRecords(dataset(id), 'QT1', body);

  it('gives the documented spelling to capitalised calibrations and keeps their time as it came', () => {
    const { value } = read('calibrations', [
      {
        Time: '2022-06-07T14:45:22.1234567Z',
        Status: 'Success',
        Instrument: 'QT1',
        Level: '93.7',
        Offset: 0.12,
      },
    ]);
    expect(value).toEqual([
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

  it('reads measurements of any shape: start, time, duration, camel-cased names', () => {
    const { value } = read('measurements', [
      { instrument: 'QT1', start: '2022-01-01T00:15:00Z', duration: '900', laF90: '41.5', leqT1Type: 'x' },
      { time: '2022-01-01T00:00:00Z', endTime: '2022-01-01T00:15:00', lAeq: 55.3, lcPeak: null },
    ]);
    expect(value.map(({ time, until }) => [time, until])).toEqual([
      [Date.UTC(2022, 0, 1), Date.UTC(2022, 0, 1, 0, 15)],
      [Date.UTC(2022, 0, 1, 0, 15), Date.UTC(2022, 0, 1, 0, 30)],
    ]);
    expect(value[0]?.data).toMatchObject({ LAeq: 55.3, LCPeak: null });
    expect(value[1]?.data).toMatchObject({ LAF90: 41.5, leqT1Type: 'x' });
  });

  it('keys recordings by their id, once each, and skips those without', () => {
    const recording = { id: 'abc', startTime: '2023-06-12T10:27:41', endTime: '2023-06-12T10:28:00' };
    const { value, oddities } = read('recordings', [recording, recording, { ...recording, id: '' }]);
    expect(value).toHaveLength(1);
    expect(value[0]).toMatchObject({ key: 'abc', time: Date.UTC(2023, 5, 12, 10, 27, 41) });
    expect(oddities).toEqual(['A record without a usable id was skipped.']);
  });

  it('tells two notes of the same moment apart', () => {
    const time = '2022-06-07T11:18:42.814Z';
    const notes = [
      { time, user: 'Ann', message: 'Installed' },
      { time, user: 'Bob', message: 'Installed' },
      { time, user: 'Ann', message: 'Installed' },
    ];
    const { value } = read('calibrationlog', notes);
    expect(value.map(({ data }) => data['user'])).toEqual(['Ann', 'Bob']);
    expect(read('calibrationlog', notes).value.map(({ key }) => key)).toEqual(value.map(({ key }) => key));
  });

  it('drops and names rows of another instrument', () => {
    const { value, oddities } = read('sic', [
      { time: '2023-06-14T14:00:00Z', instrument: 'QT2' },
      { time: '2023-06-14T14:00:00Z', instrument: 'qt1' },
      { time: '2023-06-14T15:00:00Z' },
    ]);
    expect(value).toHaveLength(2);
    expect(oddities).toEqual(['A record of QT2 came when QT1 was asked for and was skipped.']);
  });

  it('survives whatever JSON there is', () => {
    fc.assert(
      fc.property(fc.array(fc.jsonValue()), (body) => {
        for (const id of ['calibrations', 'recordings', 'measurements'] as const)
          expect(Array.isArray(read(id, body).value)).toBe(true);
      }),
      { numRuns: 500 },
    );
  });
});
