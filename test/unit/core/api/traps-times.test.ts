/** Where the service's reference is silent or of two minds about times and lengths. */
import { describe, expect, it } from 'vitest';
import type { DatasetId } from '../../../../electron/contract/model';
import { at, between, NEVER, SERIAL, service } from './service';

const DAY = between('2023-06-14T00:00:00Z', '2023-06-15T00:00:00Z');
const records = async (id: DatasetId, body: unknown, span = DAY) =>
  (await service(body).api.records(id, '', SERIAL, span, NEVER)).value;
const history = async (block: object, stepMs = 1_000, variant = '1s') => {
  const body = [{ type: 'LAeq', instrument: SERIAL, blocks: [block] }];
  const { value } = await service(body).api.series('timehistory', variant, SERIAL, DAY, stepMs, NEVER);
  return value.chunks.map(({ start, stepMs: step, values }) => [start, step, ...values]);
};

describe('times', () => {
  it('stand under another key in each dataset', async () => {
    const time = '2023-06-14T12:00:00Z';
    const end = '2023-06-14T12:15:00Z';
    const [from, until] = [at(time), at(end)];
    const cases: readonly [DatasetId, object, number | undefined][] = [
      ['calibrations', { time }, undefined],
      ['calibrationlog', { time, user: 'Quantum Demo', message: 'Installed and working' }, undefined],
      ['sic', { time, status: 'Success' }, undefined],
      ['monitorstats', { time, cpu: 12.2 }, undefined],
      ['monitorevents', { time, event: 'x' }, undefined],
      ['events', { startTime: time, endTime: end, timeHistoryId: 'x' }, until],
      ['recordings', { startTime: time, endTime: end, id: 'x' }, until],
      ['measurements', { startTime: time, duration: 900 }, until],
      ['measurements', { start: time, end, LAeq: 1 }, until],
    ];
    for (const [id, row, expected] of cases)
      expect([id, await records(id, [row])]).toEqual([
        id,
        [expect.objectContaining({ time: from, until: expected })],
      ]);
    for (const [id, row] of [
      ['weather', { time, windSpeed: 1 }],
      ['ppv', { startTime: time, duration: 60, vMaxX: 1 }],
    ] as const) {
      const { value } = await service([row]).api.series(id, '', SERIAL, DAY, 60_000, NEVER);
      expect(value.chunks.map(({ start }) => start)).toEqual([from]);
    }
    expect(await history({ start: time, end: '2023-06-14T12:00:02Z', values: [1, 2] })).toEqual([
      [from, 1_000, 1, 2],
    ]);
  });

  it('of recordings have no zone and mean UTC all the same, even in a British summer', async () => {
    const [row] = await records(
      'recordings',
      [
        {
          id: '3uCLgmZuV1ITGOLOBTzgDm8d9SMX52AixUtpSfEELGYsUQMmZw',
          endTime: '2023-06-12T10:28:00',
          startTime: '2023-06-12T10:27:41',
          instrument: 'QT123456',
          triggerName: 'Default',
          triggerEndTime: '2023-06-12T10:27:55Z',
          triggerStartTime: '2023-06-12T10:27:42Z',
        },
      ],
      between('2023-06-12T00:00:00Z', '2023-06-13T00:00:00Z'),
    );
    // A second before its trigger began, and five after it ended.
    expect(row?.time).toBe(at('2023-06-12T10:27:42Z') - 1_000);
    expect(row?.until).toBe(at('2023-06-12T10:27:55Z') + 5_000);
    expect(row?.data['startTime']).toBe('2023-06-12T10:27:41');
  });

  it('have no fraction, three digits of one or seven', async () => {
    const times = ['2023-06-14T14:00:00Z', '2023-06-14T14:45:42.814Z', '2023-06-14T15:00:00.2074974Z'];
    const rows = await records(
      'sic',
      times.map((time) => ({ time, instrument: SERIAL, status: 'Error' })),
    );
    expect(rows.map(({ time }) => time % 60_000)).toEqual([0, 42_814, 207]);
    expect(rows.map(({ data }) => data['time'])).toEqual(times);
  });

  it('at both ends of a range are taken, and two answers that share them make no row twice', async () => {
    const noon = '2023-06-14T12:00:00Z';
    const row = { time: noon, level: 93.7, offset: 0.12, status: 'Success' };
    const morning = await records('calibrations', [row], between('2023-06-14T00:00:00Z', noon));
    const evening = await records('calibrations', [row], between(noon, '2023-06-15T00:00:00Z'));
    expect(morning).toHaveLength(1);
    expect(evening).toEqual(morning);
    // Of samples each slot is in one answer only: the span is half-open.
    const block = { start: '2023-06-14T11:59:59Z', sampleDuration: 1_000, values: [1, 2] };
    const taken = async (from: string, to: string) => {
      const body = [{ type: 'LAeq', blocks: [block] }];
      const asking = service(body).api.series('timehistory', '1s', SERIAL, between(from, to), 1_000, NEVER);
      return (await asking).value.chunks.map(({ values }) => [...values]);
    };
    expect(await taken('2023-06-14T00:00:00Z', noon)).toEqual([[1]]);
    expect(await taken(noon, '2023-06-15T00:00:00Z')).toEqual([[2]]);
  });
});

describe('lengths', () => {
  it('of samples are milliseconds; those of rows are seconds', async () => {
    const start = '2023-06-14T12:00:00Z';
    expect(await history({ start, sampleDuration: 1_000, values: [55.3, 43.1] })).toEqual([
      [at(start), 1_000, 55.3, 43.1],
    ]);
    expect(await history({ start, sampleDuration: 100, values: [55.3, 43.1] }, 100, '100ms')).toEqual([
      [at(start), 100, 55.3, 43.1],
    ]);
    const [row] = await records('measurements', [{ startTime: start, duration: 900, LAeq: 1 }]);
    expect((row?.until ?? 0) - (row?.time ?? 0)).toBe(900_000);
  });

  it('below a second are asked for with a decimal point', async () => {
    const { api, asked } = service([]);
    for (const stepMs of [100, 500, 1_000, 60_000])
      await api.series('timehistory', '100ms', SERIAL, DAY, stepMs, NEVER);
    await api.series('weather', '', SERIAL, DAY, 3_600_000, NEVER);
    await api.series('weather', '', SERIAL, DAY, 86_400_000, NEVER);
    expect(asked.map(({ searchParams }) => searchParams.get('period'))).toEqual([
      ...['PT0.1S', 'PT0.5S', 'PT1S', 'PT1M', 'PT1H', 'P1D'],
    ]);
  });

  it('may reach into the future: an end at the coming midnight is asked for as it is', async () => {
    const { api, asked } = service([]);
    await api.records('events', '', SERIAL, between('2026-03-02T00:00:00Z', '2026-03-03T00:00:00Z'), NEVER);
    expect(asked[0]?.searchParams.get('end')).toBe('2026-03-03T00:00:00Z');
  });
});
