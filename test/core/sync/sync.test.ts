import { afterEach, describe, expect, it } from 'vitest';
import type { World } from '../../../electron/demo/world/world';
import { createFakeWorld, OFFLINE_SERIAL } from '../../support/fake-world';
import { tempFolder } from '../../support/temp';
import { startHarness, type Harness, type HarnessOptions } from './harness';
import { askedInVain, askedRanges, claimedWithoutAnswer, differences, mostInFlight } from './oracle';

const NOW = Date.parse('2026-03-02T12:00:00Z');
const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const NOISE = ['QT100001', 'QT100002', OFFLINE_SERIAL];
const ALL = [...NOISE, 'AABBCC', 'FODFGO'];
const folder = tempFolder('sync');
const world = createFakeWorld();
let open: Harness[] = [];
async function harness(options: Partial<HarnessOptions> = {}): Promise<Harness> {
  const one = await startHarness({ world, folder, now: NOW, ...options });
  open.push(one);
  return one;
}
afterEach(async () => {
  for (const one of open) await one.close();
  open = [];
});

describe('a first sync', () => {
  it('brings everything of every instrument, sample by sample as it was measured', async () => {
    const h = await harness();
    const job = await h.sync({ days: 2 });
    const span = { from: NOW - 2 * DAY, to: NOW };
    expect(job).toMatchObject({ state: 'done', issues: [], done: job.total });
    expect(job.summary).toMatch(/^5 instruments, 2 days, 2\.9 M samples, [\d,]+ records$/);
    expect(ALL.flatMap((serial) => differences(h, world, serial, span))).toEqual([]);
    expect(h.archive.instruments.list().map(({ serial }) => serial)).toHaveLength(5);
    expect(h.archive.records.newest('status', OFFLINE_SERIAL)?.data['online']).toBe(false);
  });

  it('keeps a ledger of what was answered and of nothing else, with at most four questions at once', async () => {
    const h = await harness();
    const span = { from: NOW - 9 * DAY, to: NOW };
    await h.sync({ span, datasets: ['measurements', 'recordings', 'sic'] });
    expect(claimedWithoutAnswer(h.archive.coverage.list(), h.demo.journal)).toEqual([]);
    expect(mostInFlight(h.demo.journal)).toBeLessThanOrEqual(4);
    const first = h.archive.coverage.list({ datasets: ['sic'], instruments: ['QT100001'] })[0];
    expect(first).toMatchObject({ from: NOW - 9 * DAY, state: 'settled' });
  });

  it('announces each answer once it is stored', async () => {
    const h = await harness();
    await h.sync({ days: 1, datasets: ['timehistory'], instruments: ['QT100001'] });
    expect(h.changes).toEqual([
      { tables: ['instruments'], instruments: undefined },
      { tables: ['status'], instruments: ['QT100001'] },
      { tables: ['series', 'coverage'], instruments: ['QT100001'] },
    ]);
  });
});

describe('a second sync', () => {
  it('asks only for the present state and for what is new', async () => {
    const h = await harness();
    await h.sync({ days: 2 });
    const settled = h.archive.coverage.list();
    const before = h.demo.journal.length;
    h.clock.set(NOW + 10 * 60_000 + 400);
    const job = await h.sync({ days: 2 });
    const asked = h.demo.journal.slice(before);
    expect(job.state).toBe('done');
    expect(askedInVain(settled, asked)).toEqual([]);
    expect(askedRanges(asked).every(({ from, to }) => to - from < 20 * 60_000)).toBe(true);
    // One question per variant that is kept: 12 for a noise monitor, one of which has no self-check; 3 and 4 for the others.
    expect(askedRanges(asked)).toHaveLength(3 * 12 - 1 + 3 + 4);
    const span = { from: NOW - DAY, to: NOW + 9 * 60_000 };
    expect(ALL.flatMap((serial) => differences(h, world, serial, span))).toEqual([]);
  });

  it('asks again for what was too young, an hour later', async () => {
    const h = await harness();
    await h.sync({ days: 1, datasets: ['recordings'], instruments: ['QT100001'] });
    const before = h.demo.journal.length;
    h.clock.set(NOW + 2 * HOUR);
    await h.sync({ days: 1, datasets: ['recordings'], instruments: ['QT100001'] });
    const [again, more] = askedRanges(h.demo.journal.slice(before));
    expect(more).toBeUndefined();
    expect(again).toMatchObject({ from: NOW - 2 * HOUR });
  });
});

describe('a span that ends in the future', () => {
  it('ends when the sync was asked for, however long it takes', async () => {
    const h = await harness();
    h.clock.set(NOW + 400);
    const span = { from: NOW - HOUR, to: NOW + DAY };
    const job = await h.sync({ span, datasets: ['recordings'], instruments: ['QT100001'] });
    expect(job.state).toBe('done');
    expect(askedRanges(h.demo.journal).map(({ from, to }) => ({ from, to }))).toEqual([
      { from: NOW - HOUR, to: NOW },
    ]);
  });
});

describe('an instrument that was away', () => {
  it('is asked again for what it could not send, as soon as it is back, and then everything is there', async () => {
    const h = await harness();
    const wanted = { days: 3, instruments: ['QT100001'] };
    h.clock.set(NOW - 30 * HOUR);
    h.demo.levers.instrumentOffline('QT100001', true);
    h.clock.set(NOW);
    await h.sync(wanted);
    const span = { from: NOW - 2 * DAY, to: NOW };
    expect(differences(h, world, 'QT100001', span)).not.toEqual([]);
    const open = h.archive.coverage.list({ datasets: ['timehistory'] }).at(-1);
    expect(open).toMatchObject({ from: NOW - 30 * HOUR, to: NOW, state: 'provisional', why: 'offline' });
    const settled = h.archive.coverage.list();
    const before = h.demo.journal.length;
    h.demo.levers.instrumentOffline('QT100001', false);
    h.clock.set(NOW + 20 * 60_000);
    await h.sync(wanted);
    expect(differences(h, world, 'QT100001', span)).toEqual([]);
    expect(askedInVain(settled, h.demo.journal.slice(before))).toEqual([]);
  });
});

