import { once } from 'node:events';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import type { Demo } from '../../support/demo';
import { startDemo, TEST_NOW } from '../../support/demo';
import { createFakeWorld, fakeEncode, levelAt, OFFLINE_SERIAL } from '../../support/fake-world';

const A = 'QT100001';
const STANDARD = 'QT100002';

let demo: Demo;
beforeAll(async () => {
  demo = await startDemo({ world: createFakeWorld(), encode: fakeEncode });
});
afterEach(async () => {
  for (const line of lines.splice(0)) line.socket.terminate();
  await demo.levers.reset();
});
afterAll(async () => {
  await demo.close();
});

type Message = Readonly<Record<string, unknown>>;
interface Line {
  readonly socket: WebSocket;
  readonly messages: readonly Message[];
  say(message: object | string): void;
  /** Waits until so many messages of a kind have come, and gives them. */
  take(count: number, kind: string): Promise<readonly Message[]>;
  closed: Promise<{ readonly code: number; readonly reason: string }>;
}
const lines: Line[] = [];
const address = (serial: string, query = '') => `${demo.url.replace('http', 'ws')}/live/${serial}${query}`;

async function open(serial = A): Promise<Line> {
  const socket = new WebSocket(address(serial), { headers: { 'x-api-key': demo.key } });
  const messages: Message[] = [];
  socket.on('message', (data: Buffer) => messages.push(JSON.parse(data.toString()) as Message));
  const closed = once(socket, 'close').then(([code, reason]: unknown[]) => ({
    code: code as number,
    reason: (reason as Buffer).toString(),
  }));
  const kindOf = (message: Message) => String(message['type'] ?? message['error'] ?? message['action']);
  const take = async (count: number, kind: string) => {
    const those = () => messages.filter((message) => kindOf(message) === kind);
    await expect.poll(() => those().length).toBeGreaterThanOrEqual(count);
    return those();
  };
  const say = (message: object | string) =>
    socket.send(typeof message === 'string' ? message : JSON.stringify(message));
  const line = { socket, messages, say, take, closed };
  lines.push(line);
  await once(socket, 'open');
  await take(1, 'InstrumentStatus');
  return line;
}

/** The status and error a connection is refused with. */
async function refusal(
  serial: string,
  headers: Record<string, string> = { 'x-api-key': demo.key },
  query = '',
) {
  const socket = new WebSocket(address(serial, query), { headers });
  const [, answer] = (await once(socket, 'unexpected-response')) as [
    unknown,
    AsyncIterable<Buffer> & { statusCode: number },
  ];
  const chunks: Buffer[] = [];
  for await (const chunk of answer) chunks.push(chunk);
  return [answer.statusCode, (JSON.parse(Buffer.concat(chunks).toString()) as { error: string }).error];
}

describe('connecting', () => {
  it('takes the key in a header or in the query, and says how the instrument is', async () => {
    const line = await open();
    expect(line.messages).toEqual([
      {
        type: 'InstrumentStatus',
        time: '2026-03-02T12:00:00Z',
        online: true,
        measuring: true,
        calibrationInProgress: false,
        sicInProgress: false,
      },
    ]);
    const other = new WebSocket(address(A, `?x-api-key=${demo.key}`));
    await once(other, 'open');
    other.terminate();
    expect(JSON.stringify(demo.journal)).not.toContain(demo.key);
    expect(demo.journal.map(({ status, keyRight }) => [status, keyRight])).toEqual([
      [101, true],
      [101, true],
    ]);
  });

  it('is refused without a right key, a scope, or an online noise monitor', async () => {
    expect(await refusal(A, {})).toEqual([401, 'TokenExpired']);
    expect(await refusal(A, { 'x-api-key': 'wrong' })).toEqual([401, 'TokenExpired']);
    expect(await refusal('QT999999')).toEqual([404, 'NotFound']);
    expect(await refusal('AABBCC')).toEqual([400, 'NotAvailable']);
    expect(await refusal(OFFLINE_SERIAL)).toEqual([400, 'NotAvailable']);
    demo.levers.failNext(1, { status: 429 });
    expect(await refusal(A)).toEqual([429, 'TooManyRequests']);
    demo.levers.dropScope('instruments:read');
    expect(await refusal(A)).toEqual([403, 'AccessDenied']);
  });
});

