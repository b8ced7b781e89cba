import { describe, expect, it } from 'vitest';
import type { Analysis } from '../../../../../../renderer/views/sounds/review/analysis';
import {
  createDecoder,
  MAX_BYTES,
  MAX_SECONDS,
  refusal,
  Undrawable,
  within,
} from '../../../../../../renderer/views/sounds/review/decode';
import { createShelf, type Order } from '../../../../../../renderer/views/sounds/review/shelf.svelte';

const signal = () => new AbortController().signal;
const never = () => new Promise<never>(() => undefined);

describe('what is decoded', () => {
  it('is bounded in bytes and length before it is opened', async () => {
    const fair = { sizeBytes: MAX_BYTES, durationMs: MAX_SECONDS * 1_000, sampleRate: 48_000 };
    expect(refusal(fair)).toBeUndefined();
    expect(refusal({ ...fair, sizeBytes: MAX_BYTES + 1 })).toMatch(/^At 128 MB this file is too large/);
    expect(refusal({ ...fair, durationMs: 3_600_000 })).toMatch(/^At 1 h this sound is too long/);
    expect(refusal({ ...fair, durationMs: undefined })).toMatch(/^Its length is not known/);
    const decoder = createDecoder({
      spawn: () => {
        throw new Error('nothing may be started');
      },
    });
    const huge = { ...fair, sizeBytes: MAX_BYTES + 1, url: 'media://audio/x' };
    await expect(decoder.analyse(huge, signal())).rejects.toBeInstanceOf(Undrawable);
  });
  it('is not even read once it is no longer wanted, and does not hold up what comes after it', async () => {
    const decoder = createDecoder({ spawn: () => ({}) as Worker });
    const file = { url: 'media://nowhere', sizeBytes: 1, durationMs: 1_000, sampleRate: 8_000 };
    await expect(decoder.analyse(file, AbortSignal.abort())).rejects.toMatchObject({ name: 'AbortError' });
    await expect(decoder.analyse(file, AbortSignal.abort())).rejects.toMatchObject({ name: 'AbortError' });
  });
  it('has its time: what never ends fails with a sentence, what is given up fails at once', async () => {
    await expect(within(never(), signal(), 'It takes too long.', 1)).rejects.toThrow('It takes too long.');
    const controller = new AbortController();
    const waiting = within(never(), controller.signal, 'It takes too long.');
    controller.abort();
    await expect(waiting).rejects.toMatchObject({ name: 'AbortError' });
    await expect(within(Promise.resolve(3), signal(), '')).resolves.toBe(3);
  });
});

describe('a shelf', () => {
  interface Made {
    readonly order: Order<string>;
    readonly signal: () => AbortSignal | undefined;
    readonly finish: (value: string) => void;
  }
  function maker(key: string, made: string[]): Made {
    let given: AbortSignal | undefined;
    let finish: (value: string) => void = () => undefined;
    const promise = new Promise<string>((resolve) => (finish = resolve));
    const make = (signal: AbortSignal) => {
      made.push(key);
      given = signal;
      return promise;
    };
    return { order: { key, make }, signal: () => given, finish: (value) => finish(value) };
  }
  it('makes in order, gives up what is no longer wanted, and makes nothing twice', async () => {
    const made: string[] = [];
    const shelf = createShelf<string>({ most: 4 });
    const [a, b, c] = ['a', 'b', 'c'].map((key) => maker(key, made));
    if (a === undefined || b === undefined || c === undefined) throw new Error('three makers');
    shelf.want([a.order, b.order]);
    shelf.want([b.order, c.order]);
    expect(made).toEqual(['a', 'b', 'c']);
    expect([a.signal()?.aborted, b.signal()?.aborted]).toEqual([true, false]);
    a.finish('late');
    b.finish('B');
    await Promise.resolve();
    await Promise.resolve();
    expect(shelf.get('a')).toBeUndefined();
    expect(shelf.get('b')).toEqual({ state: 'ready', value: 'B' });
    expect(shelf.get('c')).toEqual({ state: 'waiting' });
    shelf.want([b.order]);
    expect(c.signal()?.aborted).toBe(true);
    expect(made).toEqual(['a', 'b', 'c']);
  });
  it('keeps so many at most, the newest wanted, and tells what failed', async () => {
    const shelf = createShelf<Analysis | number>({ most: 2 });
    const order = (key: string): Order<number> => ({ key, make: () => Promise.resolve(key.length) });
    for (const key of ['a', 'bb', 'ccc']) {
      shelf.want([order(key)]);
      await Promise.resolve();
      await Promise.resolve();
    }
    expect([shelf.get('a'), shelf.get('bb')?.state, shelf.get('ccc')?.state]).toEqual([
      undefined,
      'ready',
      'ready',
    ]);
    shelf.want([{ key: 'bad', make: () => Promise.reject(new Undrawable('No.')) }]);
    await Promise.resolve();
    await Promise.resolve();
    expect(shelf.get('bad')).toMatchObject({ state: 'failed', reason: { message: 'No.' } });
    expect(shelf.get(undefined)).toBeUndefined();
  });
});
