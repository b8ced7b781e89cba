/** The demo service: a small, stateful MyCirrus on loopback, over a world computed on demand. */
import type { IncomingMessage } from 'node:http';
import { createServer } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { encodeAudio } from '../audio/encode';
import { DEMO_KEY } from '../key';
import type { World } from '../world/world';
import { createApp } from './app';
import type { Encode } from './audio-settings';
import { usualAudioSettings } from './audio-settings';
import type { Now } from './clock';
import { movableClock } from './clock';
import { listen, startControlEndpoint } from './control-endpoint';
import { createExchanges } from './exchanges';
import { createFaults, createRateLimiter } from './faults';
import { createNames } from './hostile';
import type { JournalEntry } from './journal';
import { createJournal } from './journal';
import type { KeyOptions } from './keys';
import { createKeys } from './keys';
import type { Levers } from './levers';
import { createLevers } from './levers';
import { createLive } from './live/live';
import type { Service } from './operation';
import { createPortal } from './portal';
import { createState } from './state';
import { createDeliveries } from './webhooks/deliveries';
import { createNews } from './webhooks/news';
import { createSubscriptions } from './webhooks/subscriptions';

export interface DemoServerOptions {
  readonly world: World;
  /** 0 or absent: one that is free. */
  readonly port?: number;
  /** The time the world is at; the system's when absent. */
  readonly clock?: Now;
  /** A key that may do everything, instead of the demo account's. */
  readonly key?: string;
  /** Keys with rights of their own, instead of `key`. */
  readonly keys?: readonly KeyOptions[];
  /** Offers the levers on a second loopback port as well. */
  readonly levers?: boolean;
  readonly controlPort?: number;
  /** Makes sound files; the demo's own encoders when absent. */
  readonly encode?: Encode;
  /** How long a webhook's subscriber may take, ms. */
  readonly webhookTimeoutMs?: number;
  /** Told of mistakes in the service itself, which answer 500; printed on standard error when absent. */
  readonly report?: (cause: unknown) => void;
}
export interface DemoServer {
  /** Base URL, ending in `/v1`. */
  readonly url: string;
  /** Where the levers are, with `levers: true`. */
  readonly controlUrl: string | undefined;
  readonly levers: Levers;
  /** The service's own time, which the levers move, epoch ms. */
  now(): number;
  /** Every request, oldest first. */
  readonly journal: readonly JournalEntry[];
  close(): Promise<void>;
}

const TICK_MS = 250;
const KEEP_ALIVE_MS = 65_000;

/** Starts the service on 127.0.0.1; it is reachable from nowhere else. */
export async function startDemoServer(options: DemoServerOptions): Promise<DemoServer> {
  const clock = movableClock(options.clock ?? Date);
  const report = options.report ?? printOnStandardError;
  const parts = createParts(options, clock, report);
  const { service, live, deliveries, journal } = parts;
  const network = await openNetwork(parts, options.port ?? 0);
  const tick = async () => {
    live.tick();
    await deliveries.tick();
  };
  const levers = createLevers({
    ...parts,
    ...service,
    clock,
    ...network,
    names: parts.names,
    tick,
    forget() {
      service.subscriptions.reset();
      deliveries.reset();
    },
  });
  const control =
    options.levers === true ? await startControlEndpoint(levers, options.controlPort ?? 0) : undefined;
  const timer = setInterval(() => {
    live.tick();
    if (deliveries.idle) void deliveries.tick().catch(report);
  }, TICK_MS);
  return {
    url: network.url,
    controlUrl: control?.url,
    levers,
    now: () => clock.now(),
    journal: journal.entries,
    async close() {
      clearInterval(timer);
      await Promise.all([network.goOffline(), control?.close()]);
    },
  };
}

type Parts = ReturnType<typeof createParts>;
function createParts(options: DemoServerOptions, clock: Now, report: (cause: unknown) => void) {
  const { world, encode = encodeAudio } = options;
  const state = createState({ world, clock });
  const subscriptions = createSubscriptions();
  const names = createNames();
  const service: Service = {
    world,
    clock,
    state,
    names,
    encode,
    subscriptions,
    keys: createKeys(options.keys ?? [{ key: options.key ?? DEMO_KEY }]),
    audio: usualAudioSettings(),
  };
  const timeoutMs = options.webhookTimeoutMs ?? 5_000;
  const news = createNews({ world, state, clock });
  return {
    service,
    report,
    names,
    journal: createJournal(),
    faults: createFaults(),
    limiter: createRateLimiter(clock),
    portal: createPortal(),
    app: createApp(service, report),
    live: createLive(service),
    deliveries: createDeliveries({ clock, subscriptions, news, timeoutMs }),
  };
}

const printOnStandardError = (cause: unknown): void => {
  process.stderr.write(`${cause instanceof Error ? (cause.stack ?? cause.message) : String(cause)}\n`);
};

/** The listener, which can be taken away and brought back on the same port. */
async function openNetwork(parts: Parts, port: number) {
  const exchanges = createExchanges(parts);
  const server = createServer({ keepAliveTimeout: KEEP_ALIVE_MS }, (request, response) => {
    exchanges.answer(request, response).catch((cause: unknown) => {
      // Whoever left in the middle of a request needs no answer.
      if (!request.destroyed) parts.report(cause);
      response.destroy();
    });
  });
  const sockets = new Set<Socket>();
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.on('error', () => socket.destroy());
    socket.on('close', () => sockets.delete(socket));
  });
  server.on('upgrade', (request: IncomingMessage, socket, head) => {
    exchanges.upgrade(request, socket, head).catch(parts.report);
  });
  await listen(server, port);
  const kept = (server.address() as AddressInfo).port;
  return {
    url: `http://127.0.0.1:${String(kept)}/v1`,
    letGo: () => exchanges.letGo(),
    async goOffline() {
      if (!server.listening) return;
      const closed = new Promise((resolve) => server.close(resolve));
      parts.live.closeAll();
      for (const socket of sockets) socket.destroy();
      await closed;
    },
    async goOnline() {
      if (!server.listening) await listen(server, kept);
    },
  };
}
