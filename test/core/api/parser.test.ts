import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { Failure, type AppError } from '../../../electron/contract/result';
import { createParser, type Parser, type ParserDeps } from '../../../electron/core/api/parser';
import { readBody, type Outcome, type Reading } from '../../../electron/core/api/reading';
import { keptLog } from '../../support/quiet-log';
import { buildWorker } from '../../support/built-worker';

const NEVER = new AbortController().signal;
const FROM = Date.parse('2026-03-02T00:00:00Z');
const DAY = 86_400_000;
const iso = (ms: number): string => new Date(FROM + ms).toISOString();

let built: string;
beforeAll(async () => {
  built = await buildWorker('electron/core/api/parse-worker.ts');
});

const open: Parser[] = [];
function parser(options: Partial<ParserDeps> = {}) {
  const log = keptLog();
  const made = createParser({ file: built, log, ...options });
  open.push(made);
  return { ...made, log };
}
afterEach(() => {
  for (const one of open.splice(0)) one.close();
});
/** A program in place of the parser's. */
function program(name: string, source: string): string {
  const file = path.join(path.dirname(built), `${name}.cjs`);
  writeFileSync(file, source);
  return file;
}
const bytes = (body: unknown): Uint8Array<ArrayBuffer> =>
  new Uint8Array(Buffer.from(typeof body === 'string' ? body : JSON.stringify(body)));
async function failureOf(reading: Promise<unknown>): Promise<AppError> {
  const error = await reading.then(
    () => undefined,
    (cause: unknown) => cause,
  );
  if (!(error instanceof Failure)) throw new Error('no failure', { cause: error });
  return error.error;
}

const span = { from: FROM, to: FROM + 7 * DAY };
const levels: Reading = {
  ...{ kind: 'series', dataset: 'timehistory', variant: '1s', serial: 'QT1', span, stepMs: 1_000 },
};
/** Samples of some hours, with gaps and a field that nobody knows. */
const history = (hours: number): unknown[] =>
  ['LAeq', 'LAFMax', 'LCPeak'].map((type, channel) => ({
    type,
    instrument: 'QT1',
    blocks: Array.from({ length: hours }, (_, hour) => ({
      start: iso(hour * 3_600_000),
      end: iso((hour + 1) * 3_600_000),
      sampleDuration: 1_000,
      values: Array.from({ length: 3_600 }, (__, i) => (i % 97 === 0 ? null : 40 + channel + (i % 300) / 10)),
      ...(hour % 5 === 0 && { quality: hour }),
    })),
  }));
const measurements: Reading = {
  ...{ kind: 'records', dataset: 'measurements', variant: '', serial: 'QT1', span },
};
const rows = (count: number): unknown[] =>
  Array.from({ length: count }, (_, i) => ({
    instrument: i % 1_000 === 7 ? 'QT2' : 'QT1',
    startTime: iso(i * 60_000),
    endTime: iso((i + 1) * 60_000),
    LAeq: 50 + (i % 100) / 10,
    LAF90: '41.5',
    LeqT1Type: 'LAeq,5m',
    New: { deep: [i] },
  }));

