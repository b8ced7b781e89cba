import { describe, expect, it } from 'vitest';
import { createSpares } from '../../../../electron/core/api/spares';

const MB = 1024 * 1024;

describe('the memory of bodies that were read', () => {
  it('is given to a body that fits in it, once', () => {
    const spares = createSpares();
    const body = spares.take(8.7 * MB);
    expect(body.byteLength).toBeGreaterThanOrEqual(8.7 * MB);
    spares.put(body.subarray(0, 10));
    expect(spares.take(9.5 * MB).buffer).not.toBe(body.buffer);
    expect(spares.take(8.9 * MB).buffer).toBe(body.buffer);
    expect(spares.take(8.9 * MB).buffer).not.toBe(body.buffer);
  });

  it('is given to a body of unknown size, which otherwise begins small', () => {
    const spares = createSpares();
    expect(spares.take(undefined).byteLength).toBe(64 * 1024);
    const body = new Uint8Array(2 * MB);
    spares.put(body);
    expect(spares.take(1_000).byteLength).toBe(1_000);
    expect(spares.take(undefined).buffer).toBe(body.buffer);
  });

  it('is kept of the two largest, unless they are larger than most', () => {
    const spares = createSpares();
    const bodies = [2, 4, 3, 0.5, 40].map((size) => new Uint8Array(size * MB));
    for (const body of bodies) spares.put(body);
    expect([1, 2, 3].map(() => spares.take(undefined).byteLength / MB)).toEqual([3, 4, 1 / 16]);
    spares.put(new Uint8Array(2 * MB));
    spares.clear();
    expect(spares.take(undefined).byteLength).toBe(64 * 1024);
  });
});
