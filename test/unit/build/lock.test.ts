import { spawnSync } from 'node:child_process';
import { createHash, randomUUID } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, it } from 'vitest';
import { withLock } from '../../../build/lock.mjs';

it('work under one name never overlaps, and its failure lets the next one in', async () => {
  const name = randomUUID();
  const order: string[] = [];
  let open = (): void => undefined;
  const gate = new Promise<void>((resolve) => (open = resolve));
  const first = withLock(name, async () => {
    order.push('first begins');
    await gate;
    order.push('first ends');
    throw new Error('broken');
  });
  const second = withLock(name, () => Promise.resolve(order.push('second')));
  open();
  await expect(first).rejects.toThrow('broken');
  await second;
  expect(order).toEqual(['first begins', 'first ends', 'second']);
});

it('a lock left behind by a process that is gone is taken over', async () => {
  const name = randomUUID();
  const clone = createHash('sha256')
    .update(path.resolve(import.meta.dirname, '../../..'))
    .digest('hex');
  const gone = spawnSync(process.execPath, ['-e', '']).pid;
  writeFileSync(path.join(tmpdir(), `leqbook-${clone.slice(0, 12)}-${name}.lock`), String(gone));
  expect(await withLock(name, () => Promise.resolve('in'))).toBe('in');
});