describe('a large answer', () => {
  const cases: readonly [string, Reading, unknown][] = [
    ['a time history', levels, history(30)],
    ['records', measurements, rows(5_000)],
    ['nothing', levels, []],
    ['an error', levels, { error: 'AccessDenied', description: 'x'.repeat(1_000) }],
    [
      'rows of weather with fields of their own',
      { ...levels, dataset: 'weather', variant: '', stepMs: 60_000 },
      rows(5_000),
    ],
    ['the time history of an event', { kind: 'event-history', id: 'e', serial: 'QT1', span }, history(2)],
    [
      'instruments',
      { kind: 'instruments' },
      rows(2_000).map((_, i) => ({ serialNumber: `QT${i}`, Name: 'x' })),
    ],
  ];
  it.each(cases)('is the same from the worker as from this thread: %s', async (_name, reading, body) => {
    const one = parser({ inlineBytes: 0 });
    const [expected, given] = [bytes(body), bytes(body)];
    expect(await one.read(given, 200, reading, NEVER)).toEqual(readBody(expected, 200, reading));
    // Its memory went to the worker, so the worker it was.
    expect(given.buffer.byteLength).toBe(0);
    expect(one.log.lines).toEqual([]);
  });

  it('is refused by the worker in the same words', async () => {
    const one = parser({ inlineBytes: 0 });
    for (const body of ['[{"cut', '<html>', '', '{"a":1}', [{ x: 1 }]]) {
      const inline = await failureOf(new Promise((resolve) => resolve(readBody(bytes(body), 200, levels))));
      expect(await failureOf(one.read(bytes(body), 200, levels, NEVER))).toEqual(inline);
    }
    const long = [{ type: 'LAeq', blocks: [{ start: iso(0), sampleDuration: 60_000, values: [1] }] }];
    expect(await failureOf(one.read(bytes(long), 200, levels, NEVER))).toMatchObject({ kind: 'invalid' });
  });

  it('goes through the worker from a size on, and stays here below it or without a program', async () => {
    const big = bytes(history(24));
    expect(big.byteLength).toBeGreaterThan(256 * 1024);
    await parser().read(big, 200, levels, NEVER);
    expect(big.byteLength).toBe(0);
    const kept = [bytes(history(24)), bytes(history(2))] as const;
    await parser({ file: undefined }).read(kept[0], 200, levels, NEVER);
    await parser().read(kept[1], 200, levels, NEVER);
    expect(kept.every(({ byteLength }) => byteLength > 0)).toBe(true);
  });

  it('is read after those before it, each with its own result', async () => {
    const one = parser({ inlineBytes: 0 });
    const hours = [3, 1, 2, 5, 4];
    const outcomes = await Promise.all(hours.map((n) => one.read(bytes(history(n)), 200, levels, NEVER)));
    const lengths = outcomes.map((outcome) =>
      outcome.kind === 'read' ? outcome.chunks[0]?.values.length : 0,
    );
    // The first value of each hour is missing.
    expect(lengths).toEqual(hours.map((n) => n * 3_600 - 1));
  });

  it('can be given up, before its turn and while it is read', async () => {
    const one = parser({ inlineBytes: 0 });
    const aborter = new AbortController();
    const reading = [0, 1].map(() => one.read(bytes(history(5)), 200, levels, aborter.signal));
    aborter.abort();
    for (const each of reading) expect(await failureOf(each)).toEqual({ kind: 'cancelled' });
    expect((await one.read(bytes(history(1)), 200, levels, NEVER)).kind).toBe('read');
  });
});

describe('a worker', () => {
  const answers = `parentPort.postMessage({ t: 'outcome', outcome: { kind: 'refused', code: 'ok' }, left: 0 })`;
  const head = `const { parentPort, workerData } = require('node:worker_threads'); const fs = require('node:fs');`;
  /** Does `once` the first time it is started, and answers afterwards. */
  const firstly = (name: string, once: string): string => {
    const mark = JSON.stringify(path.join(path.dirname(built), `${name}.mark`));
    return program(
      name,
      `${head} const first = !fs.existsSync(${mark}); fs.writeFileSync(${mark}, '');
       parentPort.on('message', () => { if (first) { ${once} } else ${answers}; });`,
    );
  };
  const ends: readonly [string, string][] = [
    ['throws', `throw new Error('a bug')`],
    ['ends', 'process.exit(0)'],
    ['hangs', 'for (;;);'],
    ['says nothing', ''],
    [
      'runs out of memory',
      'const all = []; for (;;) all.push(new Array(1e5).fill({}).map((x) => ({ ...x })));',
    ],
  ];
  it.each(ends)('that %s costs the one answer, and the next has a new worker', async (name, once) => {
    const one = parser({ file: firstly(name.replaceAll(' ', '-'), once), inlineBytes: 0, memoryMb: 32 });
    const quick = parser({ file: firstly(`${name}-quick`, once), inlineBytes: 0, hungMs: 500 });
    const { read, log } = name === 'hangs' || name === 'says nothing' ? quick : one;
    const error = await failureOf(read(bytes([]), 200, levels, NEVER));
    expect(error).toMatchObject({ kind: 'server' });
    expect(log.lines).toHaveLength(1);
    const next: Outcome = await read(bytes([]), 200, levels, NEVER);
    expect(next).toMatchObject({ kind: 'refused', code: 'ok' });
  });

  it('whose program is missing is done without, which is logged once', async () => {
    const one = parser({ file: '/nowhere/parser.cjs', inlineBytes: 0 });
    expect((await one.read(bytes(history(1)), 200, levels, NEVER)).kind).toBe('read');
    expect((await one.read(bytes(history(1)), 200, levels, NEVER)).kind).toBe('read');
    expect(one.log.lines).toHaveLength(1);
  });

  it('ends with its parser, and what it was reading is cancelled', async () => {
    const one = parser({
      file: program('silent', `${head} parentPort.on('message', () => {});`),
      inlineBytes: 0,
    });
    const reading = failureOf(one.read(bytes([]), 200, levels, NEVER));
    const waiting = failureOf(one.read(bytes([]), 200, levels, NEVER));
    await new Promise((resolve) => setImmediate(resolve));
    one.close();
    expect(await reading).toEqual({ kind: 'cancelled' });
    expect(await waiting).toEqual({ kind: 'cancelled' });
    expect(one.log.lines).toEqual([]);
  });
});
