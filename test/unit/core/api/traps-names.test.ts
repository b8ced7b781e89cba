/** Where the service's reference disagrees with itself about names. The values are those of its own examples. */
import { describe, expect, it } from 'vitest';
import { datasets } from '../../../../electron/core/datasets';
import { at, between, failureOf, NEVER, SERIAL, service } from './service';

const YEAR = between('2022-01-01T00:00:00Z', '2023-01-01T00:00:00Z');

describe('names that the reference spells in more than one way', () => {
  it('calibrations have capitalised keys in the example and lower-case ones in the schema', async () => {
    const capital = {
      ...{ Time: '2022-06-07T14:45:22Z', Status: 'Success', Instrument: 'QT123456' },
      ...{ Level: 93.7, Offset: 0.12 },
    };
    const lower = {
      ...{ time: '2022-06-07T14:45:22Z', status: 'Success', instrument: 'QT123456' },
      ...{ level: 93.7, offset: 0.12 },
    };
    const time = at('2022-06-07T14:45:22Z');
    for (const body of [[capital], [lower]])
      expect((await service(body).api.records('calibrations', '', SERIAL, YEAR, NEVER)).value).toEqual([
        { key: String(time), time, until: undefined, data: lower },
      ]);
  });

  it('environmental keys are camel-cased by machine, and the same might happen to levels', async () => {
    const particulates = { startTime: '2022-07-07T03:19:00Z', duration: 60, instrument: SERIAL };
    const span = between('2022-07-07T00:00:00Z', '2022-07-08T00:00:00Z');
    for (const keys of [
      ['pM1', 'pM2p5', 'pM4p25', 'pM10'],
      ['PM1', 'PM2P5', 'Pm4p25', 'pm10'],
    ]) {
      const row = { ...particulates, ...Object.fromEntries(keys.map((key, i) => [key, i + 1])) };
      const { value } = await service([row]).api.series('particulates', '', SERIAL, span, 60_000, NEVER);
      expect(value.chunks.map(({ channel, values }) => [channel, values[0]])).toEqual([
        ...[
          ['pM1', 1],
          ['pM2p5', 2],
          ['pM4p25', 3],
          ['pM10', 4],
        ],
      ]);
      expect(value.extras).toEqual([]);
    }
    const level = {
      ...{ startTime: '2022-07-07T03:15:00Z', lAeq: 55.3, lcPeak: 82.5, lafMax: 70.1, leX8: 50.2 },
      ...{ laF90: 41.5, leqT1Max: 58, leqT1Type: 'LAeq,5m' },
    };
    const { value } = await service([level]).api.records('measurements', '', SERIAL, span, NEVER);
    expect(value[0]?.data).toEqual({
      ...{ startTime: '2022-07-07T03:15:00Z', LAeq: 55.3, LCPeak: 82.5, LAFMax: 70.1, LEX8: 50.2 },
      ...{ LAF90: 41.5, LeqT1Max: 58, LeqT1Type: 'LAeq,5m' },
    });
  });

  it('no two documented names of a dataset are one when case is ignored', () => {
    for (const { id, fields, variants } of datasets) {
      const names = [...fields, ...variants.flatMap(({ channels = [] }) => channels)].map(({ name }) => name);
      const distinct = [...new Set(names)];
      expect([id, new Set(distinct.map((name) => name.toLowerCase())).size]).toEqual([id, distinct.length]);
    }
  });

  it('a position is lat and long in the examples, latitude and longitude in the schema', async () => {
    const example = {
      ...{ name: 'My Quantum', type: 'Noise', model: 'CR:900', feature: ['SIC', 'Modem'] },
      image: 'https://images.mycirrus.cloud/xxxxxxxx-xxxxxxxx-xxxxxxxx.jpg',
      ...{ serialNumber: SERIAL, subscription: { tier: 'Standard', status: 'Active' } },
    };
    const spelt = { ...example, position: { latitude: 51.5, longitude: -0.1 } };
    for (const position of [
      { lat: 51.5, long: -0.1 },
      { latitude: 51.5, longitude: -0.1 },
    ])
      expect((await service([{ ...example, position }]).api.instruments(NEVER)).value).toEqual([
        { serial: SERIAL, data: spelt },
      ]);
  });

  it('an instrument may come without add-ons, and with its nested values empty', async () => {
    const collapsed = { serialNumber: SERIAL, subscription: {}, position: {}, feature: [] };
    const { value, oddities } = await service([collapsed]).api.instruments(NEVER);
    expect(value).toEqual([{ serial: SERIAL, data: collapsed }]);
    expect(oddities).toEqual([]);
  });

  it('the bands of a check have a leading underscore and a capital K', async () => {
    const bands = { _500Hz: 55.3829, _8KHz: 35.7019, _1KHz: 48.5379 };
    const row = { time: '2022-06-14T14:00:00.2074974Z', instrument: SERIAL, status: 'Error' };
    for (const spelt of [bands, { _500hz: 55.3829, _8khz: 35.7019, _1khz: '48.5379' }]) {
      const { value } = await service([{ ...row, ...spelt }]).api.records('sic', '', SERIAL, YEAR, NEVER);
      expect(value[0]?.data).toEqual({ ...row, ...bands });
    }
  });

  it('a moving average has a comma in its name, which is never split', async () => {
    const row = { startTime: '2022-07-07T03:15:00Z', LeqT1Max: 61.2, LeqT1Type: 'LAeq,5m', LeqT2Type: null };
    const { api, asked } = service([row]);
    const { value } = await api.records('measurements', '', SERIAL, YEAR, NEVER);
    expect(value[0]?.data).toEqual(row);
    expect(asked[0]?.searchParams.getAll('values').some((name) => name.includes(','))).toBe(false);
  });

  it('a misspelt value name vanishes silently: LAFMax is asked for as documented, and missed when it does not come', async () => {
    const block = { start: '2022-07-07T03:15:00Z', sampleDuration: 1_000, values: [55.3] };
    const span = between('2022-07-07T03:15:00Z', '2022-07-07T03:16:00Z');
    const { api, asked } = service([{ type: 'LAeq', instrument: SERIAL, blocks: [block] }]);
    const { oddities } = await api.series('timehistory', '1s', SERIAL, span, 1_000, NEVER);
    expect(asked[0]?.searchParams.getAll('values')).toEqual(['LAeq', 'LAFMax', 'LCPeak']);
    expect(oddities).toEqual(['LAFMax, LCPeak were asked for and did not come.']);
  });

  it('a missing parameter is named as the service does not call it, and stays a faulty request', async () => {
    const error = 'MissingParam';
    const description = 'The required parameter StartTime was missing from the request.';
    expect(await failureOf(service({ error, description }, 400).api.instruments(NEVER))).toEqual({
      ...{ kind: 'invalid', path: 'request', reason: description },
    });
  });
});
