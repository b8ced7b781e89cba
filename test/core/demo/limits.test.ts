import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Scope } from '../../../electron/demo/server/keys';
import { SCOPES } from '../../../electron/demo/server/keys';
import type { Demo, Query } from '../../support/demo';
import { startDemo, TEST_NOW } from '../../support/demo';
import { createFakeWorld, fakeEncode } from '../../support/fake-world';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const A = 'QT100001';
const B = 'QT100002';

let demo: Demo;
beforeAll(async () => {
  demo = await startDemo({ world: createFakeWorld(), encode: fakeEncode });
});
afterEach(async () => {
  await demo.levers.reset();
});
afterAll(async () => {
  await demo.close();
});
const refusal = async (path: string, query: Query) => {
  const answer = await demo.get(path, query);
  return [answer.status, ((await answer.json()) as { error?: string }).error];
};

describe('the widest range', () => {
  it.each([
    ['/data/noise/measurements', 31],
    ['/data/noise/timehistory', 7],
    ['/data/frequency/measurements', 31],
    ['/data/frequency/timehistory', 1],
    ['/data/weather', 31],
    ['/data/particulates', 31],
    ['/data/gases', 31],
    ['/data/vibration/PPV', 31],
    ['/data/vibration/VDV', 31],
    ['/data/events', 31],
    ['/data/calibrations', 366],
    ['/data/calibrations/log', 366],
    ['/data/sic', 366],
    ['/data/monitor/stats', 31],
    ['/data/monitor/events', 31],
  ])('of %s is %i days, to the millisecond', async (path, days) => {
    const end = TEST_NOW;
    const period = path.includes('timehistory') ? 'PT1M' : undefined;
    const query = { instruments: A, end, period };
    expect((await demo.get(path, { ...query, start: end - days * DAY })).status).toBe(200);
    expect(await refusal(path, { ...query, start: end - days * DAY - 1 })).toEqual([400, 'InvalidParam']);
  });

  it('is not limited for recordings', async () => {
    const query = { instruments: A, start: TEST_NOW - 3 * 366 * DAY, end: TEST_NOW };
    expect((await demo.get('/data/audio', query)).status).toBe(200);
  });
});

describe('the period', () => {
  const span = { start: TEST_NOW - 12 * HOUR, end: TEST_NOW };
  const statusOf = async (path: string, instruments: string, period: string) =>
    (await demo.get(path, { instruments, period, ...span })).status;

  it.each([
    ['/data/noise/measurements', A, 'PT15M', 'P1D', 'PT14M', 'P1DT15M'],
    ['/data/frequency/measurements', A, 'PT15M', 'P1D', 'PT14M', 'P1DT15M'],
    ['/data/noise/timehistory', A, 'PT1S', 'PT1M', 'PT0.5S', 'PT61S'],
    ['/data/noise/timehistory', B, 'PT0.1S', 'PT60S', 'PT0.05S', 'PT1H'],
    ['/data/frequency/timehistory', A, 'PT1S', 'PT1M', 'PT0.5S', 'PT1H'],
    ['/data/weather', 'FODFGO', 'PT1M', 'P1D', 'PT30S', 'P1DT1M'],
    ['/data/gases', 'AABBCC', 'PT1M', 'P1D', 'PT1S', 'P2D'],
  ])('of %s for %s lies between %s and %s', async (path, serial, least, most, below, above) => {
    expect(await Promise.all([least, most].map((one) => statusOf(path, serial, one)))).toEqual([200, 200]);
    for (const period of [below, above, 'P', 'PT', 'hour', '-PT1M'])
      expect([period, await refusal(path, { instruments: serial, period, ...span })]).toEqual([
        period,
        [400, 'InvalidParam'],
      ]);
  });

  it('recalculates', async () => {
    const lengths = async (path: string, query: Query) =>
      ((await demo.json(path, { instruments: A, ...span, ...query })) as object[]).length;
    expect(await lengths('/data/noise/measurements', {})).toBe(48);
    expect(await lengths('/data/noise/measurements', { period: 'PT1H' })).toBe(12);
    expect(await lengths('/data/frequency/measurements', { period: 'PT2H' })).toBe(6);
  });

  it('of a second is the usual one of time history', async () => {
    const series = (await demo.json('/data/noise/timehistory', { instruments: B, ...span })) as {
      blocks: { sampleDuration: number }[];
    }[];
    expect(series[0]?.blocks[0]?.sampleDuration).toBe(1_000);
  });
});

