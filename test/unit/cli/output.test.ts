import { EventEmitter } from 'node:events';
import { describe, expect, it } from 'vitest';
import { EXIT, exitCodeOf, exitCodeOfJob } from '../../../electron/cli/exit-codes';
import { createOutput, plain, table } from '../../../electron/cli/output';
import type { Job } from '../../../electron/contract/jobs';

class FakeStream extends EventEmitter {
  text = '';
  isFull = false;
  constructor(readonly isTTY: boolean) {
    super();
  }
  write(text: string): boolean {
    this.text += text;
    return !this.isFull;
  }
}
function setUp(isTTY: boolean) {
  const stdout = new FakeStream(false);
  const stderr = new FakeStream(isTTY);
  const time = { now: 0 };
  return { stdout, stderr, time, out: createOutput({ stdout, stderr, now: () => time.now }) };
}

describe('output', () => {
  it('rewrites one line in a terminal and takes it away before anything else is said', () => {
    const { out, stderr, stdout } = setUp(true);
    out.progress('1 of 2');
    out.progress('2 of 2');
    out.note('done');
    expect(stderr.text).toBe('\r\x1b[K1 of 2\r\x1b[K2 of 2\r\x1b[Kdone\n');
    expect(stdout.text).toBe('');
  });

  it('says where it is only now and then when nobody watches', () => {
    const { out, stderr, time } = setUp(false);
    for (; time.now < 65_000; time.now += 1_000) out.progress(`at ${String(time.now)}`);
    expect(stderr.text).toBe('at 0\nat 30000\nat 60000\n');
  });

  it('waits for a reader that is slower', async () => {
    const { out, stdout } = setUp(false);
    stdout.isFull = true;
    let done = false;
    const written = out.result('text').then(() => (done = true));
    await Promise.resolve();
    expect(done).toBe(false);
    stdout.emit('drain');
    await written;
    expect(stdout.listenerCount('drain') + stdout.listenerCount('close')).toBe(0);
  });

  it('lets no text steer the terminal', () => {
    expect(plain('a\x1b[31mred\nb\u202ec')).toBe('a [31mred b c');
    expect(
      table([
        ['a', 'bb'],
        ['ccc', 'd\x07'],
      ]),
    ).toBe('a    bb\nccc  d\n');
  });
});

describe('exit codes', () => {
  const job = (state: Job['state'], kinds: readonly string[]): Job =>
    ({ state, issues: kinds.map((kind) => ({ error: { kind } })) }) as unknown as Job;

  it('tell what ended a command', () => {
    expect(exitCodeOf('offline')).toBe(3);
    expect([exitCodeOf('unauthorized'), exitCodeOf('signed-out')]).toEqual([4, 4]);
    expect([exitCodeOf('disk-full'), exitCodeOf('not-writable')]).toEqual([5, 5]);
    expect([exitCodeOf('corrupt'), exitCodeOf('forbidden'), exitCodeOf('server')]).toEqual([1, 1, 1]);
  });

  it('tell how a job ended', () => {
    expect(exitCodeOfJob(job('done', []))).toBe(EXIT.complete);
    expect(exitCodeOfJob(job('done', ['not-found']))).toBe(EXIT.incomplete);
    expect(exitCodeOfJob(job('failed', ['not-found', 'disk-full']))).toBe(EXIT.disk);
    expect(exitCodeOfJob(job('failed', ['offline']))).toBe(EXIT.offline);
    expect(exitCodeOfJob(job('cancelled', []))).toBe(EXIT.interrupted);
  });
});
