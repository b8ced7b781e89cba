import { describe, expect, it } from 'vitest';
import type { AppError } from '../../../../electron/contract/result';
import { datasets, type Dataset } from '../../../../electron/core/datasets';
import { KEY, says, useHttpService, type Answer } from './http-service';
import { failureOf, NEVER } from './service';

const SPAN = { from: Date.parse('2026-03-01T00:00:00Z'), to: Date.parse('2026-03-02T00:00:00.500Z') };
const { service, client } = useHttpService();

describe('a request', () => {
  it('is spelt as documented: one instrument, UTC with Z, repeated values, and the key in its header only', async () => {
    service.answer = says(200, '[]');
    const { api, log } = client({ url: `${service.base}/` });
    await api.series('timehistory', '100ms', 'QT 1/&', SPAN, 100, NEVER);
    await api.records('frequency', 'Third-A', 'QT1', SPAN, NEVER);
    await api.records('calibrationlog', '', 'QT1', SPAN, NEVER);
    await api.series('vdv', '', 'QT1', SPAN, 60_000, NEVER);
    await api.snapshot('monitorcurrent', 'QT1', NEVER);
    await api.eventHistory({ serial: 'QT1', id: 'a/b', span: SPAN }, NEVER);
    await api.snapshot('status', 'QT 1/&', NEVER).catch(() => undefined);
    expect(service.requests.map(({ method, url }) => `${method ?? ''} ${url ?? ''}`)).toEqual([
      'GET /v1/data/noise/timehistory?instruments=QT+1%2F%26&start=2026-03-01T00%3A00%3A00Z&end=2026-03-02T00%3A00%3A00.500Z&period=PT0.1S&values=LAeq&values=LAFMax&values=LCPeak',
      'GET /v1/data/frequency/measurements?instruments=QT1&start=2026-03-01T00%3A00%3A00Z&end=2026-03-02T00%3A00%3A00.500Z&bands=Third&weighting=A',
      'GET /v1/data/calibrations/log?instruments=QT1&start=2026-03-01T00%3A00%3A00Z&end=2026-03-02T00%3A00%3A00.500Z',
      'GET /v1/data/vibration/VDV?instruments=QT1&start=2026-03-01T00%3A00%3A00Z&end=2026-03-02T00%3A00%3A00.500Z&period=PT1M',
      'GET /v1/data/monitor/current?instruments=QT1',
      'GET /v1/data/events/timehistory/a%2Fb',
      'GET /v1/control/instruments/QT%201%2F%26/status',
    ]);
    expect(service.requests.every(({ headers }) => headers['x-api-key'] === KEY)).toBe(true);
    expect(service.requests.some(({ url }) => url?.includes(KEY))).toBe(false);
    expect(JSON.stringify(log.lines)).not.toContain(KEY);
  });

  it('is not sent without a key', async () => {
    service.answer = says(200, '[]');
    expect(await failureOf(client({ key: '' }).api.instruments(NEVER))).toEqual({ kind: 'signed-out' });
    expect(service.requests).toEqual([]);
  });

  it('ends with its signal, while waiting for headers and while reading', async () => {
    const aborter = new AbortController();
    service.answer = () => aborter.abort();
    expect(await failureOf(client().api.instruments(aborter.signal))).toEqual({ kind: 'cancelled' });
    const late = new AbortController();
    service.answer = (_request, response) => {
      response.writeHead(200);
      response.write('[');
      setTimeout(() => late.abort(), 20);
    };
    expect(await failureOf(client().api.instruments(late.signal))).toEqual({ kind: 'cancelled' });
  });
});