describe('parameters', () => {
  const span = { start: TEST_NOW - HOUR, end: TEST_NOW };
  const path = '/data/noise/measurements';
  const asked = async (query: string) => {
    const times = `start=${new Date(span.start).toISOString()}&end=${new Date(span.end).toISOString()}`;
    const answer = await demo.get(`${path}?${times}&${query}`);
    return (await answer.json()) as { instrument: string }[];
  };

  it('take arrays repeated, joined with commas and joined with encoded commas, each instrument once', async () => {
    const answers = await Promise.all(
      [
        `instruments=${A}&instruments=${B}`,
        `instruments=${A},${B}`,
        `instruments=${A}%2C${B}`,
        `instruments=${A}&instruments=${A}%2C${B},${A}`,
      ].map(asked),
    );
    const [first] = answers;
    expect(first).toHaveLength(8);
    expect(answers).toEqual([first, first, first, first]);
  });

  it('drop unknown values, but not all of them', async () => {
    const keys = async (values: string) => {
      const [first] = (await demo.json(path, { instruments: A, values, ...span })) as object[];
      return Object.keys(first ?? {}).slice(3);
    };
    expect(await keys('LAeq,LAFmax,Nonsense,LAF90')).toEqual(['LAeq', 'LAF90']);
    expect(await keys('LeqT1Max')).toEqual(['LeqT1Max', 'LeqT1Type']);
    expect(await refusal(path, { instruments: A, values: 'LAFmax,Nonsense', ...span })).toEqual([
      400,
      'InvalidParam',
    ]);
    expect(await refusal('/data/noise/timehistory', { instruments: A, values: 'LAF90', ...span })).toEqual([
      400,
      'InvalidParam',
    ]);
  });

  it('do not combine percentiles with a period', async () => {
    const hourly = { instruments: A, period: 'PT1H', ...span };
    const [first] = (await demo.json(path, { ...hourly, values: 'LAeq,LAF90' })) as object[];
    expect(Object.keys(first ?? {})).toEqual(['instrument', 'startTime', 'endTime', 'LAeq']);
    expect(await refusal(path, { ...hourly, values: 'LAF90' })).toEqual([400, 'InvalidParam']);
  });

  it('bring LAeq, LCPeak and LAFMax when no values are named', async () => {
    const [first] = (await demo.json(path, { instruments: A, ...span })) as object[];
    expect(Object.keys(first ?? {}).slice(3)).toEqual(['LAeq', 'LCPeak', 'LAFMax']);
  });

  it('refuse unknown bands and weightings', async () => {
    for (const bad of [{ bands: 'Half' }, { weighting: 'B' }, { bands: 'octave' }])
      for (const kind of ['measurements', 'timehistory'])
        expect(await refusal(`/data/frequency/${kind}`, { instruments: A, ...bad, ...span })).toEqual([
          400,
          'InvalidParam',
        ]);
    const third = { instruments: A, bands: 'Third', weighting: 'A', ...span };
    expect((await demo.get('/data/frequency/timehistory', third)).status).toBe(200);
  });

  it('name what is missing as the service does', async () => {
    const text = async (query: Query) =>
      ((await demo.json(path, query)) as { description: string }).description;
    expect(await text({ instruments: A, end: span.end })).toBe(
      'The required parameter StartTime was missing from the request.',
    );
    expect(await text({ instruments: A, start: span.start })).toContain(' EndTime ');
    expect(await text(span)).toContain(' Instruments ');
    expect(await text({ instruments: 'QT999999', ...span })).toBe(
      'The instrument QT999999 could not be found.',
    );
  });

  it('take times with seven decimals and ends in the future, but none without a zone', async () => {
    const query = { instruments: A, start: '2026-03-02T00:00:00.0000000Z', end: '2026-03-03T00:00:00Z' };
    expect(await demo.json(path, query)).toHaveLength(48);
    expect(await refusal(path, { ...query, start: '2026-03-02T00:00:00' })).toEqual([400, 'InvalidParam']);
  });

  it('stitch: what begins in a span belongs to it, whatever its ends', async () => {
    type Series = readonly { readonly blocks: readonly { readonly values: readonly unknown[] }[] }[];
    const count = async (start: number, end: number) => {
      const query = { instruments: A, values: 'LAeq', start, end };
      const series = (await demo.json('/data/noise/timehistory', query)) as Series;
      return series.flatMap(({ blocks }) => blocks).reduce((sum, { values }) => sum + values.length, 0);
    };
    const [from, middle, to] = [TEST_NOW - 20 * MINUTE, TEST_NOW - 10 * MINUTE + 337, TEST_NOW - MINUTE];
    expect((await count(from, middle)) + (await count(middle, to))).toBe(await count(from, to));
  });
});

