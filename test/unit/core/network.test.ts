import { expect, test } from 'vitest';
import { createNetwork } from '../../../electron/core/network';
import type { NetworkState } from '../../../electron/contract/model';
import type { Clock } from '../../../electron/core/clock';

function watched() {
  let now = 1_000;
  const clock: Clock = { now: () => now, sleep: () => Promise.resolve(), random: () => 0 };
  const network = createNetwork({ clock, lastOnlineAt: 500 });
  const heard: NetworkState[] = [];
  network.onChange((state) => heard.push(state));
  return { network, heard, at: (ms: number) => void (now = ms) };
}

test('nothing is claimed before the service was asked', () => {
  expect(watched().network.state).toEqual({
    state: 'unknown',
    since: undefined,
    lastOnlineAt: 500,
    reason: undefined,
  });
});

test('offline is dated from the first failure in a row, and remembers when the service last answered', () => {
  const { network, heard, at } = watched();
  network.reached();
  at(2_000);
  network.unreachable('refused');
  at(3_000);
  network.unreachable('refused');
  expect(network.state).toEqual({ state: 'offline', since: 2_000, lastOnlineAt: 1_000, reason: 'refused' });
  expect(heard.map(({ state }) => state)).toEqual(['online', 'offline']);
});

test('answers in a row move the last one on without being announced each time', () => {
  const { network, heard, at } = watched();
  network.reached();
  at(4_000);
  network.reached();
  expect(network.state).toMatchObject({ state: 'online', since: 1_000, lastOnlineAt: 4_000 });
  expect(heard).toHaveLength(1);
});
