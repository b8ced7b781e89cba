import { flushSync } from 'svelte';
import { describe, expect, it } from 'vitest';
import type { CallInput, Result, Sound, SoundPage } from '../../../../../electron/contract/index';
import type { Api } from '../../../../../renderer/api';
import { PAGE_ROWS } from '../../../../../renderer/views/sounds/pages';
import { SoundList } from '../../../../../renderer/views/sounds/sound-list.svelte';
import { fakeSoundAt, listFakeSounds } from '../../../../support/fake-sounds';

type ListInput = CallInput<'sounds.list'>;
const NOW = Date.UTC(2026, 10, 12, 12);
const HUGE = 730_000;
const everything = { filter: {}, order: 'newest' as const };

/** A core that holds back its answers until told; its library is `length` computed sounds, less those left out. */
function slowCore(length: number) {
  const asked: ListInput[] = [];
  const open: (() => void)[] = [];
  const later = new Set<() => void>();
  const world = { length, ahead: 0, left: new Set<string>(), fail: false };
  const rowsOf = ({ filter, offset, limit }: ListInput): Result<SoundPage> => {
    if (world.fail) return { ok: false, error: { kind: 'internal', ref: 'x' } };
    if (world.length === HUGE) {
      const count = Math.max(0, Math.min(limit, HUGE - offset));
      return {
        ok: true,
        value: { total: HUGE, rows: Array.from({ length: count }, (_, i) => fakeSoundAt(offset + i, NOW)) },
      };
    }
    const found = listFakeSounds(all(), filter, 'newest');
    return { ok: true, value: { total: found.length, rows: found.slice(offset, offset + limit) } };
  };
  const all = (): readonly Sound[] =>
    Array.from({ length: world.length + world.ahead }, (_, i) => fakeSoundAt(i - world.ahead, NOW)).filter(
      ({ id }) => !world.left.has(id),
    );
  const call = (name: string, input: unknown, options?: { signal?: AbortSignal }) => {
    if (name === 'sounds.position') {
      const { id } = input as { id: string };
      const place = all().findIndex((sound) => sound.id === id);
      return Promise.resolve({ ok: true, value: place === -1 ? undefined : place });
    }
    asked.push(input as ListInput);
    return new Promise((resolve) => {
      options?.signal?.addEventListener('abort', () => resolve({ ok: false, error: { kind: 'cancelled' } }));
      open.push(() => resolve(rowsOf(input as ListInput)));
    });
  };
  const answer = async (): Promise<void> => {
    open.shift()?.();
    // Everything that follows from the answer is done before the next task.
    await new Promise((resolve) => setTimeout(resolve, 0));
    flushSync();
  };
  const moved: number[] = [];
  const list = new SoundList({
    api: { call: call as Api['call'] },
    later: (run) => {
      later.add(run);
      return () => later.delete(run);
    },
    onmoved: (by) => moved.push(by),
  });
  return {
    ...{ list, asked, world, moved, answer },
    offsets: () => asked.map(({ offset }) => offset),
    async answerAll(): Promise<void> {
      while (open.length > 0) await answer();
    },
    passTime(): void {
      for (const run of [...later]) {
        later.delete(run);
        run();
      }
    },
    open: () => open.length,
  };
}

