import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Levers } from '../../../electron/demo/server/levers';
import type { CutOptions, ReplaceOptions } from '../../../electron/demo/server/faults';
import { createFakeWorld } from '../../support/fake-world';
import { tempFolder } from '../../support/temp';
import { startHarness, type Harness, type HarnessOptions } from './harness';
import { claimedWithoutAnswer, differences, differencesOf, mostInFlight } from './oracle';

const NOW = Date.parse('2026-03-02T12:00:00Z');
const HOUR = 3_600_000;
const folder = tempFolder('sync-faults');
const world = createFakeWorld();
const SPAN = { from: NOW - 9 * HOUR, to: NOW };
const SERIALS = ['QT100001', 'QT100002'];
const WANTED = { span: SPAN, instruments: SERIALS };
const HISTORY = '/data/noise/timehistory';

let h: Harness;
let others: Server[] = [];
const start = async (options: Partial<HarnessOptions> = {}): Promise<Harness> => {
  h = await startHarness({ world, folder, now: NOW, ...options });
  return h;
};
afterEach(async () => {
  await h.close();
  for (const other of others) other.close();
  others = [];
});

/** Everything is here, right, and in the ledger for a reason. */
function expectWhole(): void {
  expect(SERIALS.flatMap((serial) => differences(h, world, serial, SPAN))).toEqual([]);
  expect(claimedWithoutAnswer(h.archive.coverage.list(), h.demo.journal)).toEqual([]);
  expect(mostInFlight(h.demo.journal)).toBeLessThanOrEqual(4);
}

describe('a fault that passes is overcome within the same sync', () => {
  const cuts: readonly [string, Omit<CutOptions, 'match' | 'times'>][] = [
    ['with a length, closed', { atByte: 2_000, framing: 'length', end: 'fin' }],
    ['with a length, broken off', { atByte: 2_000, framing: 'length', end: 'rst' }],
    ['with a length, before its last byte', { atByte: -1, framing: 'length', end: 'fin' }],
    ['before its first byte', { atByte: 0, framing: 'length', end: 'rst' }],
    ['between chunks', { atByte: 2_000, framing: 'chunked', end: 'fin' }],
    ['between chunks, closing', { atByte: 2_000, framing: 'chunked-close', end: 'fin' }],
    ['inside a chunk, closing', { atByte: 2_000, framing: 'chunked-close', end: 'fin', insideChunk: true }],
    ['without a length, closed', { atByte: 2_000, framing: 'none', end: 'fin' }],
    ['without a length, broken off', { atByte: 2_000, framing: 'none', end: 'rst' }],
    ['without a length, near its end', { atByte: -40, framing: 'none', end: 'fin' }],
  ];
  const faults: readonly [string, (levers: Levers) => void][] = [
    ...cuts.map(([name, cut]): [string, (levers: Levers) => void] => [
      `a body cut ${name}`,
      (levers) => levers.cut({ ...cut, match: HISTORY, times: 3 }),
    ]),
    ['500', (levers) => levers.failNext(4, { match: '/data/' })],
    ['502', (levers) => levers.failNext(4, { match: '/data/', status: 502 })],
    ['503 that asks to wait', (levers) => levers.failNext(2, { status: 503, retryAfter: '20' })],
    ['408', (levers) => levers.failNext(2, { match: HISTORY, status: 408 })],
    ['429 that says nothing', (levers) => levers.failNext(6, { status: 429 })],
    ['429 that talks nonsense', (levers) => levers.failNext(3, { status: 429, retryAfter: 'soon' })],
    ['a list that fails', (levers) => levers.failNext(3, { match: '/control/instruments' })],
    [
      'a page in place of an answer',
      (levers) => replace(levers, { contentType: 'text/html', body: '<html>' }),
    ],
    ['a page that claims to be JSON', (levers) => replace(levers, { body: '\n<!doctype html><p>Hello' })],
    ['a body that is no list', (levers) => replace(levers, { body: '{"answer":42}' })],
    ['an error with status 200', (levers) => replace(levers, { body: '{"Error":"Oops","description":"x"}' })],
    ['an empty body', (levers) => replace(levers, { body: '' })],
    ['half a JSON text', (levers) => replace(levers, { body: '[{"type":"LAeq","blocks":[{"sta' })],
    ['a text that is not JSON', (levers) => replace(levers, { body: 'all is well' })],
  ];
  const replace = (levers: Levers, options: ReplaceOptions): void =>
    levers.replace({ match: '/data/', times: 3, ...options });

  for (const [name, pull] of faults)
    it(name, async () => {
      await start();
      pull(h.demo.levers);
      const job = await h.sync(WANTED);
      expect(job).toMatchObject({ state: 'done', issues: [], done: job.total });
      expectWhole();
    });

  for (const where of ['before-headers', 'mid-body'] as const)
    it(`an answer that hangs (${where})`, async () => {
      await start({ limits: { headersMs: 1_500, idleMs: 300 } });
      h.demo.levers.stall({ match: /measurements|audio/, where, times: 2 });
      const job = await h.sync({ ...WANTED, datasets: ['measurements', 'recordings'] });
      expect(job).toMatchObject({ state: 'done', issues: [] });
      expect(h.demo.journal.filter(({ ending }) => ending === 'stalled')).toHaveLength(2);
      expect(claimedWithoutAnswer(h.archive.coverage.list(), h.demo.journal)).toEqual([]);
    });
});