describe('live data', () => {
  it('comes once a second of the service’s time, and stops when told', async () => {
    const line = await open();
    line.say({ action: 'StartLiveData', types: ['LAeq', 'LCPeak', 'Nonsense', 'LAF'] });
    const [first] = await line.take(1, 'LiveData');
    const level = levelAt(TEST_NOW - 1_000);
    expect(first).toEqual({
      type: 'LiveData',
      time: '2026-03-02T12:00:00Z',
      values: ['LAeq', 'LCPeak', 'LAF'].map((name) => ({ name, value: level })),
    });
    for (let i = 0; i < 8; i++) await demo.levers.advance(250);
    const seen = await line.take(3, 'LiveData');
    expect(seen.map((one) => one['time'])).toEqual(['00', '01', '02'].map((s) => `2026-03-02T12:00:${s}Z`));
    line.say({ action: 'StopLiveData' });
    line.say({ action: 'KeepAlive' });
    await line.take(1, 'KeepAlive');
    await demo.levers.advance(5_000);
    line.say({ action: 'KeepAlive' });
    await line.take(2, 'KeepAlive');
    expect(await line.take(3, 'LiveData')).toHaveLength(3);
  });

  it('has moving averages, percentiles, octaves, and third octaves where the plan has them', async () => {
    const types = ['LAeq,5m', 'Ln90', 'LAeqT', 'LAeqI', '1KHz', '6.3Hz3'];
    const names = async (serial: string) => {
      const line = await open(serial);
      line.say({ action: 'StartLiveData', types });
      const [data] = await line.take(1, 'LiveData');
      return (data?.['values'] as { name: string; value: number }[]).map(({ name, value }) => {
        expect(value).toBeGreaterThan(39);
        expect(value).toBeLessThan(63);
        return name;
      });
    };
    await demo.levers.advance(60_000);
    expect(await names(A)).toEqual(types);
    expect(await names(STANDARD)).toEqual(types.slice(0, -1));
  });

  it('replaces the set of types when started again, and needs its scope', async () => {
    const line = await open();
    line.say({ action: 'StartLiveData', types: ['LAeq'] });
    line.say({ action: 'StartLiveData', types: ['LCeq'] });
    const sets = (await line.take(2, 'LiveData')).map(
      (one) => (one['values'] as { name: string }[])[0]?.name,
    );
    expect(sets).toEqual(['LAeq', 'LCeq']);
    demo.levers.dropScope('data.live:read');
    line.say({ action: 'StartLiveData', types: ['LAeq'] });
    await line.take(1, 'AccessDenied');
  });
});

describe('actions', () => {
  it('are told in progress and ended, with what came of them', async () => {
    const line = await open();
    line.say({ action: 'Calibration' });
    expect(await line.take(1, 'ActionStatus')).toEqual([
      { type: 'ActionStatus', time: '2026-03-02T12:00:00Z', action: 'Calibration', status: 'InProgress' },
    ]);
    await demo.levers.advance(8_000);
    const [, done] = await line.take(2, 'ActionStatus');
    expect(done).toMatchObject({
      status: 'Success',
      data: { time: '2026-03-02T12:00:08Z', status: 'Success' },
    });
    const states = (await line.take(3, 'InstrumentStatus')).map((one) => one['calibrationInProgress']);
    expect(states).toEqual([false, true, false]);
  });

  it('that fail say why, also when they were started elsewhere', async () => {
    const line = await open();
    demo.levers.nextAction('Failed');
    await demo.get(`/control/instruments/${A}/action`, { action: 'SIC' }, { method: 'POST' });
    await demo.levers.tick();
    await line.take(1, 'ActionStatus');
    await demo.levers.advance(60_000);
    const [, failed] = await line.take(2, 'ActionStatus');
    expect(failed).toMatchObject({
      action: 'SIC',
      status: 'Failed',
      data: { status: 'Error', _1KHz: 48.54 },
    });
    expect(failed?.['error']).toEqual(expect.any(String));
  });

  it('that are unknown, impossible or not allowed are answered by an error', async () => {
    const line = await open(STANDARD);
    line.say({ action: 'X' });
    const [unknown] = await line.take(1, 'InvalidAction');
    expect(unknown).toEqual({ error: 'InvalidAction', description: 'Unknown action (X)' });
    line.say({ action: 'SIC' });
    await line.take(2, 'InvalidAction');
    line.say('{');
    line.say({ action: 'StartLiveData' });
    await line.take(2, 'InvalidParam');
    demo.levers.dropScope('instruments:action');
    line.say({ action: 'Identify' });
    await line.take(1, 'AccessDenied');
  });
});

describe('the end', () => {
  it('comes when the instrument goes offline', async () => {
    const line = await open();
    demo.levers.instrumentOffline(A, true);
    await demo.levers.tick();
    expect(await line.closed).toEqual({ code: 1001, reason: 'The instrument went offline' });
    expect(line.messages.at(-1)).toMatchObject({ type: 'InstrumentStatus', online: false });
  });

  it('comes when the key is revoked, or the network breaks', async () => {
    const line = await open();
    demo.levers.revokeKey();
    await demo.levers.tick();
    expect((await line.closed).code).toBe(1008);
    demo.levers.restoreKey();
    const other = await open();
    await demo.levers.goOffline();
    expect((await other.closed).code).toBe(1006);
  });
});