describe('scopes', () => {
  const span = { start: TEST_NOW - HOUR, end: TEST_NOW };
  const event = `QT100001-${String(TEST_NOW - 50 * MINUTE)}`;
  const needs: readonly {
    readonly scopes: readonly Scope[];
    readonly path: string;
    readonly init?: RequestInit;
  }[] = [
    { scopes: ['instruments:read'], path: '/control/instruments' },
    { scopes: ['instruments:read'], path: `/control/instruments/${A}` },
    { scopes: ['instruments:read'], path: `/control/instruments/${A}/status` },
    { scopes: ['instruments:read'], path: `/control/instruments/${A}/calibration` },
    { scopes: ['instruments:read'], path: `/control/instruments/${A}/sic` },
    {
      scopes: ['instruments:write'],
      path: `/control/instruments/${A}`,
      init: { method: 'PUT', body: '{"name":"A"}' },
    },
    {
      scopes: ['instruments:action'],
      path: `/control/instruments/${A}/action?action=Identify`,
      init: { method: 'POST' },
    },
    { scopes: ['data.noise:read'], path: '/data/noise/measurements' },
    { scopes: ['data.noise:read'], path: '/data/noise/timehistory' },
    { scopes: ['data.noise:read'], path: '/data/frequency/measurements' },
    { scopes: ['data.noise:read'], path: '/data/frequency/timehistory' },
    { scopes: ['data.audio:read'], path: '/data/audio' },
    { scopes: ['data.audio:read'], path: `/data/audio/rec-${event}` },
    { scopes: ['data.enviro:read'], path: '/data/weather' },
    { scopes: ['data.enviro:read'], path: '/data/particulates' },
    { scopes: ['data.enviro:read'], path: '/data/gases' },
    { scopes: ['data.enviro:read'], path: '/data/vibration/VDV' },
    { scopes: ['data.events:read'], path: '/data/events' },
    { scopes: ['data.events:read'], path: `/data/events/timehistory/th-${event}` },
    { scopes: ['data.events:read', 'data.audio:read'], path: `/data/events/audio/au-${event}` },
    { scopes: ['data.system:read'], path: '/data/calibrations' },
    { scopes: ['data.system:read'], path: '/data/calibrations/log' },
    { scopes: ['data.system:read'], path: '/data/sic' },
    { scopes: ['data.system:read'], path: '/data/monitor/stats' },
    { scopes: ['data.system:read'], path: '/data/monitor/events' },
    { scopes: ['data.system:read'], path: '/data/monitor/current' },
    { scopes: ['webhooks:read'], path: '/webhooks' },
  ];

  it.each(needs)('$scopes and no others are needed for $path', async ({ scopes, path, init }) => {
    const query = path.includes('?') || init ? {} : { instruments: A, ...span };
    const others = SCOPES.filter((scope) => !scopes.includes(scope));
    for (const scope of others) demo.levers.dropScope(scope);
    expect((await demo.get(path, query, init)).status).toBeLessThan(300);
    for (const scope of scopes) {
      demo.levers.dropScope(scope);
      const refused = await demo.get(path, query, init);
      expect([refused.status, await refused.json()]).toMatchObject([403, { error: 'AccessDenied' }]);
      demo.levers.restoreScope(scope);
    }
  });

  it('matter only after the key itself, and paths that do not exist are not found', async () => {
    for (const key of ['', 'mycirrus-000000-WRONG']) {
      const refused = await demo.get('/control/instruments', {}, { headers: { 'x-api-key': key } });
      expect([refused.status, await refused.json()]).toMatchObject([401, { error: 'TokenExpired' }]);
    }
    expect((await fetch(`${demo.url}/control/instruments`)).status).toBe(401);
    expect(await refusal('/control/nothing', {})).toEqual([404, 'NotFound']);
    expect((await fetch(new URL('/', demo.url))).status).toBe(401);
  });
});

it('compresses long JSON for those who take it, and sounds never', async () => {
  const query = { instruments: A, start: TEST_NOW - HOUR, end: TEST_NOW };
  const encoding = async (path: string, accept: string) => {
    const answer = await demo.get(path, query, { headers: { 'accept-encoding': accept } });
    await answer.arrayBuffer();
    return answer.headers.get('content-encoding');
  };
  expect(await encoding('/data/noise/timehistory', 'gzip, deflate')).toBe('gzip');
  expect(await encoding('/data/noise/timehistory', 'identity')).toBeNull();
  const sound = `/data/audio/rec-QT100001-${String(TEST_NOW - 50 * MINUTE)}`;
  expect(await encoding(sound, 'gzip')).toBeNull();
  const zipped = await demo.get('/data/noise/timehistory', query);
  const plain = await demo.get('/data/noise/timehistory', query, {
    headers: { 'accept-encoding': 'identity' },
  });
  expect(await zipped.json()).toEqual(await plain.json());
});