describe('an answer with another content type', () => {
  it('is taken when it is the answer all the same', async () => {
    await start();
    h.demo.levers.wrongContentType('text/plain');
    expect(await h.sync(WANTED)).toMatchObject({ state: 'done', issues: [] });
    h.demo.levers.wrongContentType('application/json');
    expectWhole();
  });
});

describe('a rate limit', () => {
  for (const retryAfter of ['seconds', 'date', 'none'] as const)
    it(`is kept to, told in ${retryAfter}, and everything still comes`, async () => {
      await start();
      h.demo.levers.rateLimit({ perMinute: 3, windowMs: 10_000, retryAfter });
      const job = await h.sync(WANTED);
      expect(job).toMatchObject({ state: 'done', issues: [] });
      expectWhole();
      const refused = h.demo.journal.filter(({ status }) => status === 429);
      expect(refused.length).toBeGreaterThan(0);
      expect(h.jobs.some(({ state, waiting }) => state === 'waiting' && waiting?.until !== undefined)).toBe(
        true,
      );
      // As many as were on their way when the refusal came are forgiven; nobody else asks within the second.
      for (const { time, wallTime } of refused) {
        const hasty = h.demo.journal.filter(
          (other) => other.wallTime > wallTime && other.time < time + 1_000,
        );
        expect(hasty.length).toBeLessThanOrEqual(3);
      }
    });

  it('holds every worker until the moment the service named', async () => {
    await start();
    h.demo.levers.failNext(1, { match: HISTORY, status: 429, retryAfter: '90' });
    await h.sync(WANTED);
    const refused = h.demo.journal.find(({ status }) => status === 429);
    const at = refused?.time ?? 0;
    const meanwhile = h.demo.journal.filter(({ time }) => time > at && time < at + 90_000);
    expect(meanwhile.length).toBeLessThanOrEqual(3);
    expectWhole();
  });
});

describe('a key', () => {
  it('that is revoked ends the sync at once; no further request carries it', async () => {
    await start();
    const off = h.queue.onChange(({ done }) => {
      if (done >= 6) h.demo.levers.revokeKey();
    });
    const job = await h.sync({ ...WANTED, span: { from: NOW - 60 * 24 * HOUR, to: NOW } });
    off();
    expect(job).toMatchObject({ state: 'failed', issues: [{ error: { kind: 'unauthorized' } }] });
    expect(h.rejected).toHaveLength(1);
    const first = h.demo.journal.findIndex(({ status }) => status === 401);
    // A request that begins now is answered after those that were on their way.
    await fetch(`${h.demo.url}/control/instruments`, { headers: { 'x-api-key': 'other' } });
    // As many as may be in flight; of the many that were planned nothing more was sent.
    expect(h.demo.journal.length - 1 - first).toBeLessThanOrEqual(4);
    h.demo.levers.restoreKey();
    expect(await h.sync(WANTED)).toMatchObject({ state: 'done', issues: [] });
    expectWhole();
  });

  it('that may not read audio brings all else, and the scope is named once', async () => {
    await start();
    h.demo.levers.dropScope('data.audio:read');
    const job = await h.sync(WANTED);
    expect(job.state).toBe('done');
    expect(job.issues.map(({ error }) => error)).toEqual([{ kind: 'forbidden', scope: 'data.audio:read' }]);
    expect(job.issues[0]?.text).toContain('Recordings');
    expect(h.archive.coverage.list({ datasets: ['recordings'] })).toMatchObject(
      SERIALS.map((instrument) => ({ instrument, ...SPAN, state: 'forbidden' })),
    );
    h.demo.levers.restoreScope('data.audio:read');
    expect(await h.sync(WANTED)).toMatchObject({ state: 'done', issues: [] });
    expectWhole();
  });

  it('that may not even see instruments ends the first sync', async () => {
    await start();
    h.demo.levers.dropScope('instruments:read');
    const job = await h.sync(WANTED);
    expect(job).toMatchObject({
      state: 'failed',
      issues: [{ error: { kind: 'forbidden', scope: 'instruments:read' } }],
    });
  });
});

