import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Encode } from '../../../electron/demo/server/audio-settings';
import { SCOPES } from '../../../electron/demo/server/keys';
import { createWorld } from '../../../electron/demo/world/create-world';
import type { World } from '../../../electron/demo/world/world';
import type { Demo, Query } from '../../support/demo';
import { startDemo, TEST_NOW } from '../../support/demo';
import { createFakeWorld, fakeEncode } from '../../support/fake-world';
import { createJudge } from '../../support/openapi';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const judge = createJudge();

interface Call {
  readonly operation: string;
  readonly path: string;
  readonly query?: Query;
  readonly init?: RequestInit;
  readonly status?: number;
}
const judged = new Set<string>();

/** Asks, and gives what the description has against the answer. */
async function faultsOf(demo: Demo, call: Call): Promise<readonly string[]> {
  const answer = await demo.get(call.path, call.query, call.init);
  const type = answer.headers.get('content-type');
  const body: unknown =
    type?.startsWith('application/json') === true ? await answer.json() : await answer.text();
  judged.add(call.operation);
  const expected = call.status ?? 200;
  const label = `${call.path} ${JSON.stringify(call.query ?? {})}`;
  if (answer.status !== expected) return [`${label}: ${String(answer.status)} ${JSON.stringify(body)}`];
  return judge.faults(call.operation, answer.status, type, body).map((fault) => `${label}: ${fault}`);
}

const LISTS: readonly (readonly [operation: string, path: string, widestMs: number])[] = [
  ['getMeasurements', '/data/noise/measurements', 31 * DAY],
  ['getTimeHistory', '/data/noise/timehistory', 7 * DAY],
  ['getFrequencyMeasurements', '/data/frequency/measurements', 31 * DAY],
  ['getFrequencyTimeHist', '/data/frequency/timehistory', DAY],
  ['getAudioList', '/data/audio', 400 * DAY],
  ['getWeather', '/data/weather', 31 * DAY],
  ['getParticulates', '/data/particulates', 31 * DAY],
  ['getGases', '/data/gases', 31 * DAY],
  ['getVibration', '/data/vibration/PPV', 31 * DAY],
  ['getVibration', '/data/vibration/VDV', 31 * DAY],
  ['getEvents', '/data/events', 31 * DAY],
  ['getCalibrations', '/data/calibrations', 366 * DAY],
  ['getCalibrationsLog', '/data/calibrations/log', 366 * DAY],
  ['getSicResults', '/data/sic', 366 * DAY],
  ['getMonitorStats', '/data/monitor/stats', 31 * DAY],
  ['getMonitorEvents', '/data/monitor/events', 31 * DAY],
];

const worlds: readonly { readonly name: string; readonly create: () => World; readonly encode?: Encode }[] = [
  { name: 'a small world', create: createFakeWorld, encode: fakeEncode },
  { name: "the demo account's world", create: () => createWorld({ seed: 1, epochMs: TEST_NOW }) },
];

