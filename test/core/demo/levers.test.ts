import { connect } from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Demo } from '../../support/demo';
import { startDemo, TEST_NOW } from '../../support/demo';
import { createFakeWorld, fakeEncode } from '../../support/fake-world';
import { rawGet } from '../../support/raw-http';

const HOUR = 3_600_000;
const LIST = '/control/instruments';
const SERIAL = 'QT100001';
const SOUND = `/data/audio/rec-${SERIAL}-${String(TEST_NOW - 110 * 60_000)}?format=WAV`;

let demo: Demo;
beforeAll(async () => {
  demo = await startDemo({ world: createFakeWorld(), encode: fakeEncode, levers: true });
});
afterEach(async () => {
  await demo.levers.reset();
});
afterAll(async () => {
  await demo.close();
});
const raw = (path: string, waitMs?: number, headers = {}) =>
  rawGet(demo.url + path, { 'x-api-key': demo.key, ...headers }, waitMs);
const statuses = async (count: number, path = LIST) => {
  const seen: number[] = [];
  for (let i = 0; i < count; i++) seen.push((await demo.get(path)).status);
  return seen;
};

describe('answers that fail', () => {
  it('fails the next few requests that match, and no others', async () => {
    demo.levers.failNext(2, { status: 503, match: '/status', retryAfter: '7' });
    expect(await statuses(1)).toEqual([200]);
    const first = await demo.get(`${LIST}/${SERIAL}/status`);
    expect([first.status, first.headers.get('retry-after')]).toEqual([503, '7']);
    expect(await statuses(2, `${LIST}/${SERIAL}/status`)).toEqual([503, 200]);
  });

  it('lets so many requests through in a minute of its own time', async () => {
    demo.levers.rateLimit({ perMinute: 2, retryAfter: 'seconds' });
    expect(await statuses(2)).toEqual([200, 200]);
    await demo.levers.advance(15_000);
    const refused = await demo.get(LIST);
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([429, '45']);
    expect(await refused.json()).toMatchObject({ error: 'TooManyRequests' });
    await demo.levers.advance(45_000);
    expect(await statuses(3)).toEqual([200, 200, 429]);
  });

  it('says when to come back as a date, or not at all', async () => {
    demo.levers.rateLimit({ perMinute: 0, retryAfter: 'date' });
    const dated = await demo.get(LIST);
    const ahead =
      Date.parse(dated.headers.get('retry-after') ?? '') - Date.parse(dated.headers.get('date') ?? '');
    expect(ahead).toBe(60_000);
    demo.levers.rateLimit({ perMinute: 0, retryAfter: 'none' });
    expect((await demo.get(LIST)).headers.get('retry-after')).toBeNull();
  });

  it('puts a captive portal in between, as a page or a redirect', async () => {
    demo.levers.captivePortal('page');
    const page = await demo.get(LIST);
    expect([page.status, page.headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8']);
    expect(await page.text()).toContain('Welcome aboard');
    demo.levers.captivePortal('redirect', 'http://127.0.0.1:1/login');
    const redirect = await demo.get(SOUND, {}, { redirect: 'manual' });
    expect([redirect.status, redirect.headers.get('location')]).toEqual([302, 'http://127.0.0.1:1/login']);
  });

  it('sends another body, status or content type', async () => {
    demo.levers.replace({ body: '[{"serialNumber":', match: LIST, times: 1 });
    expect(await (await demo.get(LIST)).text()).toBe('[{"serialNumber":');
    demo.levers.wrongContentType('text/plain', { times: 1 });
    expect((await demo.get(LIST)).headers.get('content-type')).toBe('text/plain');
    demo.levers.replace({ status: 203, times: 1 });
    expect(await statuses(2)).toEqual([203, 200]);
  });
});

describe('bodies that end early', () => {
  const framings = ['length', 'chunked', 'chunked-close', 'none'] as const;
  const ends = ['fin', 'rst'] as const;
  const cases = framings.flatMap((framing) => ends.map((end) => ({ framing, end })));

  it.each(cases)('cuts with framing $framing and ends with $end', async ({ framing, end }) => {
    const whole = await raw(SOUND);
    demo.levers.cut({ atByte: 1_000, framing, end, times: 1, match: '/data/audio/' });
    const cut = await raw(SOUND);
    expect(cut.end).toBe(end);
    const chunked = framing.startsWith('chunked');
    const expected = whole.body.subarray(0, 1_000);
    expect(
      cut.body.equals(
        chunked ? Buffer.concat([Buffer.from('3e8\r\n'), expected, Buffer.from('\r\n')]) : expected,
      ),
    ).toBe(true);
    expect({
      length: cut.headers.get('content-length'),
      chunks: cut.headers.get('transfer-encoding'),
      close: cut.headers.get('connection'),
    }).toEqual({
      length: framing === 'length' ? String(whole.body.length) : undefined,
      chunks: chunked ? 'chunked' : undefined,
      close: framing === 'chunked-close' || framing === 'none' ? 'close' : undefined,
    });
    expect((await raw(SOUND)).body.length).toBe(whole.body.length);
  });

  it('cuts inside a chunk, before the first byte, and one byte before the last', async () => {
    const size = (await raw(SOUND)).body.length;
    demo.levers.cut({ atByte: 10, framing: 'chunked', end: 'fin', insideChunk: true, times: 1 });
    const inside = await raw(SOUND);
    expect(inside.body.toString('latin1').startsWith(`${(size + 1).toString(16)}\r\nRIFF`)).toBe(true);
    demo.levers.cut({ atByte: 0, framing: 'length', end: 'fin', times: 1 });
    expect((await raw(SOUND)).body.length).toBe(0);
    demo.levers.cut({ atByte: -1, framing: 'none', end: 'fin', times: 1 });
    expect((await raw(SOUND)).body.length).toBe(size - 1);
  });

  it('hangs before the head or in the middle of the body, until it is let go', async () => {
    const size = (await raw(SOUND)).body.length;
    demo.levers.stall({ where: 'before-headers', times: 1 });
    expect(await raw(LIST, 150)).toMatchObject({ status: 0, end: 'open' });
    demo.levers.stall({ where: 'mid-body', times: 1 });
    const half = await raw(SOUND, 150);
    expect([half.status, half.body.length, half.end]).toEqual([200, size >> 1, 'open']);
    demo.levers.stall({ where: 'before-headers', times: 1 });
    const waiting = raw(LIST);
    await expect
      .poll(() => demo.journal.map(({ ending }) => ending))
      .toEqual(['sent', 'stalled', 'stalled', 'stalled']);
    await demo.levers.reset();
    expect((await waiting).end).not.toBe('open');
  });

  it('lets a body trickle', async () => {
    demo.levers.trickle({ bytesPerSecond: 500, times: 1 });
    const slow = await raw(LIST, 500);
    expect(slow.status).toBe(200);
    expect(slow.body.length).toBeGreaterThan(0);
    expect(slow.body.length).toBeLessThan(400);
  });
});

describe('keys, network and time', () => {
  it('revokes and restores keys', async () => {
    demo.levers.revokeKey();
    const refused = await demo.get(LIST);
    expect([refused.status, await refused.json()]).toMatchObject([401, { error: 'TokenExpired' }]);
    demo.levers.restoreKey();
    expect(await statuses(1)).toEqual([200]);
  });

  it('drops a scope and nothing else', async () => {
    demo.levers.dropScope('data.audio:read');
    const refused = await demo.get(SOUND);
    expect([refused.status, await refused.json()]).toMatchObject([403, { error: 'AccessDenied' }]);
    expect(await statuses(1)).toEqual([200]);
    demo.levers.restoreScope('data.audio:read');
    expect(await statuses(1, SOUND)).toEqual([200]);
  });

  it('goes offline, breaking what is open, and comes back on the same port', async () => {
    const url = demo.url;
    demo.levers.stall({ where: 'before-headers', times: 1 });
    const broken = raw(LIST);
    await expect.poll(() => demo.journal.at(-1)?.ending).toBe('stalled');
    await demo.levers.goOffline();
    expect((await broken).end).not.toBe('open');
    await expect(demo.get(LIST)).rejects.toThrow();
    await demo.levers.goOnline();
    expect([demo.url, await statuses(1)]).toEqual([url, [200]]);
  });

  it('moves its clock, and the world with it', async () => {
    const query = { instruments: SERIAL, start: TEST_NOW, end: TEST_NOW + 2 * HOUR };
    expect(await demo.json('/data/noise/measurements', query)).toEqual([]);
    await demo.levers.advance(HOUR);
    expect(await demo.json('/data/noise/measurements', query)).toHaveLength(4);
    await demo.levers.setNow(TEST_NOW + 2 * HOUR);
    expect(await demo.json('/data/noise/measurements', query)).toHaveLength(8);
    expect(Date.parse((await demo.get(LIST)).headers.get('date') ?? '')).toBe(TEST_NOW + 2 * HOUR);
  });

  it('cuts an instrument off: what it measures meanwhile comes in late', async () => {
    const query = { instruments: SERIAL, start: TEST_NOW, end: TEST_NOW + HOUR };
    const online = async () => ((await demo.json(`${LIST}/${SERIAL}/status`)) as { online: boolean }).online;
    demo.levers.instrumentOffline(SERIAL, true);
    await demo.levers.advance(HOUR);
    expect([await online(), await demo.json('/data/noise/measurements', query)]).toEqual([false, []]);
    demo.levers.instrumentOffline(SERIAL, false);
    expect([await online(), await demo.json('/data/noise/measurements', query)]).toMatchObject([
      true,
      { length: 4 },
    ]);
  });

  it('keeps two tenants apart', async () => {
    demo.levers.addKey({
      key: 'other',
      instruments: ['QT100002'],
      scopes: ['instruments:read', 'data.noise:read'],
    });
    const other = { headers: { 'x-api-key': 'other' } };
    const list = (await (await demo.get(LIST, {}, other)).json()) as { serialNumber: string }[];
    expect(list.map((one) => one.serialNumber)).toEqual(['QT100002']);
    const span = { start: TEST_NOW - HOUR, end: TEST_NOW };
    const ask = async (path: string, instruments: string) =>
      (await demo.get(path, { instruments, ...span }, other)).status;
    expect(await ask('/data/noise/measurements', 'QT100002')).toBe(200);
    expect(await ask('/data/noise/measurements', SERIAL)).toBe(403);
    expect(await ask('/data/audio', 'QT100002')).toBe(403);
  });
});

describe('clients that leave', () => {
  it('do it no harm, before, during and after the head of an answer', async () => {
    const query = `instruments=${SERIAL}&start=2026-02-25T00:00:00Z&end=2026-03-02T00:00:00Z`;
    const path = `/data/noise/timehistory?${query}`;
    await Promise.all([0, 1, 2, 5, 10, 20, 40, 80, 160].map((waitMs) => raw(path, waitMs)));
    await expect.poll(() => demo.journal.every(({ ending }) => ending !== undefined)).toBe(true);
    expect(demo.journal.map(({ ending }) => ending)).toContain('left');
    const upload = connect(Number(new URL(demo.url).port), '127.0.0.1');
    upload.write(`PUT /v1${LIST}/${SERIAL} HTTP/1.1\r\nhost: x\r\ncontent-length: 100\r\n\r\n{`);
    await expect.poll(() => demo.journal.at(-1)?.method).toBe('PUT');
    upload.destroy();
    await expect.poll(() => demo.journal.at(-1)?.ending).toBe('left');
    expect(await statuses(1)).toEqual([200]);
  });
});

describe('journal and control endpoint', () => {
  it('writes down every request, but never a key', async () => {
    await demo.get(LIST);
    await demo.get(SOUND, {}, { headers: { range: 'bytes=5-', 'x-api-key': 'mycirrus-wrong' } });
    await fetch(`${demo.url}/nowhere?x-api-key=${demo.key}`);
    await expect.poll(() => demo.journal.map((entry) => entry.ending)).toEqual(['sent', 'sent', 'sent']);
    expect(demo.journal).toMatchObject([
      { time: TEST_NOW, method: 'GET', path: `/v1${LIST}`, status: 200, keyRight: true, inFlight: 1 },
      { query: 'format=WAV', range: 'bytes=5-', status: 401, keyRight: false },
      { path: '/v1/nowhere', status: 401 },
    ]);
    expect(JSON.stringify(demo.journal)).not.toContain(demo.key);
  });

  it('pulls levers from another process, on a port that the API does not have', async () => {
    const control = (name: string, ...args: readonly unknown[]) =>
      fetch(`${demo.controlUrl ?? ''}/${name}`, { method: 'POST', body: JSON.stringify(args) });
    await control('failNext', 1, { status: 500, match: { source: 'instruments$' } });
    expect(await statuses(2)).toEqual([500, 200]);
    await control('audio', { ranges: 'strong' });
    expect((await raw(SOUND)).headers.has('etag')).toBe(true);
    await control('goOffline');
    await expect(demo.get(LIST)).rejects.toThrow();
    await control('goOnline');
    expect(((await (await control('journal')).json()) as unknown[]).length).toBeGreaterThan(2);
    expect((await control('toString')).status).toBe(404);
    expect(await statuses(1, '/failNext')).toEqual([404]);
    const plain = await startDemo({ world: createFakeWorld() });
    expect(plain.controlUrl).toBeUndefined();
    await plain.close();
  });
});