describe('a network that goes away', () => {
  const whenDone = (count: number, act: () => void): void => {
    const off = h.queue.onChange(({ done }) => {
      if (done < count) return;
      off();
      act();
    });
  };

  it('makes the job wait, and it goes on by itself when the network is back', async () => {
    await start();
    whenDone(5, () => void h.demo.levers.goOffline());
    const waiting = new Promise<void>((resolve) => {
      h.queue.onChange((job) => {
        if (job.waiting?.reason.startsWith('No network') === true) resolve();
      });
    });
    const ended = h.sync(WANTED);
    await waiting;
    expect(h.network.state.state).toBe('offline');
    await h.demo.levers.goOnline();
    expect(await ended).toMatchObject({ state: 'done', issues: [] });
    expect(h.network.state.state).toBe('online');
    expectWhole();
  });

  it('ends the job after brief retries where nobody waits; what is here stays, and the next sync goes on', async () => {
    await start({ whenOffline: 'stop' });
    whenDone(5, () => void h.demo.levers.goOffline());
    const job = await h.sync(WANTED);
    expect(job).toMatchObject({ state: 'failed', issues: [{ error: { kind: 'offline' } }] });
    expect(h.clock.now() - NOW).toBeLessThan(60_000);
    await h.demo.levers.goOnline();
    expect(await h.sync(WANTED)).toMatchObject({ state: 'done', issues: [] });
    expectWhole();
  });
});

describe('a captive portal', () => {
  it('is seen for what it is: nothing of it is stored, and the job waits until it is gone', async () => {
    await start();
    h.demo.levers.captivePortal('page');
    const waiting = new Promise<void>((resolve) => {
      h.queue.onChange((job) => {
        if (job.state === 'waiting') resolve();
      });
    });
    const ended = h.sync(WANTED);
    await waiting;
    expect(h.network.state).toMatchObject({ state: 'offline' });
    expect(h.network.state.reason).toContain('something other than MyCirrus');
    expect(h.archive.instruments.list()).toEqual([]);
    h.demo.levers.captivePortal(false);
    expect(await ended).toMatchObject({ state: 'done', issues: [] });
    expectWhole();
  });

  it('never gets the key by a redirect', async () => {
    const seen: unknown[] = [];
    const portal = createServer((request, response) => {
      seen.push(request.headers);
      response.end('[]');
    });
    others.push(portal);
    await new Promise<void>((resolve) => portal.listen(0, '127.0.0.1', resolve));
    await start({ whenOffline: 'stop' });
    const { port } = portal.address() as AddressInfo;
    h.demo.levers.captivePortal('redirect', `http://127.0.0.1:${port}/v1/control/instruments`);
    expect(await h.sync(WANTED)).toMatchObject({ state: 'failed', issues: [{ error: { kind: 'offline' } }] });
    expect(seen).toEqual([]);
  });
});

describe('a service that is ill', () => {
  it('is left alone after a while; what is missing is said, and the next sync brings it', async () => {
    await start();
    h.demo.levers.failNext(100_000, { match: '/data/' });
    const job = await h.sync({ ...WANTED, span: { from: NOW - 200 * 24 * HOUR, to: NOW } });
    expect(job.state).toBe('done');
    expect(job.issues.at(-1)?.text).toContain('MyCirrus keeps failing');
    expect(job.summary).toContain('something is missing');
    expect(h.demo.journal.length).toBeLessThan(400);
    // Nothing is held; what was really asked for is known to have failed.
    const rows = h.archive.coverage.list();
    expect(new Set(rows.map(({ state }) => state))).toEqual(new Set(['failed']));
    expect(rows[0]?.reason).toContain('error (500)');
    await h.demo.levers.reset();
    expect(await h.sync(WANTED)).toMatchObject({ state: 'done', issues: [] });
    expectWhole();
  });

  it('that cannot bear one wide question is asked in halves', async () => {
    await start();
    const span = { from: Date.parse('2026-02-25T00:00:00Z'), to: Date.parse('2026-03-02T00:00:00Z') };
    h.demo.levers.failNext(100, { match: /timehistory.*start=2026-02-25T00.*end=2026-03-0/ });
    const request = { span, instruments: ['QT100001'], datasets: ['timehistory' as const] };
    expect(await h.sync(request)).toMatchObject({ state: 'done', issues: [] });
    expect(differencesOf(h, world, 'QT100001', span, 'timehistory')).toEqual([]);
  });

  it('that refuses one question is not asked it again, and the rest comes', async () => {
    await start();
    h.demo.levers.replace({
      match: '/data/sic',
      status: 400,
      body: '{"error":"MissingParam","description":"No"}',
    });
    const job = await h.sync(WANTED);
    expect(job.state).toBe('done');
    expect(job.issues.map(({ dataset, error }) => [dataset, error.kind])).toEqual([['sic', 'invalid']]);
    expect(h.demo.journal.filter(({ path }) => path.endsWith('/sic'))).toHaveLength(1);
  });
});

describe('slow answers', () => {
  beforeEach(() => start({ limits: { idleMs: 2_000 } }));
  it('are waited for as long as something comes', async () => {
    h.demo.levers.trickle({ match: '/data/calibrations', bytesPerSecond: 400, times: 1 });
    expect(await h.sync({ ...WANTED, datasets: ['calibrations'] })).toMatchObject({
      state: 'done',
      issues: [],
    });
  });
});
