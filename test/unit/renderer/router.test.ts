import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatRoute, parseRoute, type Route } from '../../../renderer/router.svelte';

const text = fc.string({ minLength: 1, unit: 'binary' });
const route: fc.Arbitrary<Route> = fc.oneof(
  fc.constant<Route>({ screen: 'fleet' }),
  fc.constant<Route>({ screen: 'jobs' }),
  fc.record({ screen: fc.constant('sounds' as const), id: fc.option(text, { nil: undefined }) }),
  fc.record({ screen: fc.constant('sign-in' as const), account: fc.option(text, { nil: undefined }) }),
  fc.record({
    screen: fc.constant('instrument' as const),
    serial: text,
    tab: fc.constantFrom('levels' as const, 'calibration' as const, 'sounds' as const),
  }),
);

describe('routes', () => {
  it('come back from the address as they went in, whatever a serial contains', () => {
    fc.assert(
      fc.property(route, (value) => {
        expect(parseRoute(formatRoute(value))).toEqual(value);
      }),
    );
  });
  it('lead to the fleet when the address means nothing', () => {
    for (const hash of ['', '#', '#/', '#/nowhere', '#/instrument', '#/instrument/%E0%A4%A'])
      expect(parseRoute(hash)).toEqual({ screen: 'fleet' });
    expect(parseRoute('#/instrument/QT1/whatever')).toMatchObject({ serial: 'QT1', tab: 'levels' });
  });
});
