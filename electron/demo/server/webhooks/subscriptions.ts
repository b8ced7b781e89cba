/** Webhook subscriptions: kept for as long as the service runs. */
import { randomUUID } from 'node:crypto';

export const WEBHOOK_TYPES = [
  'NewMeasurement',
  'NewEvent',
  'InstrumentStatus',
  'CalibrationFinished',
  'SicFinished',
] as const;
export type WebhookType = (typeof WEBHOOK_TYPES)[number];

export interface Subscription {
  readonly id: string;
  readonly type: WebhookType;
  readonly url: string;
  readonly secret: string;
  readonly instrument: string;
  /** The key it was made with. */
  readonly owner: string;
  /** Since when it listens, epoch ms. */
  readonly since: number;
}
export interface Subscriptions {
  add(
    fields: Pick<Subscription, 'type' | 'url' | 'instrument' | 'owner' | 'since'>,
    secret: string | undefined,
  ): Subscription;
  all(): readonly Subscription[];
  find(owner: string, id: string): Subscription | undefined;
  remove(id: string): void;
  reset(): void;
}

export function createSubscriptions(): Subscriptions {
  const byId = new Map<string, Subscription>();
  return {
    add(fields, secret) {
      const id = randomUUID().replaceAll('-', '').slice(0, 12);
      const subscription = { id, secret: secret ?? randomUUID(), ...fields };
      byId.set(id, subscription);
      return subscription;
    },
    all: () => [...byId.values()],
    find: (owner, id) => {
      const found = byId.get(id);
      return found?.owner === owner ? found : undefined;
    },
    remove: (id) => void byId.delete(id),
    reset: () => byId.clear(),
  };
}

/** Whether the demo would ever deliver there: to this computer, in plain HTTP. Nothing leaves it. */
export function isLoopback(url: string): boolean {
  const { protocol, hostname } = new URL(url);
  return protocol === 'http:' && ['127.0.0.1', 'localhost', '[::1]'].includes(hostname);
}
