/** What the service's examples show of values, and what is missing in them by design. */
import { describe, expect, it } from 'vitest';
import type { DatasetId } from '../../../../electron/contract/model';
import { channelsOf, dataset } from '../../../../electron/core/datasets';
import { at, between, failureOf, NEVER, readAll, NOW, SERIAL, service } from './service';

const rows = async (id: DatasetId, body: unknown, day: string) => {
  const span = { from: at(`${day}T00:00:00Z`), to: at(`${day}T00:00:00Z`) + 86_400_000 };
  return (await service(body).api.records(id, '', SERIAL, span, NEVER)).value;
};
const samples = async (id: DatasetId, serial: string, body: unknown, day: string, stepMs = 60_000) => {
  const span = { from: at(`${day}T00:00:00Z`), to: at(`${day}T00:00:00Z`) + 86_400_000 };
  const variant = dataset(id).variants[0]?.id ?? '';
  const { value, oddities } = await service(body).api.series(id, variant, serial, span, stepMs, NEVER);
  const channels = value.chunks.map(({ channel, start, values }) => [
    ...[channel, new Date(start).toISOString()],
    ...values,
  ]);
  return { channels, extras: value.extras, oddities };
};
const EVENT = {
  ...{ name: 'LAeq', type: 'Noise', level: 65, octave: null, thirdOctave: null, instrument: SERIAL },
  ...{ audioId: 'soqufchwnw8-qkxiwtgqa5-akdicuysja', timeHistoryId: 'asliuh-fufks87s-oqkusd7' },
  overall: [57.67, 82.53, 55.4, 60.5, 70.1, 49.93],
  ...{
    startTime: '2023-06-16T11:35:20Z',
    audioTime: '2023-06-16T11:35:25Z',
    endTime: '2023-06-16T11:35:40Z',
  },
};

