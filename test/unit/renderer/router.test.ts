import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatRoute, parseRoute, type Route } from '../../../renderer/router.svelte';

const text = fc.string({ minLength: 1, unit: 'binary' });
const route: fc.Arbitrary<Route> = fc.oneof(
  fc.constant<Route>({ screen: 'fleet' }),
  fc.constant<Route>({ screen: 'jobs' }),
  fc.constantFrom<Route>({ screen: 'rules' }, { screen: 'rules', part: 'weather-1' }),
  fc.record({ screen: fc.constant('sounds' as const), id: fc.option(text, { nil: undefined }) }),
  fc.record({ screen: fc.constant('sign-in' as const), account: fc.option(text, { nil: undefined }) }),
  fc.record({
    screen: fc.constant('instrument' as const),
    serial: text,
    tab: fc.constantFrom('levels' as const, 'calibration' as const, 'sounds' as const),
  }),
  fc
    .tuple(text, fc.integer({ min: 0, max: 4e12 }), fc.integer({ min: 1, max: 1e11 }))
    .map(([serial, from, length]): Route => {
      const span = { from, to: from + length };
      return { screen: 'instrument', serial, tab: 'spectra', span };
    }),
  fc.record({
    ...{ screen: fc.constant('instrument' as const), serial: text, tab: fc.constant('events' as const) },
    event: text,
  }),
  fc.record({
    ...{ screen: fc.constant('instrument' as const), serial: text, tab: fc.constant('calibration' as const) },
    part: text,
  }),
  fc
    .tuple(text, fc.uniqueArray(text, { minLength: 1, maxLength: 6 }))
    .filter(([serial, others]) => !others.includes(serial))
    .map(([serial, others]): Route => ({ screen: 'instrument', serial, tab: 'levels', with: others })),
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
    for (const search of ['?from=2026-11-12', '?from=x&to=y', '?from=2026-11-12&to=2026-11-11', '?', '??&&='])
      expect(parseRoute(`#/instrument/QT1/levels${search}`)).toEqual({
        ...{ screen: 'instrument', serial: 'QT1', tab: 'levels' },
      });
    expect(parseRoute('#/instrument/QT1/levels?with=QT2,QT1,,QT2&with=QT3')).toMatchObject({
      with: ['QT2', 'QT3'],
    });
    expect(parseRoute('#/instrument/QT1/whatever')).toMatchObject({ serial: 'QT1', tab: 'levels' });
  });
});
