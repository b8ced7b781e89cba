/** The real client against the demo service, with time that passes quickly and recordings whose bytes are known. */
import { createApi } from '../../../electron/core/api/client';
import type { Api } from '../../../electron/core/api/api';
import { createNodeTransport } from '../../../electron/core/api/node-transport';
import type { Clock } from '../../../electron/core/clock';
import { systemClock } from '../../../electron/core/clock';
import { createNetwork, type Network } from '../../../electron/core/network';
import type { BodyLimits } from '../../../electron/core/transfer/body';
import { DEMO_KEY } from '../../../electron/demo/key';
import { startDemoServer, type DemoServer } from '../../../electron/demo/server/server';
import { createFakeWorld, fakeEncode } from '../../support/fake-world';
import { keptLog } from '../../support/quiet-log';

/** A Monday. */
export const NOW = Date.parse('2026-03-02T12:00:00Z');
const HOUR = 3_600_000;
/** One second passes in 20 ms. */
const SPEED = 50;

export function quickClock(): Clock {
  const began = Date.now();
  return {
    now: () => NOW + (Date.now() - began) * SPEED,
    random: () => 0.5,
    sleep: (ms, signal) => systemClock.sleep(ms / SPEED, signal),
  };
}

export interface Bench {
  readonly demo: DemoServer;
  readonly api: Api;
  readonly network: Network;
  readonly clock: Clock;
  readonly limits: BodyLimits;
}
export const LIMITS: BodyLimits = { idleMs: 10_000, floorBytes: 10, floorMs: 100_000 };

export async function startBench(): Promise<Bench> {
  const clock = quickClock();
  const demo = await startDemoServer({ world: createFakeWorld(), encode: fakeEncode, clock });
  const network = createNetwork({ clock, lastOnlineAt: undefined });
  const api = createApi({
    baseUrl: () => Promise.resolve(demo.url),
    key: () => DEMO_KEY,
    transport: createNodeTransport('Leqbook'),
    // No pacing: here it is the service that sets the pace.
    pacer: {
      turn: () =>
        Promise.resolve({
          answered: (outcome) =>
            outcome.kind === 'refused' ? (outcome.retryAt ?? clock.now() + 1_000) : clock.now(),
          done: () => undefined,
        }),
    },
    network,
    clock,
    log: keptLog(),
    limits: { idleMs: 2_000, headersMs: 2_000 },
  });
  return { demo, api, network, clock, limits: LIMITS };
}

/** The `n`th recording that the service lists for an instrument, counted back from now. */
export function recording(n: number, serial = 'QT100001') {
  const from = NOW - (n + 1) * HOUR + 10 * 60_000;
  return {
    id: `rec-${serial}-${String(from)}`,
    instrument: serial,
    from,
    to: from + 20_000,
    trigger: 'Default',
  };
}