describe('values', () => {
  it('of an axis that was not measured are null, and leave no sample', async () => {
    const body = [
      {
        ...{ fDomX: 5, fDomY: null, fDomZ: 13.5, vMaxX: 0.6442, vMaxY: null, vMaxZ: 0.3546 },
        ...{ duration: 60, startTime: '2023-07-07T03:19:00Z', instrument: 'AABBCC' },
      },
    ];
    const minute = '2023-07-07T03:19:00.000Z';
    expect(await samples('ppv', 'AABBCC', body, '2023-07-07')).toEqual({
      channels: [
        ['fDomX', minute, 5],
        ['fDomZ', minute, 13.5],
        ['vMaxX', minute, 0.6442],
        ['vMaxZ', minute, 0.3546],
      ],
      extras: [],
      oddities: [],
    });
  });

  it('of events, gases, weather and modems may be null wherever they stand', async () => {
    const silent = { ...EVENT, audioTime: null, audioId: null, overall: null, level: null };
    expect((await rows('events', [silent], '2023-06-16'))[0]?.data).toEqual(silent);
    const stats = { time: '2023-06-16T11:35:20Z', lteRsrp: null, lteSinr: null, ping: 48 };
    expect((await rows('monitorstats', [stats], '2023-06-16'))[0]?.data).toEqual(stats);
    const gas = { startTime: '2023-06-16T11:35:00Z', duration: 60, cO2: 421, h2S: null, voc: null, no: 4.2 };
    expect((await samples('gases', SERIAL, [gas], '2023-06-16')).channels.map(([name]) => name)).toEqual([
      ...['cO2', 'no'],
    ]);
    const weather = { time: '2023-06-16T11:35:00Z', windSpeed: null, humidity: 82 };
    expect((await samples('weather', SERIAL, [weather], '2023-06-16')).channels).toEqual([
      ['humidity', '2023-06-16T11:35:00.000Z', 82],
    ]);
  });

  it('of a time history end in an ellipsis, which keeps its slot and is no number', async () => {
    const body = [
      {
        type: 'LAeq',
        blocks: [
          {
            end: '2019-08-24T14:30:00Z',
            start: '2019-08-24T14:15:00Z',
            values: [55.3, 43.1, 45.6, '...', 50],
            sampleDuration: 1_000,
          },
          '...',
        ],
        instrument: 'QT123456',
      },
    ];
    const { channels, oddities } = await samples('timehistory', SERIAL, body, '2019-08-24', 1_000);
    expect(channels).toEqual([['LAeq', '2019-08-24T14:15:00.000Z', 55.3, 43.1, 45.6, NaN, 50]]);
    expect(oddities).toEqual([
      'A block holds another number of samples than its times say.',
      'A block without a start or values was skipped.',
      'LAFMax, LCPeak were asked for and did not come.',
    ]);
  });

  it('of bands are shown without a start and a length; a block without a start is no use', async () => {
    const bands = [{ name: '31.5Hz', values: [55.3, 43.1, 45.6, '...'] }];
    const shown = [{ type: 'Octave', blocks: [{ end: '2019-08-24T14:30:00Z', bands }] }];
    const span = between('2019-08-24T00:00:00Z', '2019-08-25T00:00:00Z');
    const ask = (body: unknown) =>
      service(body).api.series('frequencyhistory', 'Octave-Z-1s', SERIAL, span, 1_000, NEVER);
    expect(await failureOf(ask(shown))).toMatchObject({ kind: 'server' });
    const block = { start: '2019-08-24T14:29:56Z', end: '2019-08-24T14:30:00Z', bands };
    const { value } = await ask([{ type: 'Octave', blocks: [block] }]);
    expect(value.chunks.map(({ channel, values }) => [channel, ...values])).toEqual([
      ['Octave Z 31.5Hz', 55.3, 43.1, 45.6],
    ]);
  });

  it('of an event are kept in order and unnamed; its level may have a fraction', async () => {
    const [whole, fraction] = await rows(
      'events',
      [EVENT, { ...EVENT, timeHistoryId: 'b', level: 65.4 }],
      '2023-06-16',
    );
    expect(whole?.data).toEqual(EVENT);
    expect(whole).toMatchObject({ time: at(EVENT.startTime), until: at(EVENT.endTime) });
    expect(fraction?.data['level']).toBe(65.4);
  });

  it('have units of their own: bar, a rate of rain, ppm for one gas and ppb for the others', () => {
    const unit = (id: DatasetId, name: string) => channelsOf(id).find((one) => one.name === name)?.unit;
    expect(unit('weather', 'pressure')).toBe('bar');
    expect(unit('weather', 'precipitation')).toBe('mm/h');
    expect([unit('gases', 'cO2'), unit('gases', 'nO2'), unit('gases', 'h2S')]).toEqual(['ppm', 'ppb', 'ppb']);
  });

  it('of memory and disk are megabytes over time and percent at present; traffic is a total and a rate', () => {
    const unit = (id: DatasetId, name: string) => dataset(id).fields.find((one) => one.name === name)?.unit;
    for (const name of ['mem', 'disk'])
      expect([unit('monitorstats', name), unit('monitorcurrent', name)]).toEqual(['MB', '%']);
    expect([unit('monitorstats', 'netRx'), unit('monitorcurrent', 'network')]).toEqual(['kbit', 'kbit/s']);
  });

  it('of a status are open: a check says Error where an action says Failed', async () => {
    const states = ['Error', 'Success', 'Failed', 'InProgress', 'Whatever comes'];
    const body = states.map((status, i) => ({ time: `2023-06-14T1${i}:00:00.2074974Z`, status }));
    const found = await rows('sic', body, '2023-06-14');
    expect(found.map(({ data }) => data['status'])).toEqual(states);
  });

  it('of moving averages come with a name, which is text', async () => {
    const row = { startTime: '2023-06-14T10:00:00Z', LeqT2Max: 60.1, LeqT2Type: 'LAeq,60m' };
    expect((await rows('measurements', [row], '2023-06-14'))[0]?.data).toEqual(row);
  });

  it('of a serial number are not always QT and digits', async () => {
    for (const serial of ['AABBCC', 'FODFGO', 'G123456', '0042']) {
      const [one] = (await service([{ serialNumber: serial }]).api.instruments(NEVER)).value;
      expect(one?.serial).toBe(serial);
    }
    const vdv = { vdvX: 0.0008, duration: 60, startTime: '2023-07-06T23:00:00Z', instrument: 'FODFGO' };
    expect((await samples('vdv', 'FODFGO', [vdv], '2023-07-06')).channels).toEqual([
      ['vdvX', '2023-07-06T23:00:00.000Z', 0.0008],
    ]);
  });
});

