/**
 * The demo service as a process of its own: forked by Electron (a utility process) or by Node, or started by hand:
 *
 *     node demo.cjs --epoch TIME [--port N] [--seed N] [--now TIME] [--control-port N] [--until-stdin-ends]
 *
 * A parent may send `{ epochMs }` instead of `--epoch`. It is sent `{ url, controlUrl }` when the service is ready; by hand
 * that is one line of JSON on standard output. Ends with its parent.
 */
import { parseArgs } from 'node:util';
import type { DemoServer } from './server/server';
import { startDemoServer } from './server/server';
import { createWorld } from './world/create-world';

interface Plan {
  readonly epochMs: number;
  readonly seed: number;
  readonly port: number;
  /** Where the service's time begins, epoch ms; the system's when undefined. */
  readonly nowMs: number | undefined;
  /** Undefined: no levers. */
  readonly controlPort: number | undefined;
}
/** Who started this process. */
interface Parent {
  receive(listener: (message: unknown) => void): void;
  send(message: object): void;
  onGone(listener: () => void): void;
}
/** What Electron adds to `process` in a utility process. */
interface ParentPort {
  on(event: 'message', listener: (event: { readonly data: unknown }) => void): void;
  postMessage(message: object): void;
}

const DEFAULT_SEED = 1;

function readArguments(): Omit<Plan, 'epochMs'> & {
  readonly epochMs: number | undefined;
  readonly untilStdinEnds: boolean;
} {
  const { values } = parseArgs({
    options: {
      epoch: { type: 'string' },
      now: { type: 'string' },
      seed: { type: 'string', default: String(DEFAULT_SEED) },
      port: { type: 'string', default: '0' },
      'control-port': { type: 'string' },
      'until-stdin-ends': { type: 'boolean', default: false },
    },
  });
  return {
    epochMs: values.epoch === undefined ? undefined : timeIn(values.epoch),
    nowMs: values.now === undefined ? undefined : timeIn(values.now),
    seed: Number(values.seed),
    port: Number(values.port),
    controlPort: values['control-port'] === undefined ? undefined : Number(values['control-port']),
    untilStdinEnds: values['until-stdin-ends'],
  };
}

/** Epoch ms, or an ISO 8601 time. */
function timeIn(text: string): number {
  const time = /^\d+$/.test(text) ? Number(text) : Date.parse(text);
  if (Number.isNaN(time)) throw new Error(`${text} is not a time`);
  return time;
}

function findParent(): Parent | undefined {
  const { parentPort } = process as { readonly parentPort?: ParentPort };
  if (parentPort !== undefined)
    return {
      receive: (listener) => parentPort.on('message', ({ data }) => listener(data)),
      send: (message) => parentPort.postMessage(message),
      // Electron ends its utility processes itself.
      onGone: () => undefined,
    };
  const send = process.send?.bind(process);
  if (send === undefined) return undefined;
  return {
    receive: (listener) => process.on('message', listener),
    send: (message) => send(message),
    onGone: (listener) => process.on('disconnect', listener),
  };
}

/** The epoch that was asked for, or the one the parent sends. */
function epochFrom(asked: number | undefined, parent: Parent | undefined): Promise<number> {
  if (asked !== undefined) return Promise.resolve(asked);
  if (parent === undefined) throw new Error('--epoch is missing');
  return new Promise((resolve) =>
    parent.receive((message) => {
      const epochMs = (message as { readonly epochMs?: unknown } | null)?.epochMs;
      if (typeof epochMs === 'number') resolve(epochMs);
    }),
  );
}

function start({ epochMs, seed, port, nowMs, controlPort }: Plan): Promise<DemoServer> {
  const aheadMs = nowMs === undefined ? 0 : nowMs - Date.now();
  return startDemoServer({
    world: createWorld({ seed, epochMs }),
    port,
    clock: { now: () => Date.now() + aheadMs },
    ...(controlPort === undefined ? {} : { levers: true, controlPort }),
  });
}

async function run(): Promise<void> {
  const { epochMs, untilStdinEnds, ...plan } = readArguments();
  const parent = findParent();
  parent?.onGone(() => process.exit());
  const server = await start({ ...plan, epochMs: await epochFrom(epochMs, parent) });
  const ready = { url: server.url, controlUrl: server.controlUrl };
  if (parent === undefined) process.stdout.write(`${JSON.stringify(ready)}\n`);
  else parent.send(ready);
  if (untilStdinEnds) process.stdin.resume().on('end', () => process.exit());
}

run().catch((cause: unknown) => {
  process.stderr.write(`${cause instanceof Error ? cause.message : String(cause)}\n`);
  process.exit(1);
});
