/** A link and a service in numbers: TCP connections with slow start, loss and a shared queue, in steps of simulated time. */
import type { Concurrency, Opened } from '../../../../electron/core/transfer/concurrency';

export interface LinkOptions {
  /** Of the whole link, bytes per second. */
  readonly bytesPerSecond: number;
  readonly rttMs: number;
  /** Share of packets lost by chance. */
  readonly loss?: number;
  /** What the service has to give when so many connections are open, bytes per second. */
  readonly service?: (open: number) => number;
  /** The service refuses connections beyond so many. */
  readonly mostOpen?: number;
  /** Each new connection fails this often. */
  readonly failing?: number;
  readonly seed?: number;
}
export interface Simulated {
  readonly tookMs: number;
  /** Places and what had come in all, ten times a second. */
  readonly track: readonly { readonly at: number; readonly places: number; readonly bytes: number }[];
  readonly refused: number;
}
interface Flow {
  readonly openedAt: number;
  readonly opened: Opened;
  left: number;
  /** Not before this does anything come. */
  readonly from: number;
  answered: boolean;
  socket: Socket;
}
/** Kept alive between files, with what TCP has learnt. */
interface Socket {
  cwnd: number;
  threshold: number;
}

const STEP_MS = 5;
const PACKET = 1_460;
const FIRST_WINDOW = 10;

export function random(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Fetches files of these sizes under the eye of a controller; `fixed` opens always so many instead. */
export function simulate(
  control: Concurrency | { readonly fixed: number },
  sizes: readonly number[],
  options: LinkOptions,
): Simulated {
  const { bytesPerSecond, rttMs, loss = 0, mostOpen = Infinity, failing = 0 } = options;
  const chance = random(options.seed ?? 1);
  const learner = 'fixed' in control ? undefined : control;
  const places = () => ('fixed' in control ? control.fixed : control.places());
  const waiting = [...sizes];
  const idle: Socket[] = [];
  let flows: Flow[] = [];
  const track: { at: number; places: number; bytes: number }[] = [];
  let total = 0;
  let refused = 0;
  let now = 0;
  let pausedUntil = 0;
  /** How long what comes now has stood in the queue. */
  let queueMs = 0;

  const open = (): void => {
    const left = waiting.shift() ?? 0;
    const opened = learner?.opened(now) ?? 'new';
    const known = idle.pop();
    const from = now + (known === undefined ? 2 : 1) * (rttMs + queueMs);
    const socket = known ?? { cwnd: FIRST_WINDOW, threshold: Infinity };
    if (flows.length >= mostOpen || chance() < failing) {
      const outcome = flows.length >= mostOpen ? 'refused' : 'failed';
      refused += outcome === 'refused' ? 1 : 0;
      pausedUntil = outcome === 'refused' ? now + 1_000 : pausedUntil;
      waiting.unshift(left);
      learner?.closed(outcome, now, now);
      return;
    }
    flows.push({ openedAt: now, opened, left, from, answered: false, socket });
  };
  const lose = ({ socket }: Flow): void => {
    socket.threshold = Math.max(2, socket.cwnd / 2);
    socket.cwnd = socket.threshold;
  };
  const move = (): void => {
    const active = flows.filter((flow) => flow.from <= now);
    const wish = active.map(({ socket }) => (socket.cwnd * PACKET * STEP_MS) / rttMs);
    const sum = wish.reduce((a, b) => a + b, 0);
    const capacity =
      (Math.min(bytesPerSecond, options.service?.(flows.length) ?? Infinity) * STEP_MS) / 1_000;
    const share = Math.min(1, capacity / Math.max(1, sum));
    const due = active.reduce((all, { left, socket }) => all + Math.min(left, socket.cwnd * PACKET), 0);
    queueMs = Math.min(rttMs, Math.max(0, (due * STEP_MS) / capacity - rttMs));
    // A queue as long as what is on its way overflows when twice the link is wished for.
    const overflow = sum > 2 * capacity ? 0.02 : 0;
    for (const [index, flow] of active.entries()) {
      const came = Math.min(flow.left, (wish[index] ?? 0) * share);
      if (!flow.answered) {
        flow.answered = true;
        learner?.answered(now - flow.openedAt, flow.opened, now);
      }
      const packets = came / PACKET;
      if (chance() < 1 - (1 - loss - overflow) ** packets) lose(flow);
      else if (flow.socket.cwnd < flow.socket.threshold) flow.socket.cwnd += packets;
      else flow.socket.cwnd += packets / flow.socket.cwnd;
      flow.left -= came;
      total += came;
      learner?.bytes(came, now);
    }
    for (const flow of flows.filter(({ left }) => left < 1)) {
      idle.push(flow.socket);
      learner?.closed('served', flow.openedAt, now);
    }
    flows = flows.filter(({ left }) => left >= 1);
  };

  for (; waiting.length > 0 || flows.length > 0; now += STEP_MS) {
    if (now > 600_000) throw new Error('the transfer does not end');
    while (waiting.length > 0 && flows.length < places() && now >= pausedUntil) open();
    move();
    if (now % 100 === 0) track.push({ at: now, places: places(), bytes: total });
  }
  return { tookMs: now, track, refused };
}