describe('a stretch that fills in late', () => {
  it('is asked again, with everything of that instrument, until it is there; nothing else is', async () => {
    const lost = { from: NOW - 3 * DAY, to: NOW - 2 * DAY };
    let filled = false;
    const isLost = (time: number) => !filled && time >= lost.from && time < lost.to;
    const late: World = {
      ...world,
      levels: (...about) => {
        const samples = world.levels(...about);
        const { start, stepMs, values } = samples;
        return { ...samples, values: values.map((value, i) => (isLost(start + i * stepMs) ? NaN : value)) };
      },
      measurements: (...about) => world.measurements(...about).filter(({ start }) => !isLost(start)),
      recordings: (...about) => world.recordings(...about).filter(({ start }) => !isLost(start)),
      sic: (...about) => world.sic(...about).filter(({ time }) => !isLost(time)),
    };
    const h = await harness({ world: late });
    const wanted = { span: { from: NOW - 5 * DAY, to: NOW }, instruments: ['QT100001'] };
    await h.sync(wanted);
    const gap = h.archive.coverage.list({ datasets: ['timehistory'] }).find(({ why }) => why === 'gap');
    expect(gap).toMatchObject({ ...lost, state: 'provisional', asks: 1 });
    filled = true;
    const settled = h.archive.coverage.list();
    const before = h.demo.journal.length;
    h.clock.set(NOW + HOUR + 60_000);
    await h.sync(wanted);
    expect(askedInVain(settled, h.demo.journal.slice(before))).toEqual([]);
    expect(differences(h, world, 'QT100001', { from: NOW - 5 * DAY, to: NOW })).toEqual([]);
    const levels = h.archive.coverage.list({ datasets: ['timehistory'] });
    expect(levels.some(({ why }) => why === 'gap')).toBe(false);
  });
});

describe('a sync that was interrupted', () => {
  it('goes on where it was after the process has gone, and asks nothing twice that was stored', async () => {
    const h = await harness();
    const job = h.start({ days: 2, instruments: ['QT100001', 'QT100002'] });
    await new Promise<void>((resolve) => {
      const off = h.queue.onChange(({ done }) => {
        if (done < 9) return;
        off();
        resolve();
      });
    });
    await h.queue.close();
    const stored = h.archive.coverage.list();
    const before = h.demo.journal.length;
    expect(stored.length).toBeGreaterThan(0);
    expect(h.archive.jobs.get(job.id)?.state).toBe('running');
    const next = h.openQueue();
    next.resumeUnfinished();
    const ended = await next.ended(job.id);
    await next.close();
    expect(ended).toMatchObject({ state: 'done', issues: [] });
    expect(askedInVain(stored, h.demo.journal.slice(before))).toEqual([]);
    const span = { from: NOW - 2 * DAY, to: NOW };
    expect(differences(h, world, 'QT100001', span)).toEqual([]);
  });

  it('stops asking when it is paused, and resumes', async () => {
    const h = await harness();
    const job = h.start({ days: 2, instruments: ['QT100001', 'QT100002'] });
    await new Promise<void>((resolve) => {
      h.queue.onChange(({ done }) => {
        if (done >= 4) resolve();
      });
    });
    expect(await h.queue.pause(job.id)).toMatchObject({ state: 'paused' });
    const paused = h.demo.journal.length;
    // A request that begins now is answered after those that were on their way; no more than four may have been.
    await fetch(`${h.demo.url}/control/instruments`, { headers: { 'x-api-key': 'other' } });
    expect(h.demo.journal.length - 1 - paused).toBeLessThanOrEqual(4);
    expect(h.archive.jobs.get(job.id)?.state).toBe('paused');
    h.queue.resume(job.id);
    expect(await h.queue.ended(job.id)).toMatchObject({ state: 'done', issues: [] });
  });
});

describe('a sync of an instrument nobody knows', () => {
  it('fails and names it, or names it and brings the others', async () => {
    const h = await harness();
    const alone = await h.sync({ days: 1, instruments: ['NOBODY'] });
    expect(alone).toMatchObject({ state: 'failed', issues: [{ error: { kind: 'not-found' } }] });
    expect(alone.summary).toContain('NOBODY');
    const both = await h.sync({ days: 1, datasets: ['sic'], instruments: ['NOBODY', 'QT100001'] });
    expect(both).toMatchObject({ state: 'done', issues: [{ instrument: 'NOBODY' }] });
    expect(h.archive.coverage.list({ datasets: ['sic'] }).length).toBeGreaterThan(0);
  });
});

describe('a computer whose clock is wrong', () => {
  it('does not settle what has not happened yet', async () => {
    const h = await harness({ serviceAheadMs: -DAY });
    await h.sync({ days: 2, instruments: ['QT100001'] });
    const service = NOW - DAY;
    const latest = h.archive.coverage.list().reduce((most, { to }) => Math.max(most, to), 0);
    expect(latest).toBeGreaterThan(service - 60_000);
    expect(latest).toBeLessThan(service + 60_000);
  });
});
