import { describe, expect, it } from 'vitest';
import { isFailure } from '../../../../electron/contract/result';
import type { Clock } from '../../../../electron/core/clock';
import { createConnections, type Connection } from '../../../../electron/core/transfer/connections';

let now = 0;
const clock: Clock = { now: () => now, random: () => 0.5, sleep: () => Promise.resolve() };
const NEVER = new AbortController().signal;
const settled = () => new Promise((resolve) => setImmediate(resolve));

describe('connections', () => {
  it('are shared by the jobs of an account, first come, first served, never more than pay', async () => {
    now = 0;
    const connections = createConnections(clock);
    const [one, two] = [connections.line(), connections.line()];
    const open: [string, Connection][] = [];
    for (let n = 0; n < 3; n += 1) {
      void one.take(NEVER).then((each) => open.push([`one ${n}`, each]));
      void two.take(NEVER).then((each) => open.push([`two ${n}`, each]));
    }
    await settled();
    expect(open.map(([name]) => name)).toEqual(['one 0', 'two 0', 'one 1', 'two 1']);
    expect([one.open(), two.open()]).toEqual([2, 2]);
    now = 100;
    open[0]?.[1].close('served');
    open[0]?.[1].close('served');
    await settled();
    expect(open.map(([name]) => name).slice(4)).toEqual(['one 2']);
    // The first bytes earn another place.
    open[1]?.[1].bytes(1_000);
    await settled();
    expect(open).toHaveLength(6);
  });

  it('are for a job that has none before one that has many, and without a wait', async () => {
    now = 0;
    const connections = createConnections(clock);
    const [bulk, listened] = [connections.line(), connections.line()];
    const open: Connection[] = [];
    for (let n = 0; n < 40; n += 1) void bulk.take(NEVER).then((each) => open.push(each));
    await settled();
    expect(open).toHaveLength(4);
    const first = await listened.take(NEVER);
    void listened.take(NEVER);
    await settled();
    expect([bulk.open(), listened.open()]).toEqual([4, 1]);
    open[0]?.close('served');
    open[1]?.close('served');
    await settled();
    expect([bulk.open(), listened.open()]).toEqual([2, 2]);
    first.close('served');
    await settled();
    expect([bulk.open(), listened.open()]).toEqual([3, 1]);
  });

  it('are never more than sixteen, whoever asks', async () => {
    now = 0;
    const connections = createConnections(clock, { places: { places: 16, at: 0 } });
    const taken = Array.from({ length: 17 }, () => connections.line().take(NEVER));
    let last: Connection | undefined;
    void taken[16]?.then((each) => (last = each));
    const [first] = await Promise.all(taken.slice(0, 16));
    await settled();
    expect(last).toBeUndefined();
    first?.close('served');
    await taken[16];
  });

  it('leave one for who has none where there are few to a host, and are never more than those', async () => {
    now = 0;
    const connections = createConnections(clock, { places: { places: 16, at: 0 } }, 6);
    const bulk = connections.line();
    const taken = Array.from({ length: 6 }, () => bulk.take(NEVER));
    const [first] = await Promise.all(taken.slice(0, 5));
    const listened = [connections.line(), connections.line()];
    await listened[0]?.take(NEVER);
    let second: Connection | undefined;
    void listened[1]?.take(NEVER).then((each) => (second = each));
    await settled();
    expect([bulk.open(), listened[0]?.open(), second]).toEqual([5, 1, undefined]);
    first?.close('served');
    await settled();
    expect([bulk.open(), second === undefined]).toEqual([4, false]);
  });

  it('of one job are no more than it wants, while others go on', async () => {
    now = 0;
    const connections = createConnections(clock);
    const [narrow, wide] = [connections.line(1), connections.line()];
    const first = await narrow.take(NEVER);
    const second = narrow.take(NEVER);
    await wide.take(NEVER);
    expect(narrow.open()).toBe(1);
    first.close('served');
    (await second).close('served');
  });

  it('are given up in line', async () => {
    const connections = createConnections(clock);
    const line = connections.line(1);
    await line.take(NEVER);
    const stop = new AbortController();
    const waiting = line.take(stop.signal).catch((error: unknown) => isFailure(error, 'cancelled'));
    stop.abort();
    expect(await waiting).toBe(true);
    expect(await line.take(stop.signal).catch(() => 'cancelled')).toBe('cancelled');
  });

  it('tell how fast transfers were while any was under way', async () => {
    now = 0;
    const connections = createConnections(clock);
    expect(connections.usualBytesPerSecond()).toBeUndefined();
    const line = connections.line();
    for (let n = 0; n < 3; n += 1) {
      const each = await line.take(NEVER);
      now += 1_000;
      each.bytes(1_000_000);
      each.close('served');
      now += 3_600_000;
    }
    expect(connections.usualBytesPerSecond()).toBeGreaterThan(900_000);
    expect(connections.usualBytesPerSecond()).toBeLessThan(1_100_000);
    const rate = connections.usual();
    expect(createConnections(clock, { rate }).usualBytesPerSecond()).toBe(rate?.bytesPerSecond);
    now += 8 * 86_400_000;
    expect(createConnections(clock, { rate }).usualBytesPerSecond()).toBeUndefined();
  });

  it('tell what they measured themselves rather than what was measured before', async () => {
    now = 0;
    const connections = createConnections(clock, { rate: { bytesPerSecond: 10, at: now } });
    const each = await connections.line().take(NEVER);
    expect(connections.usual()).toEqual({ bytesPerSecond: 10, at: 0 });
    now += 1_000;
    each.bytes(1_000_000);
    expect(connections.usual()).toEqual({ bytesPerSecond: 1_000_000, at: 1_000 });
  });
});
