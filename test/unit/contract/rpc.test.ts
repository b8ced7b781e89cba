import { MessageChannel, type MessagePort } from 'node:worker_threads';
import { afterEach, expect, test, vi } from 'vitest';
import { z } from 'zod';
import { Failure } from '../../../electron/contract/result';
import { connect, serve, type Port } from '../../../electron/contract/rpc';
import { PATIENT } from '../../support/patient';

const calls = {
  double: { input: z.object({ n: z.number().max(100) }), output: 0 as number },
  wait: { input: z.undefined(), output: '' as string },
  fail: { input: z.undefined(), output: '' as string },
  crash: { input: z.undefined(), output: '' as string },
} as const;
interface Events {
  tick: { readonly n: number };
}
const open: MessagePort[] = [];
afterEach(() => {
  for (const port of open.splice(0)) port.close();
});

const adapt = (port: MessagePort): Port => ({
  post: (message) => port.postMessage(message),
  onMessage: (listener) => void port.on('message', listener),
  onClose: (listener) => void port.on('close', listener),
  close: () => port.close(),
});

function pair() {
  const { port1, port2 } = new MessageChannel();
  open.push(port1, port2);
  const aborted = vi.fn();
  const bug = vi.fn<(cause: unknown, name: string) => string>(() => 'ref-1');
  const server = serve<typeof calls, Events>({
    port: adapt(port1),
    calls,
    bug,
    handlers: {
      double: ({ n }) => n * 2,
      wait: (_input, signal) =>
        new Promise((_resolve, reject) => {
          signal.addEventListener('abort', () => {
            aborted();
            reject(new Error('stopped'));
          });
        }),
      fail: () => {
        throw new Failure({ kind: 'not-found', what: 'QT1' });
      },
      crash: () => {
        throw new Error('secret detail');
      },
    },
  });
  return { server, port: adapt(port2), raw: port2, aborted, bug };
}

test('a call made before there is a port is answered once one is attached', async () => {
  const client = connect<typeof calls, Events>();
  const answer = client.call('double', { n: 21 });
  client.attach(pair().port);
  expect(await answer).toEqual({ ok: true, value: 42 });
});

test('input is validated where it arrives, and the path to the fault is named', async () => {
  const client = connect<typeof calls, Events>();
  client.attach(pair().port);
  expect(await client.call('double', { n: 101 })).toMatchObject({
    ok: false,
    error: { kind: 'invalid', path: 'double.n' },
  });
  expect(await client.call('constructor' as 'wait')).toMatchObject({
    error: { kind: 'invalid', path: 'call' },
  });
});

test('a Failure travels as data; any other exception becomes internal, without its detail', async () => {
  const { port, bug } = pair();
  const client = connect<typeof calls, Events>();
  client.attach(port);
  expect(await client.call('fail')).toEqual({ ok: false, error: { kind: 'not-found', what: 'QT1' } });
  expect(await client.call('crash')).toEqual({ ok: false, error: { kind: 'internal', ref: 'ref-1' } });
  expect(bug.mock.calls.map(([cause]) => String(cause))).toEqual(['Error: secret detail']);
});

test('an aborted call is settled at once as cancelled, and its handler hears of it', async () => {
  const { port, aborted } = pair();
  const client = connect<typeof calls, Events>();
  client.attach(port);
  const controller = new AbortController();
  const answer = client.call('wait', undefined, { signal: controller.signal });
  await client.call('double', { n: 1 });
  controller.abort();
  expect(await answer).toEqual({ ok: false, error: { kind: 'cancelled' } });
  await vi.waitFor(() => expect(aborted).toHaveBeenCalledOnce(), PATIENT);
});

test('a port that closes settles every call waiting on it, and the next port serves the next ones', async () => {
  const first = pair();
  const client = connect<typeof calls, Events>();
  const reattached = vi.fn();
  client.onAttach(reattached);
  client.attach(first.port);
  const waiting = client.call('wait');
  first.server.close();
  expect(await waiting).toEqual({ ok: false, error: { kind: 'internal', ref: 'connection-lost' } });
  const queued = client.call('double', { n: 4 });
  client.attach(pair().port);
  expect(await queued).toEqual({ ok: true, value: 8 });
  expect(reattached).toHaveBeenCalledTimes(2);
});

test('events reach their listeners until these are removed', async () => {
  const { server, port } = pair();
  const client = connect<typeof calls, Events>();
  client.attach(port);
  const heard: number[] = [];
  const stop = client.on('tick', ({ n }) => heard.push(n));
  server.emit('tick', { n: 1 });
  await client.call('double', { n: 0 });
  stop();
  server.emit('tick', { n: 2 });
  await client.call('double', { n: 0 });
  expect(heard).toEqual([1]);
});

test('anything that is not one of the four messages is ignored', async () => {
  const { port, raw } = pair();
  const client = connect<typeof calls, Events>();
  client.attach(port);
  for (const junk of [null, 7, 'call', {}, { t: 'call' }, { t: 'reply', id: 'x' }, { t: 'other', id: 1 }])
    raw.postMessage(junk);
  expect(await client.call('double', { n: 2 })).toEqual({ ok: true, value: 4 });
});