describe.each(worlds)('the demo service over $name, and its description', ({ create, encode }) => {
  let demo: Demo;
  beforeAll(async () => {
    demo = await startDemo({ world: create(), ...(encode === undefined ? {} : { encode }) });
  });
  afterAll(async () => {
    await demo.close();
  });
  const serials = () => demo.world.instruments().map((one) => one.serial);
  const spans = (): readonly Query[] => {
    const now = demo.now();
    return [
      { start: now - 2 * HOUR, end: now + DAY / 2 },
      { start: now - 30 * DAY - HOUR, end: now - 30 * DAY },
      { start: now + DAY, end: now + 2 * DAY },
      { start: now - 3 * DAY - 1_234, end: now - 3 * DAY + 90_000 },
    ];
  };

  it.each(LISTS)('answers %s of every instrument as described', async (operation, path) => {
    const faults: string[] = [];
    for (const serial of serials())
      for (const span of spans())
        faults.push(...(await faultsOf(demo, { operation, path, query: { instruments: serial, ...span } })));
    expect(faults).toEqual([]);
  });

  it.each(LISTS)('refuses what %s cannot answer, as described', async (operation, path, widestMs) => {
    const [start, end] = [demo.now() - DAY, demo.now()];
    const instruments = serials()[0];
    const bad: readonly Query[] = [
      { start, end },
      { instruments, end },
      { instruments, start },
      { instruments, start: 'yesterday', end },
      { instruments, start: end, end: start },
      { instruments: 'NOSUCH1', start, end: start + HOUR },
      ...(operation === 'getAudioList' ? [] : [{ instruments, start: end - widestMs - 1_000, end }]),
    ];
    const faults: string[] = [];
    for (const query of bad) faults.push(...(await faultsOf(demo, { operation, path, query, status: 400 })));
    const query = { instruments, start: end - HOUR, end };
    const other = { init: { headers: { 'x-api-key': 'mycirrus-000000-WRONG' } }, status: 401 };
    faults.push(...(await faultsOf(demo, { operation, path, query, ...other })));
    demo.levers.failNext(1, { status: 429 });
    faults.push(...(await faultsOf(demo, { operation, path, query, status: 429 })));
    for (const scope of SCOPES) demo.levers.dropScope(scope);
    faults.push(...(await faultsOf(demo, { operation, path, query, status: 403 })));
    await demo.levers.reset();
    expect(faults).toEqual([]);
  });

  it('answers and refuses everything about one instrument as described', async () => {
    const faults: string[] = [];
    const put = (body: string): RequestInit => ({ method: 'PUT', body });
    for (const { serial, type, features } of demo.world.instruments()) {
      const path = `/control/instruments/${serial}`;
      const post: RequestInit = { method: 'POST' };
      const hasSic = features.includes('SIC');
      const calls: readonly Call[] = [
        { operation: 'getInstrument', path },
        { operation: 'setInstrument', path, init: put('{"name":"Yard"}'), status: 204 },
        { operation: 'setInstrument', path, init: put('{"name":7}'), status: 400 },
        { operation: 'setInstrument', path, init: put('Yard'), status: 400 },
        { operation: 'getInstrumentStatus', path: `${path}/status` },
        {
          operation: 'getCalibrationStatus',
          path: `${path}/calibration`,
          status: type === 'Noise' ? 200 : 404,
        },
        { operation: 'getSicStatus', path: `${path}/sic`, status: hasSic ? 200 : 404 },
        {
          operation: 'doInstrumentAction',
          path: `${path}/action`,
          query: { action: 'Identify' },
          init: post,
        },
        {
          operation: 'doInstrumentAction',
          path: `${path}/action`,
          query: { action: 'Dance' },
          init: post,
          status: 400,
        },
        { operation: 'doInstrumentAction', path: `${path}/action`, init: post, status: 400 },
        {
          operation: 'getMonitorCurrentStatus',
          path: '/data/monitor/current',
          query: { instruments: serial },
        },
      ];
      for (const call of calls) faults.push(...(await faultsOf(demo, call)));
    }
    const path = '/control/instruments/NOSUCH1';
    for (const [operation, tail] of [
      ['getInstrument', ''],
      ['getInstrumentStatus', '/status'],
      ['getCalibrationStatus', '/calibration'],
      ['getSicStatus', '/sic'],
    ] as const)
      faults.push(...(await faultsOf(demo, { operation, path: path + tail, status: 404 })));
    faults.push(
      ...(await faultsOf(demo, { operation: 'setInstrument', path, init: put('{"name":"A"}'), status: 400 })),
    );
    faults.push(...(await faultsOf(demo, { operation: 'getInstruments', path: '/control/instruments' })));
    expect(faults).toEqual([]);
  });

  it('answers downloads and what belongs to an event as described', async () => {
    const now = demo.now();
    const serial = demo.world
      .instruments()
      .find((one) =>
        demo.world.events(one.serial, now - 31 * DAY, now, now).some(({ audioId }) => audioId),
      )?.serial;
    const query = { instruments: serial, start: now - 31 * DAY, end: now };
    const events = (await demo.json('/data/events', query)) as {
      timeHistoryId: string;
      audioId: string | null;
    }[];
    const [recording] = (await demo.json('/data/audio', query)) as { id: string }[];
    const event = events.find(({ audioId }) => audioId !== null);
    const history = '/data/events/timehistory/';
    const sound = '/data/events/audio/';
    const id = event?.audioId ?? '';
    const calls: readonly Call[] = [
      { operation: 'getEventTimeHistory', path: history + (event?.timeHistoryId ?? '') },
      { operation: 'getEventTimeHistory', path: history + id, status: 404 },
      { operation: 'getEventAudio', path: sound + id, query: { format: 'WAV' } },
      { operation: 'getEventAudio', path: sound + id, query: { format: 'MP3' }, status: 400 },
      { operation: 'getEventAudio', path: `${sound}nothing`, status: 404 },
      { operation: 'getAudio', path: `/data/audio/${recording?.id ?? ''}`, query: { format: 'WAV' } },
      { operation: 'getAudio', path: `/data/audio/${id}`, status: 404 },
    ];
    const faults: string[] = [];
    for (const call of calls) faults.push(...(await faultsOf(demo, call)));
    expect(faults).toEqual([]);
  });

  it('answers everything about webhooks as described', async () => {
    const serial = demo.world.instruments()[0]?.serial;
    const post = (body: object): RequestInit => ({ method: 'POST', body: JSON.stringify(body) });
    const url = 'https://example.com/hook';
    const webhook = { type: 'NewEvent', instrument: serial, url };
    const made = await demo.get('/webhooks', {}, post(webhook));
    const { id } = (await made.json()) as { id: string };
    const path = `/webhooks/${id}`;
    const calls: readonly Call[] = [
      { operation: 'addWebhook', path: '/webhooks', init: post(webhook), status: 201 },
      { operation: 'addWebhook', path: '/webhooks', init: post({ ...webhook, type: 'Gossip' }), status: 400 },
      {
        operation: 'addWebhook',
        path: '/webhooks',
        init: post({ ...webhook, url: 'http://example.com/' }),
        status: 400,
      },
      {
        operation: 'addWebhook',
        path: '/webhooks',
        init: post({ ...webhook, instrument: 'NOSUCH1' }),
        status: 400,
      },
      { operation: 'addWebhook', path: '/webhooks', init: post({ type: 'NewEvent' }), status: 400 },
      { operation: 'getWebhooks', path: '/webhooks' },
      { operation: 'getWebhook', path },
      { operation: 'deleteWebhook', path, init: { method: 'DELETE' }, status: 204 },
      { operation: 'getWebhook', path, status: 404 },
      { operation: 'deleteWebhook', path, init: { method: 'DELETE' }, status: 404 },
    ];
    const faults: string[] = [];
    for (const call of calls) faults.push(...(await faultsOf(demo, call)));
    expect(faults).toEqual([]);
  });
});

it('leaves out no operation of the description', () => {
  expect([...judged].sort()).toEqual([...judge.operations].sort());
});

it('has a judge that sees what is wrong', () => {
  const faults = (body: unknown) => judge.faults('getWeather', 200, 'application/json', body);
  expect(faults([{ time: '2026-03-02T12:00:00Z', pressure: 1.01 }])).toEqual([]);
  expect(faults([{ time: '2026-03-02T12:00:00', pressure: '1.01', Humidity: 4 }])).toHaveLength(3);
  expect(judge.faults('getWeather', 404, 'application/json', {})).toEqual(['getWeather declares no 404']);
  expect(judge.faults('getWeather', 200, 'text/html', '')).toEqual(['content type text/html']);
});
