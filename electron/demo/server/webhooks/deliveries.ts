/** Delivers signed messages, to this computer only, with the retries the service promises. */
import { createHmac } from 'node:crypto';
import { request } from 'node:http';
import type { Now } from '../clock';
import type { News } from './news';
import type { Subscription, Subscriptions } from './subscriptions';
import { isLoopback } from './subscriptions';

export interface Deliveries {
  /** Nothing is under way. */
  readonly idle: boolean;
  /** Sends what is new or due for another try; resolves when all of it was answered or given up. */
  tick(): Promise<void>;
  reset(): void;
}
interface Deps {
  readonly clock: Now;
  readonly subscriptions: Subscriptions;
  readonly news: News;
  /** How long a subscriber may take, ms. */
  readonly timeoutMs: number;
}
interface Message {
  readonly subscription: Subscription;
  readonly body: string;
  tries: number;
  /** Epoch ms of the service's own time. */
  dueAt: number;
}

const RETRIES = 5;
/** The spacing of retries is not documented. */
const RETRY_AFTER_MS = 10_000;
/** So many messages in a row that nobody took, and the subscription is removed. */
const LOST_MESSAGES = 3;

export function createDeliveries(deps: Deps): Deliveries {
  const { clock, subscriptions, timeoutMs } = deps;
  let waiting: Message[] = [];
  const lost = new Map<string, number>();
  const attempt = async (message: Message) => {
    const { id } = message.subscription;
    message.tries += 1;
    const taken = await post(message, timeoutMs);
    if (!taken && message.tries <= RETRIES) {
      message.dueAt = clock.now() + RETRY_AFTER_MS;
      return;
    }
    waiting = waiting.filter((one) => one !== message);
    lost.set(id, taken ? 0 : (lost.get(id) ?? 0) + 1);
    if ((lost.get(id) ?? 0) >= LOST_MESSAGES) subscriptions.remove(id);
  };
  const turns = oneAtATime(async () => {
    const now = clock.now();
    const wanted = subscriptions.all();
    waiting = [
      ...waiting.filter(({ subscription }) => wanted.includes(subscription)),
      ...newMessages(deps, now),
    ];
    await Promise.all(waiting.filter(({ dueAt }) => dueAt <= now).map(attempt));
  });
  return {
    get idle() {
      return turns.idle();
    },
    tick: () => turns.take(),
    reset() {
      waiting = [];
      lost.clear();
      deps.news.forget();
    },
  };
}

/** Looks at every subscription, also those that nothing is ever delivered to. */
const newMessages = ({ subscriptions, news }: Deps, now: number): readonly Message[] =>
  subscriptions.all().flatMap((subscription) => {
    const message = news.look(subscription);
    if (message === undefined || !isLoopback(subscription.url)) return [];
    return [{ subscription, body: JSON.stringify(message), tries: 0, dueAt: now }];
  });

function oneAtATime(run: () => Promise<void>) {
  let chain = Promise.resolve();
  let underWay = 0;
  return {
    idle: () => underWay === 0,
    take() {
      underWay += 1;
      const done = chain.then(run).finally(() => (underWay -= 1));
      // One bad run does not stop the ones after it.
      chain = done.catch(() => undefined);
      return done;
    },
  };
}

/** True when the subscriber answered exactly 200 in time. */
function post({ subscription, body }: Message, timeoutMs: number): Promise<boolean> {
  const signature = createHmac('sha256', subscription.secret).update(body).digest('hex');
  return new Promise((resolve) => {
    const sending = request(subscription.url, {
      method: 'POST',
      agent: false,
      signal: AbortSignal.timeout(timeoutMs),
      headers: {
        'content-type': 'application/json',
        'content-length': Buffer.byteLength(body),
        'x-webhook-id': subscription.id,
        'x-webhook-signature': signature,
      },
    });
    sending.on('response', (answer) => {
      answer.resume();
      resolve(answer.statusCode === 200);
    });
    sending.on('error', () => resolve(false));
    sending.end(body);
  });
}
