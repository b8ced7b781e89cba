import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Job } from '../../../../electron/contract/jobs';
import { Failure, isFailure } from '../../../../electron/contract/result';
import { systemClock } from '../../../../electron/core/clock';
import type { Archive } from '../../../../electron/core/db/archive';
import { openArchive } from '../../../../electron/core/db/open';
import { createEta } from '../../../../electron/core/jobs/eta';
import type { JobContext, JobQueue, JobRunner } from '../../../../electron/core/jobs/job';
import { createJobQueue } from '../../../../electron/core/jobs/queue';
import { PATIENT } from '../../../support/patient';
import { keptLog } from '../../../support/quiet-log';
import { tempFolder } from '../../../support/temp';

const folder = tempFolder('queue');
let archive: Archive;
let queue: JobQueue;
let seen: Job[];
let count = 0;
/** Runs until it is told to end, or stopped. */
let running: { readonly context: JobContext; end(summary: string): void; fail(error: unknown): void }[];
const held: JobRunner = (context) =>
  new Promise((resolve, reject) => {
    context.signal.addEventListener('abort', () => reject(new Failure({ kind: 'cancelled' })));
    running.push({ context, end: (summary) => resolve({ summary }), fail: reject });
  });
const openQueue = (): JobQueue => {
  const one = createJobQueue({
    jobs: archive.jobs,
    clock: systemClock,
    log: keptLog(),
    folderOf: ({ request }) =>
      typeof request['folder'] === 'string'
        ? { handle: 'h', path: request['folder'], freeBytes: undefined }
        : undefined,
  });
  one.onChange((job) => seen.push(job));
  one.register('sync', held);
  one.register('audio-export', held);
  return one;
};
const soon = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
beforeEach(() => {
  count += 1;
  archive = openArchive(path.join(folder, `${count}.db`), systemClock);
  seen = [];
  running = [];
  queue = openQueue();
});
afterEach(async () => {
  await queue.close();
  archive.close();
});

