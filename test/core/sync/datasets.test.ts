/** Every dataset and variant through the demo service, and what happens where an instrument or a key has less. */
import { afterEach, describe, expect, it } from 'vitest';
import type { DatasetId } from '../../../electron/contract/model';
import { datasets, DAY_MS } from '../../../electron/core/datasets';
import { union } from '../../../electron/core/sync/spans';
import { createWorld } from '../../../electron/demo/world/create-world';
import type { World } from '../../../electron/demo/world/world';
import { createFakeWorld } from '../../support/fake-world';
import { tempFolder } from '../../support/temp';
import { startHarness, type Harness, type HarnessOptions } from './harness';
import { askedInVain, askedRanges, claimedWithoutAnswer, differences, differencesOf } from './oracle';

const NOW = Date.parse('2026-03-02T12:00:00Z');
const HOUR = 3_600_000;
const folder = tempFolder('sync-datasets');
const fake = createFakeWorld();
const ALL = fake.instruments().map(({ serial }) => serial);
let h: Harness;
async function start(options: Partial<HarnessOptions> = {}): Promise<Harness> {
  h = await startHarness({ world: fake, folder, now: NOW, ...options });
  return h;
}
afterEach(() => h.close());

const ranged = datasets.filter(({ kind }) => kind !== 'snapshot');
const isFine = (variant: string): boolean => variant.endsWith('100ms');
/** Keeps every variant but those of 100 ms for so many days. */
const keepAll = (days: number): void =>
  h.archive.keep.put(
    ranged.flatMap(({ id, variants }) =>
      variants
        .filter((variant) => !isFine(variant.id))
        .map((variant) => ({ instrument: '', dataset: id, variant: variant.id, days })),
    ),
  );
const ledger = (id: DatasetId, variant = '') =>
  h.archive.coverage.list({ datasets: [id] }).filter(({ params }) => params === variant);

describe('all that the service can give', () => {
  it('is here after one sync of everything, and nothing is asked for again', async () => {
    await start();
    keepAll(2);
    const job = await h.sync({});
    expect(job).toMatchObject({ state: 'done', issues: [], done: job.total });
    const span = { from: NOW - 2 * DAY_MS, to: NOW };
    expect(ALL.flatMap((serial) => differences(h, fake, serial, span))).toEqual([]);
    expect(claimedWithoutAnswer(h.archive.coverage.list(), h.demo.journal)).toEqual([]);
    for (const { id, kind } of ranged)
      expect([
        id,
        ledger(id, datasets.find((one) => one.id === id)?.variants[0]?.id).length > 0 && kind,
      ]).toEqual([id, kind]);
    const before = h.demo.journal.length;
    await h.sync({ span });
    expect(askedRanges(h.demo.journal.slice(before))).toEqual([]);
  }, 180_000);

  it('comes in samples of 100 ms too, from the instrument that has them', async () => {
    await start();
    const span = { from: NOW - 5 * HOUR, to: NOW - HOUR };
    const variants = ranged.flatMap(({ id, variants: all }) =>
      all
        .filter(({ id: variant }) => isFine(variant))
        .map((variant) => ({ dataset: id, variant: variant.id })),
    );
    expect(variants).toHaveLength(7);
    const job = await h.sync({ span, variants, instruments: ['QT100001', 'QT100002'] });
    expect(job).toMatchObject({ state: 'done', issues: [] });
    h.archive.keep.put(variants.map((each) => ({ ...each, instrument: '', days: 1 })));
    for (const serial of ['QT100001', 'QT100002'])
      for (const { id, variants: all } of ranged)
        for (const { id: variant } of all)
          h.archive.keep.put(isFine(variant) ? [] : [{ instrument: serial, dataset: id, variant, days: 0 }]);
    expect(['QT100001', 'QT100002'].flatMap((serial) => differences(h, fake, serial, span))).toEqual([]);
    expect(new Set(h.archive.series.channels('timehistory', 'QT100002').map(({ stepMs }) => stepMs))).toEqual(
      new Set([100]),
    );
  }, 60_000);

  it('is right in the demo account’s own world too, instrument by instrument', async () => {
    const world = createWorld({ seed: 1, epochMs: NOW });
    await start({ world });
    const span = { from: NOW - 5 * HOUR, to: NOW - HOUR };
    const job = await h.sync({ span });
    expect(job).toMatchObject({ state: 'done', issues: [] });
    expect(world.instruments().flatMap(({ serial }) => differences(h, world, serial, span))).toEqual([]);
  }, 180_000);

  it('comes with the present state of each monitor that has one', async () => {
    await start();
    await h.sync({ datasets: ['monitorcurrent'] });
    await h.sync({ datasets: ['monitorcurrent'] });
    expect(
      h.archive.records
        .list('monitorcurrent', 'QT100001', { from: 0, to: NOW + HOUR })
        .map(({ data }) => data),
    ).toMatchObject([1, 2].map(() => ({ cpu: 12.2, mem: 8.3, uptime: 900 })));
    const asked = h.demo.journal.filter(({ path }) => path.endsWith('/monitor/current'));
    expect(asked).toHaveLength(2 * 3);
  });
});