describe('an answer', () => {
  it('may begin with a byte order mark and call itself anything but a page', async () => {
    service.answer = says(200, '\uFEFF[{"serialNumber":"QT1"}]', { 'content-type': 'text/plain' });
    const { api, network } = client();
    const { value, bytes } = await api.instruments(NEVER);
    expect(value).toEqual([{ serial: 'QT1', data: { serialNumber: 'QT1' } }]);
    expect(bytes).toBe(27);
    expect(network.state.state).toBe('online');
  });

  const cases: readonly [string, Answer, Partial<AppError>][] = [
    ['401', says(401, ''), { kind: 'unauthorized' }],
    ['400 with the code of 401', says(400, '{"error":"TokenExpired"}'), { kind: 'unauthorized' }],
    ['403', says(403, '{"error":"AccessDenied"}'), { kind: 'forbidden', scope: 'instruments:read' }],
    ['404', says(404, ''), { kind: 'not-found' }],
    ['NotFound under 400', says(400, '{"Error":"NotFound"}'), { kind: 'not-found' }],
    ['MissingParam under 404', says(404, '{"error":"MissingParam"}'), { kind: 'invalid' }],
    ['any other 4xx', says(422, 'what'), { kind: 'invalid' }],
    ['5xx without a body', says(503, ''), { kind: 'server', status: 503 }],
    [
      '5xx with a page',
      says(502, '<html>', { 'content-type': 'text/html' }),
      { kind: 'server', status: 502 },
    ],
    ['an error with 200', says(200, '{"error":"AccessDenied"}'), { kind: 'forbidden' }],
    [
      'an unknown error with 200',
      says(200, '{"error":"Oops","description":"x"}'),
      { kind: 'server', reason: 'x' },
    ],
    ['an object', says(200, '{"a":1}'), { kind: 'server' }],
    ['cut JSON', says(200, '[{"serialNumb'), { kind: 'server' }],
    ['no body', says(204, ''), { kind: 'server' }],
    ['too much', says(200, `["${'x'.repeat(20_000)}"]`), { kind: 'server' }],
    ['a page', says(200, '<html>', { 'content-type': 'text/html' }), { kind: 'offline' }],
    [
      'a page of a portal with 403',
      says(403, '<html>', { 'content-type': 'text/html' }),
      { kind: 'offline' },
    ],
    ['a redirect', says(302, '', { location: 'http://127.0.0.1:1/' }), { kind: 'offline' }],
    ['a proxy that wants a password', says(407, ''), { kind: 'offline' }],
    ['a broken connection', (request) => request.socket.destroy(), { kind: 'offline' }],
    ['silence', () => undefined, { kind: 'server' }],
    [
      'silence in the middle',
      (_request, response) => {
        response.writeHead(200);
        response.write('[');
      },
      { kind: 'server', reason: 'nothing more came for 0.2 s' },
    ],
  ];
  for (const [name, by, expected] of cases)
    it(`means ${expected.kind ?? ''} when it is ${name}`, async () => {
      service.answer = by;
      const { api, network } = client();
      expect(await failureOf(api.instruments(NEVER))).toMatchObject(expected);
      if (expected.kind === 'offline') expect(network.state.state).toBe('offline');
    });

  it('names the scope of what was asked for, for each dataset', async () => {
    service.answer = says(403, '{"error":"AccessDenied"}');
    const { api } = client();
    const ask = ({ id, kind, variants }: Dataset): Promise<unknown> => {
      const [variant = { id: '', stepMs: undefined }] = variants;
      if (kind === 'details') return api.eventHistory({ serial: 'QT1', id: 'x', span: SPAN }, NEVER);
      if (id === 'status' || id === 'monitorcurrent') return api.snapshot(id, 'QT1', NEVER);
      if (kind === 'records') return api.records(id, variant.id, 'QT1', SPAN, NEVER);
      return api.series(id, variant.id, 'QT1', SPAN, variant.stepMs ?? 0, NEVER);
    };
    const asked = datasets.filter(({ id }) => id !== 'instruments');
    const failures = await Promise.all(asked.map((each) => failureOf(ask(each))));
    expect(failures).toHaveLength(19);
    expect(failures).toEqual(asked.map(({ scope }) => ({ kind: 'forbidden', scope })));
  });

  it('that refuses a period as too short is invalid, under any 4xx, so that a longer one is asked for', async () => {
    for (const status of [400, 409, 422]) {
      service.answer = says(
        status,
        '{"error":"InvalidParam","description":"The period is below the setting."}',
      );
      expect(await failureOf(client().api.series('timehistory', '100ms', 'QT1', SPAN, 100, NEVER))).toEqual({
        kind: 'invalid',
        path: 'request',
        reason: 'The period is below the setting.',
      });
    }
  });

  it('to a question about an event that has no time history is not found', async () => {
    service.answer = says(404, '{"error":"NotFound","description":"?"}');
    expect(await failureOf(client().api.eventHistory({ serial: 'QT1', id: 'x', span: SPAN }, NEVER))).toEqual(
      { kind: 'not-found', what: 'Time history x' },
    );
  });
});

describe('a service that is not there', () => {
  it('means offline, in a person’s words', async () => {
    const { api, network } = client({ url: 'http://127.0.0.1:1/v1' });
    expect(await failureOf(api.instruments(NEVER))).toMatchObject({ kind: 'offline' });
    expect(network.state).toMatchObject({ state: 'offline' });
    const nowhere = client({ url: 'http://nowhere.invalid/v1' });
    expect(await failureOf(nowhere.api.instruments(NEVER))).toEqual({
      kind: 'offline',
      reason: 'its name was not found',
    });
  });
});

describe('an answer that says when to come back', () => {
  const DATE = 'Sun, 01 Mar 2020 12:00:00 GMT';
  const cases: readonly [string, Readonly<Record<string, string>>, number, number][] = [
    ['in seconds', { 'retry-after': '7' }, 7_000, 7_000],
    [
      'as a date, by its own clock',
      { 'retry-after': 'Sun, 01 Mar 2020 12:00:09 GMT', date: DATE },
      9_000,
      9_000,
    ],
    ['at once', { 'retry-after': '0' }, 1_000, 1_000],
    ['in a year', { 'retry-after': '31536000' }, 900_000, 900_000],
    ['in the past', { 'retry-after': 'Sun, 01 Mar 2020 11:00:00 GMT', date: DATE }, 1_000, 1_000],
    // Of our own choosing, so spread: not all who were refused should come back together.
    ['in no known language', { 'retry-after': 'soon' }, 1_000, 1_250],
    ['below nothing', { 'retry-after': '-5' }, 1_000, 1_250],
    ['not at all', {}, 1_000, 1_250],
  ];
  for (const [name, headers, atLeast, atMost] of cases)
    it(`is believed within reason: ${name}`, async () => {
      service.answer = says(429, '{"error":"TooManyRequests"}', headers);
      const before = Date.now();
      const error = await failureOf(client().api.instruments(NEVER));
      const after = Date.now();
      if (error.kind !== 'rate-limited') throw new Error(error.kind);
      expect(error.retryAt - before).toBeGreaterThanOrEqual(atLeast);
      expect(error.retryAt - after).toBeLessThanOrEqual(atMost + 1);
    });
});