describe('the queue', () => {
  it('runs one job per kind, the oldest first, and tells how each ended', async () => {
    const first = queue.start('sync', 'first', {});
    const second = queue.start('sync', 'second', {});
    queue.start('audio-export', 'other', { folder: '/out' });
    expect(queue.list().map(({ title, state }) => [title, state])).toEqual([
      ['other', 'running'],
      ['second', 'queued'],
      ['first', 'running'],
    ]);
    expect(running.map(({ context }) => context.job.title)).toEqual(['first', 'other']);
    running[0]?.end('all of it');
    expect(await queue.ended(first.id)).toMatchObject({ state: 'done', summary: 'all of it' });
    await soon();
    expect(running[2]?.context.job.title).toBe('second');
    running[2]?.fail(new Failure({ kind: 'offline', reason: 'no network' }));
    const ended = await queue.ended(second.id);
    expect(ended).toMatchObject({ state: 'failed', issues: [{ error: { kind: 'offline' } }] });
    expect(ended.endedAt).toBeGreaterThan(0);
    expect(queue.list()[0]).toMatchObject({ unit: 'files', folder: { handle: 'h', path: '/out' } });
  });

  it('runs what it was given, and leaves alone what another process is at', async () => {
    const other = openQueue();
    for (const title of ['first', 'second']) queue.start('sync', title, {});
    other.resumeUnfinished();
    other.start('sync', 'third', {});
    expect(running.map(({ context }) => context.job.title)).toEqual(['first', 'third']);
    running[1]?.end('all of it');
    await soon();
    expect(running).toHaveLength(2);
    await other.close();
  });

  it('calls a mistake in a runner internal, without its detail', async () => {
    const job = queue.start('sync', 'bug', {});
    running[0]?.fail(new Error('secret detail'));
    const ended = await queue.ended(job.id);
    expect(ended.issues[0]?.error).toEqual({ kind: 'internal', ref: 'ref' });
    expect(JSON.stringify(ended)).not.toContain('secret');
  });

  it('announces progress at most ten times a second and never loses the last', async () => {
    const job = queue.start('sync', 'busy', {});
    seen = [];
    for (let done = 1; done <= 500; done += 1)
      running[0]?.context.progress({ done, total: 500, bytes: done * 10, activity: `part ${done}` });
    await vi.waitUntil(() => seen.at(-1)?.done === 500, PATIENT);
    expect(seen.length).toBeLessThanOrEqual(3);
    expect(seen.at(-1)).toMatchObject({ done: 500, total: 500, bytes: 5_000, activity: 'part 500' });
    expect(archive.jobs.get(job.id)).toMatchObject({ done: 500, total: 500, bytes: 5_000 });
    running[0]?.context.progress({ done: 501 });
    running[0]?.end('end');
    expect(await queue.ended(job.id)).toMatchObject({ state: 'done', done: 501, activity: undefined });
  });

  it('shows why a job waits until it goes on, and names each issue once', () => {
    queue.start('sync', 'patient', {});
    const context = running[0]?.context;
    context?.waiting('No network', 5);
    expect(queue.list()[0]).toMatchObject({ state: 'waiting', waiting: { reason: 'No network', until: 5 } });
    context?.progress({ done: 1 });
    expect(queue.list()[0]).toMatchObject({ state: 'running', waiting: undefined, done: 1 });
    const issue = {
      dataset: undefined,
      instrument: 'QT1',
      item: undefined,
      text: 'gone',
      error: { kind: 'not-found' },
    };
    context?.issue(issue);
    context?.issue(issue);
    expect(queue.list()[0]?.issues).toEqual([issue]);
  });

  it('pauses, resumes and cancels, running or not', async () => {
    const job = queue.start('sync', 'one', { days: 3 });
    const other = queue.start('sync', 'two', {});
    running[0]?.context.progress({ done: 4, total: 9 });
    expect(await queue.pause(job.id)).toMatchObject({ state: 'paused', done: 4 });
    await soon();
    expect(running[1]?.context.job.title).toBe('two');
    expect(await queue.cancel(other.id)).toMatchObject({ state: 'cancelled' });
    expect(await queue.ended(other.id)).toMatchObject({ state: 'cancelled' });
    expect(running).toHaveLength(2);
    expect(queue.resume(job.id)).toMatchObject({ state: 'running' });
    expect(running[2]?.context.job.request).toEqual({ days: 3 });
    const third = queue.start('sync', 'three', {});
    expect(await queue.pause(third.id)).toMatchObject({ state: 'paused' });
    expect(await queue.cancel(third.id)).toMatchObject({ state: 'cancelled' });
  });

  it('runs a job once more that ended and lacks something, and none that is complete', async () => {
    const whole = queue.start('audio-export', 'whole', {});
    running[0]?.end('all of it');
    await queue.ended(whole.id);
    expect(queue.resume(whole.id)).toMatchObject({ state: 'done' });
    const job = queue.start('audio-export', 'lacking', {});
    await vi.waitUntil(() => running.length === 2, PATIENT);
    const issue = {
      dataset: undefined,
      instrument: undefined,
      item: 'a',
      text: 'cut',
      error: { kind: 'server' },
    };
    running[1]?.context.issue(issue);
    running[1]?.end('all but one');
    expect(await queue.ended(job.id)).toMatchObject({ state: 'done', issues: [{ text: 'cut' }] });
    expect(queue.resume(job.id)).toMatchObject({ endedAt: undefined, summary: undefined });
    await vi.waitUntil(() => running.length === 3, PATIENT);
    running[2]?.end('all of it');
    expect(await queue.ended(job.id)).toMatchObject({ state: 'done', issues: [], summary: 'all of it' });
  });

  it('takes up again what a close or a crash interrupted, and leaves paused jobs alone', async () => {
    const job = queue.start('sync', 'long', {});
    const paused = queue.start('audio-export', 'paused', {});
    await queue.pause(paused.id);
    running[0]?.context.progress({ done: 7, total: 9 });
    const waiting = queue.ended(job.id).catch((error: unknown) => error);
    await queue.close();
    expect(isFailure(await waiting, 'cancelled')).toBe(true);
    expect(archive.jobs.get(job.id)).toMatchObject({ state: 'running', done: 7 });
    running = [];
    queue = openQueue();
    expect(running).toEqual([]);
    queue.resumeUnfinished();
    expect(running.map(({ context }) => context.job.id)).toEqual([job.id]);
    expect(queue.list().find(({ id }) => id === paused.id)?.state).toBe('paused');
  });

  it('says how much there is to do while it waits for its turn, where that is known', () => {
    for (const title of ['first', 'second']) queue.start('audio-export', title, {}, 72);
    expect(queue.list()[0]).toMatchObject({ title: 'second', state: 'queued', done: 0, total: 72 });
  });

  it('knows nothing of a job that never was', async () => {
    await expect(queue.ended(99)).rejects.toMatchObject({ error: { kind: 'not-found' } });
    expect(() => queue.resume(99)).toThrow(Failure);
  });

  it('does not start a job over and over whose end cannot be stored', async () => {
    await queue.close();
    const full = new Failure({ kind: 'disk-full', where: '/data' });
    let broken = false;
    const jobs = new Proxy(archive.jobs, {
      get: (store, name) =>
        name === 'update' && broken
          ? () => {
              throw full;
            }
          : (Reflect.get(store, name) as unknown),
    });
    queue = createJobQueue({ jobs, clock: systemClock, log: keptLog() });
    queue.register('sync', held);
    running = [];
    const job = queue.start('sync', 'full', {});
    broken = true;
    const ended = queue.ended(job.id);
    running[0]?.fail(full);
    expect(await ended).toMatchObject({ state: 'failed', issues: [{ error: { kind: 'disk-full' } }] });
    await soon();
    expect(running).toHaveLength(1);
    broken = false;
    queue.resumeUnfinished();
    expect(running).toHaveLength(2);
  });
});

describe('the time a job still needs', () => {
  it('follows its present speed, and standing still on purpose does not count', () => {
    const eta = createEta(0, 0);
    expect(eta.leftMs(10)).toBeUndefined();
    for (let i = 1; i <= 10; i += 1) eta.mark(i, i * 1_000);
    expect(eta.leftMs(20)).toBeCloseTo(20_000, -2);
    eta.rest(600_000);
    eta.mark(11, 601_000);
    expect(eta.leftMs(20)).toBeCloseTo(20_000, -2);
    for (let i = 1; i <= 100; i += 1) eta.mark(11 + i, 601_000 + i * 2_000);
    expect(eta.leftMs(10)).toBeCloseTo(20_000, -2);
    expect(eta.leftMs(0)).toBe(0);
  });
});
