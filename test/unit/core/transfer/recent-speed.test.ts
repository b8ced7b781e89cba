import { expect, it } from 'vitest';
import { createRecentSpeed } from '../../../../electron/core/transfer/recent-speed';

it.each([10, 200, 650, 1_500])('is what came a second, told by pieces %i ms apart', (apartMs) => {
  const speed = createRecentSpeed();
  speed.add(0, 0);
  for (let now = apartMs; now <= 10_000; now += apartMs) {
    speed.add(1_000 * apartMs, now);
    if (now < 300) continue;
    expect(speed.at(now)).toBeGreaterThan(850_000);
    expect(speed.at(now)).toBeLessThan(1_150_000);
  }
});

it('is unknown before anything came, and once nothing comes', () => {
  const speed = createRecentSpeed();
  expect(speed.at(0)).toBeUndefined();
  speed.add(0, 0);
  expect(speed.at(0)).toBeUndefined();
  speed.add(1_000, 100);
  expect(speed.at(100)).toBeGreaterThan(0);
  expect(speed.at(10_000)).toBeUndefined();
});

it('does not count a long pause as time in which little came', () => {
  const speed = createRecentSpeed();
  for (let now = 0; now <= 5_000; now += 100) speed.add(100_000, now);
  for (let now = 3_600_000; now <= 3_610_000; now += 100) speed.add(100_000, now);
  expect(speed.at(3_610_000)).toBeGreaterThan(900_000);
});
