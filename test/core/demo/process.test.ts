import { fork, spawn } from 'node:child_process';
import { once } from 'node:events';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DEMO_KEY } from '../../../electron/demo/key';
import { TEST_NOW } from '../../support/demo';
import { buildDemoProgram, type DemoProgram } from '../../support/demo-process';

let program: DemoProgram;
beforeAll(async () => {
  program = await buildDemoProgram();
});
afterAll(async () => {
  await program.remove();
});
const instruments = async (url: string) => {
  const answer = await fetch(`${url}/control/instruments`, { headers: { 'x-api-key': DEMO_KEY } });
  return { status: answer.status, date: Date.parse(answer.headers.get('date') ?? '') };
};

describe('the demo service as a process', () => {
  it('is started by hand at a given time, with levers on a port of their own', async () => {
    const demo = await program.start(TEST_NOW);
    const { status, date } = await instruments(demo.url);
    expect(status).toBe(200);
    expect(Math.abs(date - TEST_NOW)).toBeLessThan(60_000);
    await demo.lever('failNext', 1, { status: 503 });
    expect((await instruments(demo.url)).status).toBe(503);
    await demo.kill();
    await expect(instruments(demo.url)).rejects.toThrow();
  });

  it('is forked, told its epoch, and ends with its parent', async () => {
    const child = fork(program.file);
    child.send({ epochMs: TEST_NOW });
    const [message] = (await once(child, 'message')) as [{ url: string; controlUrl?: string }];
    expect(new URL(message.url)).toMatchObject({ hostname: '127.0.0.1', pathname: '/v1' });
    expect(message.controlUrl).toBeUndefined();
    expect((await instruments(message.url)).status).toBe(200);
    child.disconnect();
    expect(await once(child, 'exit')).toEqual([0, null]);
  });

  it('ends when the standard input of whoever started it ends', async () => {
    const demo = await program.start(TEST_NOW);
    demo.child.stdin?.end();
    expect(await once(demo.child, 'exit')).toEqual([0, null]);
  });

  it('says what is missing when it cannot start', async () => {
    const child = spawn(process.execPath, [program.file]);
    const text = await child.stderr.toArray();
    expect(Buffer.concat(text as Buffer[]).toString()).toContain('--epoch is missing');
    expect(child.exitCode ?? (await once(child, 'exit'))[0]).toBe(1);
  });
});
