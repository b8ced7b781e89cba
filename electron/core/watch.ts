/** Keeps an eye on the service while a window is open: at the start, on a hint, now and then, oftener while it is away. */
import type { Clock } from './clock';
import type { Network } from './network';

const TICK_MS = 10_000;
const ONLINE_MS = 300_000;
const LONGEST_AWAY_MS = 120_000;

export interface Watch {
  /** Something suggests the network changed: ask now. */
  hint(): void;
  close(): void;
}

/** `probe` asks the service once and never rejects; what it finds shows in `network`. */
export function watchNetwork(deps: {
  readonly clock: Clock;
  readonly network: Network;
  readonly probe: (signal: AbortSignal) => Promise<void>;
}): Watch {
  const { clock, network, probe } = deps;
  const closing = new AbortController();
  let wake = new AbortController();

  /** Looks every tick, since another request may find the service away at any time. */
  async function untilDue(awayMs: number): Promise<void> {
    wake = new AbortController();
    const signal = AbortSignal.any([closing.signal, wake.signal]);
    for (let waitedMs = 0; !signal.aborted; waitedMs += TICK_MS) {
      if (waitedMs >= (network.state.state === 'offline' ? awayMs : ONLINE_MS)) return;
      await clock.sleep(TICK_MS, signal).catch(() => undefined);
    }
  }
  async function run(): Promise<void> {
    let awayMs = TICK_MS;
    while (!closing.signal.aborted) {
      await probe(closing.signal);
      await untilDue(awayMs);
      awayMs = network.state.state === 'offline' ? Math.min(awayMs * 2, LONGEST_AWAY_MS) : TICK_MS;
    }
  }
  void run();
  return { hint: () => wake.abort(), close: () => closing.abort() };
}
