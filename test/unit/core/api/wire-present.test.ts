import { describe, expect, it } from 'vitest';
import { readInstruments, readPresent } from '../../../../electron/core/api/wire-present';

const refusal = expect.objectContaining({
  error: expect.objectContaining({ kind: 'server' }) as unknown,
}) as unknown;

describe('a list of instruments', () => {
  it('is read whatever the case of its keys and however the position is spelt', () => {
    const { rows, oddities } = readInstruments([
      { SerialNumber: 'QT1', position: { Lat: 1, long: '2.5' }, extra: { Deep: 1 } },
      { serialNumber: 'QT2', position: { latitude: 3, longitude: 4 } },
      { name: 'nameless' },
      '...',
      null,
    ]);
    expect(rows).toEqual([
      {
        serial: 'QT1',
        data: { serialNumber: 'QT1', position: { latitude: 1, longitude: 2.5 }, extra: { Deep: 1 } },
      },
      { serial: 'QT2', data: { serialNumber: 'QT2', position: { latitude: 3, longitude: 4 } } },
    ]);
    expect(oddities).toEqual(['An instrument without a serial number was skipped (3 times).']);
  });

  it('is refused as a whole when it is no list, or names nothing: no instrument may vanish by it', () => {
    for (const body of [{}, { instruments: [] }, 'x', 5, null, ['...'], [{ name: 'x' }]])
      expect(() => readInstruments(body)).toThrow(refusal);
    expect(readInstruments([]).rows).toEqual([]);
  });

  it('cannot reach into the objects of the program', () => {
    const [row] = readInstruments(
      JSON.parse('[{"serialNumber":"QT1","__proto__":{"polluted":1},"constructor":{"x":1}}]'),
    ).rows;
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
    expect(Object.getPrototypeOf(row?.data)).toBe(Object.prototype);
    expect(Object.hasOwn(row?.data ?? {}, '__proto__')).toBe(true);
  });
});

describe('a present state', () => {
  it('is a row at the moment of the answer', () => {
    const body = { Online: true, lastcalibration: { Time: 'x', OFFSET: '0.04' }, flag: null };
    expect(readPresent('status', 'QT1', 1_234, body)).toEqual({
      rows: [
        {
          key: '1234',
          time: 1_234,
          until: undefined,
          data: { online: true, lastCalibration: { time: 'x', offset: 0.04 }, flag: null },
        },
      ],
      chunks: [],
      oddities: [],
    });
  });

  it('is refused when it says nothing that a status says', () => {
    for (const body of [[], {}, { message: 'please log in' }, 'x', null])
      expect(() => readPresent('status', 'QT1', 1, body)).toThrow(refusal);
  });

  it('is the entry of the instrument asked for, or the one that names none', () => {
    const read = (body: unknown) => readPresent('monitorcurrent', 'QT1', 5, body);
    const own = { instrument: 'qt1', cpu: 2 };
    const { rows, oddities } = read([{ cpu: 1 }, { instrument: 'QT2', cpu: 9 }, '...', own]);
    expect(rows).toEqual([{ key: '5', time: 5, until: undefined, data: own }]);
    expect(oddities).toEqual([
      'Statistics of QT2 came when QT1 was asked for and were skipped.',
      'Something that is no statistics was skipped.',
      'Statistics came more than once; the first were taken.',
    ]);
    expect(read([{ CPU: '12.2', uptime: 1 }]).rows[0]?.data).toEqual({ cpu: 12.2, uptime: 1 });
    expect(read([]).rows).toEqual([]);
    for (const body of [{ cpu: 1 }, ['...'], [{ message: 'x' }]]) expect(() => read(body)).toThrow(refusal);
  });
});