describe('what is missing by design', () => {
  it('log items and current statistics name no instrument: they are taken as the one asked for', async () => {
    const note = { time: '2022-06-07T11:18:42.814Z', user: 'Quantum Demo', message: 'Installed and working' };
    expect((await rows('calibrationlog', [note], '2022-06-07'))[0]?.data).toEqual(note);
    const current = {
      ...{ cpu: 12.2, mem: 8.3, disk: 0.2, temp: 51.1, uptime: 900, network: 3.7, voltage: 11.5 },
      ...{ simQuota: 0, simUsage: 0 },
    };
    const { api, asked } = service([current]);
    const { value } = await api.snapshot('monitorcurrent', SERIAL, NEVER);
    expect(value).toEqual({ key: String(NOW), time: NOW, until: undefined, data: current });
    expect(asked[0]?.search).toBe('?instruments=QT123456');
  });

  it('an instrument that has no such data may answer with nothing or with an error', async () => {
    expect(await rows('monitorstats', [], '2022-06-07')).toEqual([]);
    expect((await service([]).api.snapshot('monitorcurrent', SERIAL, NEVER)).value).toBeUndefined();
    for (const [status, kind] of [
      [400, 'invalid'],
      [404, 'not-found'],
      [500, 'server'],
    ] as const)
      expect((await failureOf(service('', status).api.snapshot('monitorcurrent', SERIAL, NEVER))).kind).toBe(
        kind,
      );
  });

  it('an event has two ids and none of its own; each id has a path of its own', async () => {
    const span = between('2023-06-16T11:35:20Z', '2023-06-16T11:35:40Z');
    const { api, asked } = service([]);
    const id = EVENT.timeHistoryId;
    expect((await api.eventHistory({ serial: SERIAL, id, span }, NEVER)).value).toEqual({
      ...{ key: id, time: span.from, until: span.to, data: { series: [] } },
    });
    await failureOf(api.audio({ list: 'recordings', id: '3uCLgmZu' }, 'FLAC', undefined, NEVER));
    expect(asked.map(({ pathname }) => pathname)).toEqual([
      `/v1/data/events/timehistory/${id}`,
      '/v1/data/audio/3uCLgmZu',
    ]);
    const [row] = await rows('events', [EVENT], '2023-06-16');
    expect(row?.key).toBe(`${at(EVENT.startTime)}-${id}`);
  });

  it('a status has no flag for recording, and its last check may come without bands', async () => {
    const status = {
      ...{ online: true, measuring: true, sicInProgress: false, calibrationInProgress: false },
      lastSic: { time: '2020-01-01T00:00:00Z', status: 'Success' },
      lastCalibration: { time: '2020-01-01T00:00:00Z', level: 93.7, offset: 0.04, status: 'Success' },
    };
    const { value } = await service(status).api.snapshot('status', SERIAL, NEVER);
    expect(value).toEqual({ key: String(NOW), time: NOW, until: undefined, data: status });
  });

  it('a download does not say what it is, so the format asked for says it', async () => {
    const { api, asked } = service('fLaC', 200, { 'content-type': 'application/octet-stream' });
    const { body, status } = await api.audio({ list: 'recordings', id: 'x' }, 'OGG', undefined, NEVER);
    expect([status, String(await readAll(body))]).toEqual([200, 'fLaC']);
    expect(asked[0]?.search).toBe('?format=OGG');
  });

  it('there is no paging, so ranges are no wider than what a computer can hold', () => {
    const DAY = 86_400_000;
    for (const variant of dataset('timehistory').variants) {
      const { widestMs } = dataset('timehistory');
      const count = (widestMs / (variant.stepMs ?? 1)) * (variant.channels?.length ?? 0);
      // As doubles: 145 MB at the very most.
      expect([variant.id, widestMs <= 7 * DAY, count <= 18_144_000]).toEqual([variant.id, true, true]);
    }
  });
});