describe('an instrument with longer samples than wanted', () => {
  it('is asked for what it has, which is stored as what it is, and counts as what was wanted', async () => {
    await start();
    const request = {
      variants: [{ dataset: 'timehistory' as const, variant: '100ms' }],
      span: { from: NOW - 24 * DAY_MS, to: NOW },
    };
    const job = await h.sync({ ...request, instruments: ['QT100001'] });
    expect(job).toMatchObject({ state: 'done', issues: [] });
    expect(h.archive.series.channels('timehistory', 'QT100001').map(({ stepMs }) => stepMs)).toEqual([
      1_000, 1_000, 1_000,
    ]);
    expect(ledger('timehistory', '100ms')[0]).toMatchObject({ from: request.span.from, state: 'settled' });
    expect(ledger('timehistory', '1s')).toEqual([]);
    const periods = askedRanges(h.demo.journal).map(({ query }) => query.get('period'));
    // Several are on their way before the first refusal comes; later ones start with what was found.
    expect(periods.filter((period) => period === 'PT1S')).toHaveLength(9);
    expect(periods.filter((period) => period === 'PT0.1S').length).toBeLessThanOrEqual(4);
    const before = h.demo.journal.length;
    await h.sync({ ...request, instruments: ['QT100001'] });
    expect(askedRanges(h.demo.journal.slice(before))).toEqual([]);
  }, 60_000);

  it('that refuses everything is named, once, and asked no more often than it takes', async () => {
    await start();
    h.demo.levers.replace({
      match: 'timehistory',
      status: 400,
      body: '{"error":"InvalidParam","description":"No"}',
    });
    const job = await h.sync({
      datasets: ['timehistory'],
      span: { from: NOW - 20 * DAY_MS, to: NOW },
      instruments: ['QT100001'],
    });
    expect(job.issues.map(({ error }) => error.kind)).toEqual(['invalid', 'invalid', 'invalid']);
    expect(askedRanges(h.demo.journal).length).toBeLessThanOrEqual(3 * 8);
    const failed = ledger('timehistory', '1s');
    expect(union(failed)).toEqual([{ from: NOW - 20 * DAY_MS, to: NOW }]);
    expect(new Set(failed.map(({ state, reason }) => `${state}: ${String(reason)}`))).toEqual(
      new Set(['failed: No']),
    );
    await h.demo.levers.reset();
    await h.sync({
      datasets: ['timehistory'],
      span: { from: NOW - DAY_MS, to: NOW },
      instruments: ['QT100001'],
    });
    expect(
      ledger('timehistory', '1s')
        .map(({ state }) => state)
        .slice(-3),
    ).toEqual(['failed', 'settled', 'provisional']);
  });
});

describe('the time history of events', () => {
  const request = {
    datasets: ['eventhistory' as const],
    instruments: ['QT100001'],
    span: { from: NOW - DAY_MS, to: NOW },
  };
  const asked = () => h.demo.journal.filter(({ path }) => path.includes('/events/timehistory/'));

  it('is asked for once for each event, after the events, and is as final as they are', async () => {
    await start();
    await h.sync(request);
    expect(asked()).toHaveLength(24);
    expect(differencesOf(h, fake, 'QT100001', request.span, 'eventhistory')).toEqual([]);
    const brief = (id: DatasetId) =>
      ledger(id).map(({ from, to, state, askedAt }) => [from, to, state, askedAt]);
    expect(brief('eventhistory')).toEqual(brief('events'));
    await h.sync(request);
    expect(asked()).toHaveLength(24);
  });

  it('goes on where it was broken off', async () => {
    await start();
    const isDone = new Promise<void>((resolve) => {
      h.queue.onChange(() => {
        if (asked().length >= 7) resolve();
      });
    });
    h.start(request);
    h.demo.levers.trickle({ match: '/events/timehistory/', bytesPerSecond: 20_000 });
    await isDone;
    await h.queue.close();
    const held = h.archive.records.page('eventhistory', {}, 100).total;
    await h.demo.levers.reset();
    const next = h.openQueue();
    next.resumeUnfinished();
    await next.ended(1);
    await next.close();
    expect(asked()).toHaveLength(24 - held);
    expect(differencesOf(h, fake, 'QT100001', request.span, 'eventhistory')).toEqual([]);
  });

  it('that is not there is no failure', async () => {
    const gone: World = { ...fake, eventByTimeHistoryId: () => undefined };
    await start({ world: gone });
    expect(await h.sync(request)).toMatchObject({ state: 'done', issues: [] });
    expect(ledger('eventhistory').map(({ state }) => state)).toEqual(['settled', 'provisional']);
  });
});