describe('a list of sounds', () => {
  it('asks for the first page, then for the one that comes into view next, and for no more', async () => {
    const core = slowCore(HUGE);
    core.list.show(0, 24);
    core.list.ask(everything);
    expect(core.offsets()).toEqual([0]);
    expect(core.list.answered).toBe(false);
    await core.answerAll();
    expect(core.list.total).toBe(HUGE);
    expect(core.list.row(0)?.id).toBe('a100000');
    core.list.show(120, 144);
    await core.answerAll();
    expect(core.offsets()).toEqual([0, PAGE_ROWS]);
  });

  it('jumps to the end of 730,000 with two pages, and has its last row', async () => {
    const core = slowCore(HUGE);
    core.list.ask(everything);
    await core.answerAll();
    const before = core.asked.length;
    core.list.show(HUGE - 24, HUGE - 1);
    core.list.goTo(HUGE - 1);
    await core.answerAll();
    expect(core.list.row(HUGE - 1)?.id).toBe('a829999');
    expect(core.list.current?.id).toBe('a829999');
    expect(core.asked.length - before).toBeLessThanOrEqual(2);
  });

  it('has one question open at a time while the scroll bar is dragged, and then asks for where it stopped', async () => {
    const core = slowCore(HUGE);
    core.list.ask(everything);
    await core.answerAll();
    const before = core.asked.length;
    for (let row = 1_000; row <= 700_000; row += 1_000) core.list.show(row, row + 24);
    expect(core.open()).toBe(1);
    await core.answerAll();
    // The answer was no longer wanted when it came: the next question waits a little for where one goes.
    expect(core.asked.length - before).toBe(1);
    core.passTime();
    await core.answerAll();
    expect(core.asked.length - before).toBeLessThanOrEqual(4);
    expect(core.list.row(700_024)).toBeDefined();
    expect(core.list.row(300_000)).toBeUndefined();
  });

  it('keeps but a few pages, the nearest ones', async () => {
    const core = slowCore(HUGE);
    core.list.ask(everything);
    await core.answerAll();
    for (let row = 0; row < 60 * PAGE_ROWS; row += PAGE_ROWS) {
      core.list.show(row, row + 24);
      await core.answerAll();
    }
    const held = Array.from({ length: 62 }, (_, page) => core.list.row(page * PAGE_ROWS)).filter(Boolean);
    expect(held.length).toBeLessThanOrEqual(12);
    expect(core.list.row(59 * PAGE_ROWS)).toBeDefined();
    expect(core.list.row(30 * PAGE_ROWS)).toBeUndefined();
    // The one that one is at stays, wherever one looks.
    expect(core.list.row(0)).toBeDefined();
  });

  it('shows the list before until another one is here, and takes only the newest answer', async () => {
    const core = slowCore(600);
    core.list.ask(everything);
    await core.answerAll();
    core.list.goTo(3);
    core.list.ask({ filter: { instruments: ['QT480201'] }, order: 'newest' });
    core.list.ask({ filter: { instruments: ['QT480202'] }, order: 'newest' });
    expect(core.list.row(0)?.instrument).toBe('QT480112');
    expect(core.list.loading).toBe(true);
    await core.answerAll();
    expect(core.list.loading).toBe(false);
    expect(core.list.row(0)?.instrument).toBe('QT480202');
    expect(core.list.total).toBe(120);
    expect(core.list.index).toBe(0);
    expect(core.list.current?.instrument).toBe('QT480202');
  });

  it('follows the sound one is at when others come in above it', async () => {
    const core = slowCore(600);
    core.list.ask(everything);
    await core.answerAll();
    core.list.goTo(5);
    core.world.ahead = 3;
    core.list.changed();
    core.list.changed();
    core.passTime();
    await core.answerAll();
    expect(core.list.total).toBe(603);
    expect([core.list.index, core.list.current?.id]).toEqual([8, 'a100005']);
    expect(core.moved).toEqual([3]);
  });

  it('stays at a sound that left the list, and steps from there to the one that followed it', async () => {
    const core = slowCore(600);
    core.list.ask(everything);
    await core.answerAll();
    core.list.goTo(5);
    core.world.left.add('a100005');
    core.list.changed();
    core.passTime();
    await core.answerAll();
    expect(core.list.current?.id).toBe('a100005');
    expect(core.list.peek(1)?.id).toBe('a100006');
    core.list.move(1);
    expect([core.list.index, core.list.current?.id]).toEqual([5, 'a100006']);
    core.list.move(-1);
    expect(core.list.current?.id).toBe('a100004');
  });

  it('does nothing at its ends', async () => {
    const core = slowCore(3);
    core.list.ask(everything);
    await core.answerAll();
    core.list.move(-1);
    expect(core.list.index).toBe(0);
    core.list.move(9);
    core.list.move(1);
    expect([core.list.index, core.list.current?.id, core.list.peek(1)]).toEqual([2, 'a100002', undefined]);
  });

  it('takes over a mark at once', async () => {
    const core = slowCore(30);
    core.list.ask(everything);
    await core.answerAll();
    core.list.patch('a100000', { tags: ['plant'], note: 'Hums.' });
    expect(core.list.current).toMatchObject({ tags: ['plant'], note: 'Hums.' });
    expect(core.list.row(0)).toMatchObject({ tags: ['plant'], note: 'Hums.' });
  });

  it('stops asking when an answer fails, keeps what it has, and goes on when told to', async () => {
    const core = slowCore(HUGE);
    core.list.ask(everything);
    await core.answerAll();
    core.world.fail = true;
    core.list.show(5_000, 5_024);
    await core.answerAll();
    const failed = core.asked.length;
    core.list.show(9_000, 9_024);
    expect(core.asked.length).toBe(failed);
    expect(core.list.error?.kind).toBe('internal');
    expect(core.list.row(0)).toBeDefined();
    core.world.fail = false;
    core.list.retry();
    await core.answerAll();
    expect(core.list.error).toBeUndefined();
    expect(core.list.row(9_024)).toBeDefined();
  });

  it('goes to a sound by its id, also far down, and says when it is not there', async () => {
    const core = slowCore(5_000);
    core.list.ask(everything);
    await core.answerAll();
    expect(await core.list.find('a103210')).toBe(true);
    expect(core.list.current).toBeUndefined();
    await core.answerAll();
    expect([core.list.index, core.list.current?.id]).toEqual([3_210, 'a103210']);
    expect(await core.list.find('nobody')).toBe(false);
  });
});
