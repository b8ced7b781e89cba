import { expect, it } from 'vitest';
import { systemClock } from '../../../../electron/core/clock';
import { BODY_LIMITS, readBody } from '../../../../electron/core/transfer/body';

const NEVER = new AbortController().signal;

it('hands over what comes as one piece in several, each once the last was taken', async () => {
  const whole = Uint8Array.from({ length: 150_000 }, (_, i) => i & 0xff);
  const pieces = [whole.subarray(0, 10), whole.subarray(10)];
  const body = { next: () => Promise.resolve(pieces.shift()), cancel: () => undefined };
  const taken: Uint8Array[] = [];
  let isBusy = false;
  const count = await readBody(body, { clock: systemClock, limits: BODY_LIMITS }, NEVER, async (piece) => {
    expect([isBusy, piece.length <= 65_536]).toEqual([false, true]);
    isBusy = true;
    await new Promise((resolve) => setImmediate(resolve));
    isBusy = false;
    taken.push(piece);
  });
  expect([count, taken.length]).toEqual([150_000, 4]);
  expect(Buffer.concat(taken).equals(whole)).toBe(true);
});
