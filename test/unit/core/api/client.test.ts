import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Failure, type AppError } from '../../../../electron/contract/result';
import { createApi } from '../../../../electron/core/api/client';
import { datasets, type Dataset } from '../../../../electron/core/datasets';
import { createPacer } from '../../../../electron/core/api/gate';
import { systemClock } from '../../../../electron/core/clock';
import { createNetwork } from '../../../../electron/core/network';
import { keptLog } from '../../../support/quiet-log';

const KEY = 'mycirrus-123456-AABBCCDD11223344';
const NEVER = new AbortController().signal;
const SPAN = { from: Date.parse('2026-03-01T00:00:00Z'), to: Date.parse('2026-03-02T00:00:00.500Z') };

type Answer = (request: IncomingMessage, response: ServerResponse) => void;
let answer: Answer;
let requests: IncomingMessage[];
const server = createServer((request, response) => {
  requests.push(request);
  answer(request, response);
});
let base: string;
beforeEach(async () => {
  requests = [];
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`;
});
afterEach(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

function client(options: { readonly key?: string; readonly url?: string } = {}) {
  const log = keptLog();
  const network = createNetwork({ clock: systemClock, lastOnlineAt: undefined });
  const api = createApi({
    baseUrl: () => Promise.resolve(options.url ?? base),
    key: () => options.key ?? KEY,
    fetch,
    pacer: createPacer({ clock: systemClock }),
    network,
    clock: systemClock,
    log,
    limits: { headersMs: 300, idleMs: 200, jsonBytes: 10_000 },
  });
  return { api, network, log };
}
const says =
  (status: number, body: string, headers: Readonly<Record<string, string>> = {}): Answer =>
  (_request, response) => {
    response.writeHead(status, { 'content-type': 'application/json', ...headers });
    response.end(body);
  };
async function failureOf(asking: Promise<unknown>): Promise<AppError> {
  const error = await asking.then(
    () => undefined,
    (cause: unknown) => cause,
  );
  if (!(error instanceof Failure)) throw new Error('no failure', { cause: error });
  return error.error;
}

describe('a request', () => {
  it('is spelt as documented: one instrument, UTC with Z, repeated values, and the key in its header only', async () => {
    answer = says(200, '[]');
    const { api, log } = client({ url: `${base}/` });
    await api.series('timehistory', '100ms', 'QT 1/&', SPAN, 100, NEVER);
    await api.records('frequency', 'Third-A', 'QT1', SPAN, NEVER);
    await api.records('calibrationlog', '', 'QT1', SPAN, NEVER);
    await api.series('vdv', '', 'QT1', SPAN, 60_000, NEVER);
    await api.snapshot('monitorcurrent', 'QT1', NEVER);
    await api.eventHistory({ serial: 'QT1', id: 'a/b', span: SPAN }, NEVER);
    await api.snapshot('status', 'QT 1/&', NEVER).catch(() => undefined);
    expect(requests.map(({ method, url }) => `${method ?? ''} ${url ?? ''}`)).toEqual([
      'GET /v1/data/noise/timehistory?instruments=QT+1%2F%26&start=2026-03-01T00%3A00%3A00Z&end=2026-03-02T00%3A00%3A00.500Z&period=PT0.1S&values=LAeq&values=LAFMax&values=LCPeak',
      'GET /v1/data/frequency/measurements?instruments=QT1&start=2026-03-01T00%3A00%3A00Z&end=2026-03-02T00%3A00%3A00.500Z&bands=Third&weighting=A',
      'GET /v1/data/calibrations/log?instruments=QT1&start=2026-03-01T00%3A00%3A00Z&end=2026-03-02T00%3A00%3A00.500Z',
      'GET /v1/data/vibration/VDV?instruments=QT1&start=2026-03-01T00%3A00%3A00Z&end=2026-03-02T00%3A00%3A00.500Z&period=PT1M',
      'GET /v1/data/monitor/current?instruments=QT1',
      'GET /v1/data/events/timehistory/a%2Fb',
      'GET /v1/control/instruments/QT%201%2F%26/status',
    ]);
    expect(requests.every(({ headers }) => headers['x-api-key'] === KEY)).toBe(true);
    expect(requests.some(({ url }) => url?.includes(KEY))).toBe(false);
    expect(JSON.stringify(log.lines)).not.toContain(KEY);
  });

  it('is not sent without a key', async () => {
    answer = says(200, '[]');
    expect(await failureOf(client({ key: '' }).api.instruments(NEVER))).toEqual({ kind: 'signed-out' });
    expect(requests).toEqual([]);
  });

  it('ends with its signal, while waiting for headers and while reading', async () => {
    const aborter = new AbortController();
    answer = () => aborter.abort();
    expect(await failureOf(client().api.instruments(aborter.signal))).toEqual({ kind: 'cancelled' });
    const late = new AbortController();
    answer = (_request, response) => {
      response.writeHead(200);
      response.write('[');
      setTimeout(() => late.abort(), 20);
    };
    expect(await failureOf(client().api.instruments(late.signal))).toEqual({ kind: 'cancelled' });
  });
});

describe('an answer', () => {
  it('may begin with a byte order mark and call itself anything but a page', async () => {
    answer = says(200, '\uFEFF[{"serialNumber":"QT1"}]', { 'content-type': 'text/plain' });
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
      answer = by;
      const { api, network } = client();
      expect(await failureOf(api.instruments(NEVER))).toMatchObject(expected);
      if (expected.kind === 'offline') expect(network.state.state).toBe('offline');
    });

  it('names the scope of what was asked for, for each dataset', async () => {
    answer = says(403, '{"error":"AccessDenied"}');
    const { api } = client();
    const asking: [Dataset, Promise<unknown>][] = datasets
      .filter(({ id }) => id !== 'instruments')
      .map((each) => {
        const { id, kind, variants } = each;
        const [variant = { id: '', stepMs: undefined }] = variants;
        if (kind === 'details')
          return [each, api.eventHistory({ serial: 'QT1', id: 'x', span: SPAN }, NEVER)];
        if (id === 'status' || id === 'monitorcurrent') return [each, api.snapshot(id, 'QT1', NEVER)];
        if (kind === 'records') return [each, api.records(id, variant.id, 'QT1', SPAN, NEVER)];
        return [each, api.series(id, variant.id, 'QT1', SPAN, variant.stepMs ?? 0, NEVER)];
      });
    expect(asking).toHaveLength(19);
    for (const [{ scope }, call] of asking)
      expect(await failureOf(call)).toEqual({ kind: 'forbidden', scope });
  });

  it('that refuses a period as too short is invalid, under any 4xx, so that a longer one is asked for', async () => {
    for (const status of [400, 409, 422]) {
      answer = says(status, '{"error":"InvalidParam","description":"The period is below the setting."}');
      expect(await failureOf(client().api.series('timehistory', '100ms', 'QT1', SPAN, 100, NEVER))).toEqual({
        kind: 'invalid',
        path: 'request',
        reason: 'The period is below the setting.',
      });
    }
  });

  it('to a question about an event that has no time history is not found', async () => {
    answer = says(404, '{"error":"NotFound","description":"?"}');
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
    ['in no known language', { 'retry-after': 'soon' }, 1_000, 1_000],
    ['below nothing', { 'retry-after': '-5' }, 1_000, 1_000],
    ['not at all', {}, 1_000, 1_000],
  ];
  for (const [name, headers, atLeast, atMost] of cases)
    it(`is believed within reason: ${name}`, async () => {
      answer = says(429, '{"error":"TooManyRequests"}', headers);
      const before = Date.now();
      const error = await failureOf(client().api.instruments(NEVER));
      const after = Date.now();
      if (error.kind !== 'rate-limited') throw new Error(error.kind);
      expect(error.retryAt - before).toBeGreaterThanOrEqual(atLeast);
      expect(error.retryAt - after).toBeLessThanOrEqual(atMost + 1);
    });
});

describe('an audio download', () => {
  const BYTES = Buffer.from('fLaC and so on');
  const readAll = async (body: ReadableStream<Uint8Array>) =>
    Buffer.from(await new Response(body).arrayBuffer());

  it('gives the body, its length and a strong validator', async () => {
    answer = (_request, response) => {
      response.writeHead(200, { 'content-length': BYTES.length, etag: '"abc"' });
      response.end(BYTES);
    };
    const got = await client().api.audio('r/1', 'FLAC', undefined, NEVER);
    expect(got).toMatchObject({ status: 200, lengthBytes: BYTES.length, etag: '"abc"' });
    expect(await readAll(got.body)).toEqual(BYTES);
    expect(requests[0]?.url).toBe('/v1/data/audio/r%2F1?format=FLAC');
    expect(requests[0]?.headers['accept-encoding']).toBe('identity');
  });

  it('goes on where it ended only when the service does so with the very same file', async () => {
    const partial =
      (range: string, etag: string): Answer =>
      (request, response) => {
        const part = request.headers.range !== undefined;
        response.writeHead(part ? 206 : 200, part ? { 'content-range': range, etag } : { etag });
        response.end(part ? BYTES.subarray(4) : BYTES);
      };
    const resume = { offset: 4, etag: '"abc"' };
    answer = partial('bytes 4-13/14', '"abc"');
    const good = await client().api.audio('r', 'WAV', resume, NEVER);
    expect([good.status, await readAll(good.body)]).toEqual([206, BYTES.subarray(4)]);
    expect(requests[0]?.headers).toMatchObject({ range: 'bytes=4-', 'if-range': '"abc"' });
    for (const wrong of [partial('bytes 5-13/14', '"abc"'), partial('bytes 4-13/14', '"other"'), says416]) {
      answer = wrong;
      const whole = await client().api.audio('r', 'WAV', resume, NEVER);
      expect([whole.status, await readAll(whole.body)]).toEqual([200, BYTES]);
    }
  });
  const says416: Answer = (request, response) => {
    response.writeHead(request.headers.range === undefined ? 200 : 416);
    response.end(request.headers.range === undefined ? BYTES : '');
  };

  it('is refused when an error or a page comes in its place, and errors when it stalls', async () => {
    answer = says(200, '{"error":"NotFound"}');
    expect(await failureOf(client().api.audio('r', 'AAC', undefined, NEVER))).toEqual({
      kind: 'not-found',
      what: 'Recording r',
    });
    answer = says(200, '<html>', { 'content-type': 'text/html' });
    expect(await failureOf(client().api.audio('r', 'AAC', undefined, NEVER))).toMatchObject({
      kind: 'offline',
    });
    answer = (_request, response) => {
      response.writeHead(200);
      response.write('x');
    };
    const stalled = await client().api.audio('r', 'AAC', undefined, NEVER);
    expect(await failureOf(readAll(stalled.body))).toMatchObject({ kind: 'server' });
  });

  it('frees its place when it is read, given up or aborted', async () => {
    answer = (_request, response) => {
      response.writeHead(200);
      response.end('x');
    };
    const { api } = client();
    for (let i = 0; i < 3; i += 1) {
      const aborter = new AbortController();
      const four = await Promise.all(
        [0, 1, 2, 3].map(() => api.audio('r', 'FLAC', undefined, aborter.signal)),
      );
      await readAll(four[0]?.body ?? new ReadableStream());
      await four[1]?.body.cancel();
      aborter.abort();
    }
    answer = says(200, '[]');
    expect((await api.instruments(NEVER)).value).toEqual([]);
  });
});
