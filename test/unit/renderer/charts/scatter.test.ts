import fc from 'fast-check';
import { expect, test } from 'vitest';
import { highestOf, logRange, logTicks, placesOf, pointNear } from '../../../../renderer/charts/scatter';

const value = fc.double({ min: 1e-4, max: 1e4, noNaN: true });
const points = fc.array(fc.record({ x: value, y: value, time: fc.nat(), kind: fc.nat({ max: 2 }) }), {
  minLength: 1,
  maxLength: 60,
});
const size = { width: 900, height: 300 };

test('a logarithmic scale ends on steps of 1, 2 and 5, holds all values, and is a power of ten long', () => {
  expect(logTicks([0.03, 4])).toEqual([0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5]);
  expect(logRange([])).toEqual([1, 10]);
  fc.assert(
    fc.property(fc.array(value, { minLength: 1 }), (values) => {
      const [low, high] = logRange(values);
      expect(values.every((each) => each >= low && each <= high)).toBe(true);
      expect(high / low).toBeGreaterThan(9.99);
      expect(logTicks([low, high]).at(0)).toBe(low);
      expect(logTicks([low, high]).at(-1)).toBe(high);
    }),
  );
});

test('every point lies within the plot, and is the one that is found where it lies', () => {
  fc.assert(
    fc.property(points, (all) => {
      const places = placesOf(all, size);
      for (const { x, y } of all) {
        const at = { x: places.x(x), y: places.y(y) };
        expect(at.x > 0 && at.x < size.width && at.y > 0 && at.y < size.height).toBe(true);
        const found = pointNear(all, places, at, 1);
        expect(Math.hypot(places.x(found?.x ?? 0) - at.x, places.y(found?.y ?? 0) - at.y)).toBeLessThan(1e-6);
      }
    }),
  );
  expect(pointNear([], placesOf([], size), { x: 0, y: 0 }, 10)).toBeUndefined();
});

test('the highest of each kind is told, and of a kind without points nothing', () => {
  const [low, high] = [
    { x: 4, y: 1, time: 1, kind: 0 },
    { x: 9, y: 3, time: 2, kind: 0 },
  ];
  expect(highestOf([low, high, { x: 1, y: 2, time: 3, kind: 2 }], 3)).toEqual([
    ...[high, undefined, { x: 1, y: 2, time: 3, kind: 2 }],
  ]);
});
