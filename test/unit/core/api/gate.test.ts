import { describe, expect, it, vi } from 'vitest';
import { isFailure } from '../../../../electron/contract/result';
import { createPacer, type Pacer, type Turn } from '../../../../electron/core/api/gate';
import { jumpingClock } from '../../../core/sync/jumping-clock';
import { PATIENT } from '../../../support/patient';

const NOW = 1_772_452_800_000;
const NEVER = new AbortController().signal;
/** All that needs no other event has happened by then: the clock jumps, so nothing waits for real time. */
const settled = async (): Promise<void> => {
  for (let turn = 0; turn < 50; turn += 1) await new Promise((resolve) => setImmediate(resolve));
};

/** One after the other, each served, so that the gate has learnt to trust the service. */
const serve = async (pacer: Pacer, count: number): Promise<void> => {
  for (let i = 0; i < count; i += 1) {
    const turn = await pacer.turn(NEVER);
    turn.answered({ kind: 'served' });
    turn.done();
  }
};

/** Time that passes only when it is told to. */
function heldClock(now: number) {
  const sleepers = new Set<{ readonly until: number; readonly wake: () => void }>();
  return {
    now: () => now,
    random: () => 0,
    sleep: (ms: number) =>
      new Promise<void>((wake) => void sleepers.add({ until: now + ms, wake: () => wake() })),
    async pass(ms: number): Promise<void> {
      now += ms;
      for (const sleeper of [...sleepers])
        if (sleeper.until <= now) {
          sleepers.delete(sleeper);
          sleeper.wake();
        }
      await settled();
    },
  };
}

describe('the gate', () => {
  it('waits no longer once an answer shows that there was no need to', async () => {
    const clock = heldClock(NOW);
    const pacer = createPacer({ clock });
    const ask = async (): Promise<Turn> => {
      let turn: Turn | undefined;
      void pacer.turn(NEVER).then((given) => (turn = given));
      for (let passed = 0; turn === undefined && passed < 3_000; passed += 50) await clock.pass(50);
      if (turn === undefined) throw new Error('it waits');
      return turn;
    };
    const end = (turn: Turn, outcome: Parameters<Turn['answered']>[0]): void => {
      turn.answered(outcome);
      turn.done();
    };
    for (let count = 0; count < 6; count += 1) end(await ask(), { kind: 'served' });
    end(await ask(), { kind: 'refused', retryAt: clock.now() + 1_000 });
    // One more than fitted is under way, which tells whether the service counts: the next waits for what it shows.
    for (let count = 0; count < 6; count += 1) end(await ask(), { kind: 'served' });
    const extra = await ask();
    let isNextGiven = false;
    void pacer.turn(NEVER).then(() => (isNextGiven = true));
    await clock.pass(500);
    expect(isNextGiven).toBe(false);
    end(extra, { kind: 'served' });
    await clock.pass(500);
    expect(isNextGiven).toBe(true);
  });

  it('lets four requests be under way, and the next when one is done', async () => {
    const pacer = createPacer({ clock: jumpingClock(NOW) });
    await serve(pacer, 40);
    const turns = await Promise.all([0, 1, 2, 3].map(() => pacer.turn(NEVER)));
    let fifth = false;
    const waiting = pacer.turn(NEVER).then((turn) => {
      fifth = true;
      return turn;
    });
    await settled();
    expect(fifth).toBe(false);
    turns[2]?.done();
    turns[2]?.done();
    (await waiting).done();
    let sixth = false;
    void pacer.turn(NEVER).then(() => (sixth = true));
    await vi.waitUntil(() => sixth, PATIENT);
  });

  it('lets sixteen files be under way beside them, and neither kind waits for places of the other', async () => {
    const pacer = createPacer({ clock: jumpingClock(NOW) });
    await serve(pacer, 300);
    const under = { data: 0, audio: 0 };
    const ask = (kind: 'data' | 'audio') =>
      pacer.turn(NEVER, kind).then((turn) => {
        turn.answered({ kind: 'served' });
        under[kind] += 1;
        return turn;
      });
    const data = Array.from({ length: 6 }, () => ask('data'));
    const audio = Array.from({ length: 20 }, () => ask('audio'));
    await vi.waitUntil(() => under.audio === 16, PATIENT);
    await settled();
    expect(under).toEqual({ data: 4, audio: 16 });
    (await data[0])?.done();
    (await audio[0])?.done();
    await vi.waitUntil(() => under.audio === 17 && under.data === 5, PATIENT);
  });

  it('gives back the place of one that was cancelled in line', async () => {
    const pacer = createPacer({ clock: jumpingClock(NOW), maxInFlight: 1 });
    const first = await pacer.turn(NEVER);
    const stop = new AbortController();
    const cancelled = pacer.turn(stop.signal).catch((error: unknown) => isFailure(error, 'cancelled'));
    stop.abort();
    expect(await cancelled).toBe(true);
    first.done();
    (await pacer.turn(NEVER)).done();
  });

  it('holds everybody in line until the moment the service named', async () => {
    const clock = jumpingClock(NOW);
    const pacer = createPacer({ clock });
    const turn = await pacer.turn(NEVER);
    const retryAt = turn.answered({ kind: 'refused', retryAt: clock.now() + 60_000 });
    turn.done();
    const first = await pacer.turn(NEVER);
    expect(clock.now()).toBeGreaterThanOrEqual(retryAt);
    expect(retryAt).toBeGreaterThanOrEqual(NOW + 60_000);
    let isSecond = false;
    const second = pacer.turn(NEVER).then((turn) => {
      isSecond = true;
      return turn;
    });
    await settled();
    expect(isSecond, 'nobody follows until the first was answered').toBe(false);
    first.answered({ kind: 'served' });
    first.done();
    (await second).done();
  });

  it('lets others go on when a request failed, whatever it was sent for', async () => {
    const clock = jumpingClock(NOW);
    const pacer = createPacer({ clock });
    const turn = await pacer.turn(NEVER);
    turn.answered({ kind: 'refused', retryAt: undefined });
    turn.done();
    (await pacer.turn(NEVER)).done();
    (await pacer.turn(NEVER)).done();
    await serve(pacer, 3);
    expect(clock.now() - NOW).toBeLessThan(10_000);
  });

  it('speeds up when nothing is refused', async () => {
    const clock = jumpingClock(NOW);
    const pacer = createPacer({ clock });
    await serve(pacer, 200);
    expect(clock.now() - NOW).toBeLessThan(6_000);
  });

  it('gives up a place in the line at once when asked to, and the others move up', async () => {
    const pacer = createPacer({ clock: jumpingClock(NOW), maxInFlight: 1 });
    const first = await pacer.turn(NEVER);
    const aborter = new AbortController();
    const second = pacer.turn(NEVER);
    const third = pacer.turn(aborter.signal).catch((error: unknown) => error);
    const fourth = pacer.turn(NEVER);
    aborter.abort();
    expect(isFailure(await third, 'cancelled')).toBe(true);
    first.done();
    (await second).done();
    (await fourth).done();
  });
});