describe('a key that lacks a scope', () => {
  const span = { from: NOW - 6 * HOUR, to: NOW };
  for (const scope of [
    'data.noise:read',
    'data.audio:read',
    'data.events:read',
    'data.enviro:read',
    'data.system:read',
  ] as const)
    it(`${scope} brings all the rest, says so once and in the ledger, and forgets it when it has it again`, async () => {
      await start();
      h.demo.levers.dropScope(scope);
      const job = await h.sync({ span });
      expect(job.issues.map(({ error }) => error)).toEqual([{ kind: 'forbidden', scope }]);
      const mine = ranged.filter((one) => one.scope === scope).map(({ id }) => id);
      const others = ranged.filter((one) => one.scope !== scope).map(({ id }) => id);
      expect(
        others.flatMap((id) => ALL.flatMap((serial) => differencesOf(h, fake, serial, span, id))),
      ).toEqual([]);
      const rows = h.archive.coverage.list({ datasets: mine });
      expect(new Set(rows.map(({ dataset }) => dataset))).toEqual(new Set(mine));
      expect(new Set(rows.map(({ state, from, to, reason }) => [state, from, to, reason].join()))).toEqual(
        new Set([['forbidden', span.from, span.to, `The API key lacks the permission ${scope}.`].join()]),
      );
      h.demo.levers.restoreScope(scope);
      // Even what is not asked for this time is merely not asked for yet.
      expect(await h.sync({ span: { from: NOW - 3 * HOUR, to: NOW } })).toMatchObject({
        state: 'done',
        issues: [],
      });
      expect(h.archive.coverage.list().filter(({ state }) => state === 'forbidden')).toEqual([]);
      await h.sync({ span });
      expect(ALL.flatMap((serial) => differences(h, fake, serial, span))).toEqual([]);
    }, 60_000);
});

describe('weather and frequency that fill in late', () => {
  it('are asked for again, and stored', async () => {
    const lost = { from: NOW - 3 * DAY_MS, to: NOW - 2 * DAY_MS };
    let filled = false;
    const isLost = (time: number) => !filled && time >= lost.from && time < lost.to;
    const late: World = {
      ...fake,
      environment: (...about) => fake.environment(...about).filter(({ start: time }) => !isLost(time)),
      bands: (...about) =>
        fake.bands(...about).map(({ name, samples }) => ({
          name,
          samples: {
            ...samples,
            values: samples.values.map((value, i) =>
              isLost(samples.start + i * samples.stepMs) ? NaN : value,
            ),
          },
        })),
    };
    await start({ world: late });
    const span = { from: NOW - 5 * DAY_MS, to: NOW };
    const request = {
      span,
      datasets: ['weather', 'frequency', 'frequencyhistory'] as DatasetId[],
      instruments: ['QT100001', 'FODFGO'],
    };
    await h.sync(request);
    for (const [id, variant] of [
      ['weather', ''],
      ['frequency', 'Third-Z'],
      ['frequencyhistory', 'Octave-Z-1s'],
    ] as const)
      expect([id, union(ledger(id, variant).filter(({ why }) => why === 'gap'))]).toEqual([id, [lost]]);
    filled = true;
    const settled = h.archive.coverage.list();
    const before = h.demo.journal.length;
    h.clock.set(NOW + HOUR + 60_000);
    await h.sync(request);
    expect(askedInVain(settled, h.demo.journal.slice(before))).toEqual([]);
    const { datasets: ids, instruments } = request;
    expect(
      ids.flatMap((id) => instruments.flatMap((serial) => differencesOf(h, fake, serial, span, id))),
    ).toEqual([]);
    expect(h.archive.coverage.list().filter(({ why }) => why === 'gap')).toEqual([]);
  }, 60_000);
});
