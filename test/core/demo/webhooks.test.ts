import { createHmac } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Demo } from '../../support/demo';
import { startDemo, TEST_NOW } from '../../support/demo';
import { createFakeWorld, fakeEncode } from '../../support/fake-world';
import { createJudge } from '../../support/openapi';

const A = 'QT100001';
const MINUTE = 60_000;
const judge = createJudge();

interface Delivery {
  readonly id: string;
  readonly signature: string;
  readonly raw: string;
}
/** A subscriber: what it got, and what it answers with; undefined: nothing at all. */
let got: Delivery[] = [];
let answerWith: number | undefined = 200;
let subscriber: Server;
let demo: Demo;

beforeAll(async () => {
  demo = await startDemo({ world: createFakeWorld(), encode: fakeEncode, webhookTimeoutMs: 100 });
  subscriber = createServer((request, response) => {
    let raw = '';
    request.setEncoding('utf8');
    request.on('data', (chunk: string) => (raw += chunk));
    request.on('end', () => {
      const { 'x-webhook-id': id, 'x-webhook-signature': signature } = request.headers;
      got.push({ id: String(id), signature: String(signature), raw });
      if (answerWith === undefined) return;
      response.writeHead(answerWith);
      response.end();
    });
  });
  await new Promise<void>((resolve) => subscriber.listen(0, '127.0.0.1', resolve));
});
beforeEach(() => {
  got = [];
  answerWith = 200;
});
afterEach(async () => {
  await demo.levers.reset();
});
afterAll(async () => {
  await demo.close();
  subscriber.closeAllConnections();
  await new Promise((resolve) => subscriber.close(resolve));
});

const hook = () => `http://127.0.0.1:${String((subscriber.address() as AddressInfo).port)}/hook`;
async function subscribe(type: string, fields: object = {}): Promise<{ id: string; secret: string }> {
  const body = JSON.stringify({ type, instrument: A, url: hook(), ...fields });
  const made = await demo.get('/webhooks', {}, { method: 'POST', body });
  expect(made.status).toBe(201);
  await demo.levers.tick();
  return (await made.json()) as { id: string; secret: string };
}
const bodies = () => got.map(({ raw }) => JSON.parse(raw) as Record<string, unknown>);
const ids = async () => ((await demo.json('/webhooks')) as { id: string }[]).map(({ id }) => id);

describe('a delivery', () => {
  it('is signed over its raw body, and names the end of the latest measurement', async () => {
    const { id, secret } = await subscribe('NewMeasurement', { secret: 'of my own' });
    expect(got).toEqual([]);
    await demo.levers.advance(31 * MINUTE);
    const [delivery] = got;
    expect(delivery).toEqual({
      id,
      signature: createHmac('sha256', secret)
        .update(delivery?.raw ?? '')
        .digest('hex'),
      raw: JSON.stringify({
        type: 'NewMeasurement',
        instrument: A,
        time: '2026-03-02T12:31:00Z',
        endTime: '2026-03-02T12:30:00Z',
      }),
    });
    await demo.levers.advance(MINUTE);
    expect(got).toHaveLength(1);
  });

  it('comes for each type as described', async () => {
    for (const type of [
      'NewMeasurement',
      'NewEvent',
      'InstrumentStatus',
      'CalibrationFinished',
      'SicFinished',
    ])
      await subscribe(type);
    for (const action of ['Calibration', 'SIC']) {
      demo.levers.nextAction(action === 'SIC' ? 'Failed' : 'Success');
      await demo.get(`/control/instruments/${A}/action`, { action }, { method: 'POST' });
    }
    await demo.levers.advance(16 * MINUTE);
    demo.levers.instrumentOffline(A, true);
    await demo.levers.tick();
    const seen = bodies();
    const byType = new Map(seen.map((body) => [String(body['type']), body]));
    expect(seen.flatMap((body) => judge.messageFaults(String(body['type']), body))).toEqual([]);
    expect([...byType.keys()].sort()).toEqual([
      'CalibrationFinished',
      'InstrumentStatus',
      'NewEvent',
      'NewMeasurement',
      'SicFinished',
    ]);
    expect(byType.get('NewEvent')).toMatchObject({ eventTime: '2026-03-02T12:10:00Z' });
    expect(byType.get('InstrumentStatus')).toMatchObject({ online: false });
    expect(byType.get('CalibrationFinished')).toMatchObject({
      status: 'Success',
      data: { status: 'Success' },
    });
    expect(byType.get('SicFinished')).toMatchObject({
      status: 'Failed',
      error: expect.any(String) as string,
    });
  });

  it('goes to this computer only', async () => {
    for (const url of ['https://127.0.0.1/hook', 'https://example.com/hook'])
      await subscribe('NewMeasurement', { url });
    await demo.levers.advance(16 * MINUTE);
    await demo.levers.advance(600 * MINUTE);
    expect(await ids()).toHaveLength(2);
    for (const url of ['http://192.168.0.1/', 'http://127.0.0.1.example.com/', 'ftp://127.0.0.1/', 'hook']) {
      const body = JSON.stringify({ type: 'NewEvent', instrument: A, url });
      expect((await demo.get('/webhooks', {}, { method: 'POST', body })).status).toBe(400);
    }
  });
});

describe('a delivery that nobody takes', () => {
  it('is tried five times more, with the same body, and taken when it is answered with 200', async () => {
    await subscribe('NewMeasurement');
    answerWith = 201;
    await demo.levers.advance(16 * MINUTE);
    for (let i = 0; i < 4; i++) await demo.levers.advance(10_000);
    expect(got).toHaveLength(5);
    answerWith = 200;
    for (let i = 0; i < 3; i++) await demo.levers.advance(10_000);
    expect(got).toHaveLength(6);
    expect(new Set(got.map(({ raw }) => raw)).size).toBe(1);
  });

  it('is given up after that, and after three such the subscription is gone', async () => {
    const { id } = await subscribe('NewMeasurement');
    answerWith = undefined;
    for (let message = 0; message < 3; message++) {
      expect(await ids()).toEqual([id]);
      await demo.levers.setNow(TEST_NOW + (message + 1) * 15 * MINUTE + 1_000);
      for (let i = 0; i < 7; i++) await demo.levers.advance(10_000);
    }
    expect(got).toHaveLength(18);
    expect(await ids()).toEqual([]);
  });
});

describe('a subscription', () => {
  it('belongs to the key it was made with', async () => {
    const { id } = await subscribe('NewEvent');
    demo.levers.addKey({ key: 'other' });
    const other = { headers: { 'x-api-key': 'other' } };
    expect(await (await demo.get('/webhooks', {}, other)).json()).toEqual([]);
    expect((await demo.get(`/webhooks/${id}`, {}, other)).status).toBe(404);
    expect(await ids()).toEqual([id]);
  });

  it('ends when it is removed', async () => {
    const { id } = await subscribe('NewMeasurement');
    expect((await demo.get(`/webhooks/${id}`, {}, { method: 'DELETE' })).status).toBe(204);
    await demo.levers.advance(16 * MINUTE);
    expect(got).toEqual([]);
  });
});
