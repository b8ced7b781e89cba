/** One refusal among failures that say nothing about pace: a proxy's hiccup must not cost minutes. */
import { expect, it } from 'vitest';
import { createPace } from '../../../electron/core/api/pacer';
import { chance, IN_FLIGHT, START } from './simulate';

interface Flight {
  readonly sentAt: number;
  readonly endsAt: number;
  readonly kind: 'served' | 'refused' | 'failed';
}

/** Asks until `total` were served; of those sent, the `refusedAt`-th is refused. @returns ms */
function run(seed: number): number {
  const random = chance(seed * 7_919);
  const total = 20 + Math.floor(random() * 40);
  const refusedAt = 1 + Math.floor(random() * 15);
  const latencyMs = [5, 30, 150][Math.floor(random() * 3)] ?? 30;
  const failing = random() * 0.3;
  let now = START;
  let [served, sent] = [0, 0];
  const pace = createPace(now);
  const flights: Flight[] = [];
  while (served < total) {
    const mayGo = flights.length < Math.min(IN_FLIGHT, pace.places());
    const sendAt = mayGo ? now + pace.waitMs(now) : Infinity;
    const next = flights.toSorted((a, b) => a.endsAt - b.endsAt)[0];
    if (next === undefined || sendAt <= next.endsAt) {
      now = sendAt;
      pace.sent(now);
      sent += 1;
      const kind = sent === refusedAt ? 'refused' : random() < failing ? 'failed' : 'served';
      flights.push({ sentAt: now, endsAt: now + latencyMs * (0.3 + 2 * random()), kind });
      continue;
    }
    now = next.endsAt;
    flights.splice(flights.indexOf(next), 1);
    if (next.kind === 'refused') pace.refused(next.sentAt, now, now + 1_000, 0.5);
    else pace[next.kind](next.sentAt, now);
    if (next.kind === 'served') served += 1;
  }
  return now - START;
}

it('a refusal that names a second, among failures, holds a sync up for seconds', () => {
  for (let seed = 1; seed <= 2_000; seed += 1) expect(run(seed), `seed ${String(seed)}`).toBeLessThan(30_000);
});
