/** The time that the tabs of an instrument share. */
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { createRouter } from '../../../../renderer/router.svelte';
import { sharedRange } from '../../../../renderer/state/range.svelte';

const span = { from: Date.UTC(2026, 10, 12, 14), to: Date.UTC(2026, 10, 12, 15) };
const ADDRESS = '#/instrument/QT1/levels?from=2026-11-12T14:00:00Z&to=2026-11-12T15:00:00Z';

beforeEach(() => {
  vi.useFakeTimers();
  window.history.replaceState(undefined, '', '#/instrument/QT1/levels');
});
afterEach(() => vi.useRealTimers());

it('is at once in all tabs, and once it rests in the address', () => {
  const router = createRouter(window);
  const range = sharedRange(router);
  expect(range.span).toBeUndefined();
  range.show({ from: span.from - 0.4, to: span.to + 0.4 });
  expect(range.span).toEqual(span);
  expect(window.location.hash).toBe('#/instrument/QT1/levels');
  vi.runAllTimers();
  expect(window.location.hash).toBe(ADDRESS);
  expect(createRouter(window).route).toMatchObject({ serial: 'QT1', span });
});

it('stays from tab to tab of an instrument and goes with it', () => {
  const router = createRouter(window);
  const range = sharedRange(router);
  range.show(span);
  router.go({ screen: 'instrument', serial: 'QT1', tab: 'environment' });
  expect(range.span).toEqual(span);
  expect(window.location.hash).toContain('environment?from=2026-11-12T14:00:00Z');
  router.go({ screen: 'instrument', serial: 'QT1', tab: 'levels', span: undefined });
  expect(range.span).toBeUndefined();
  range.show(span);
  router.go({ screen: 'instrument', serial: 'QT2', tab: 'levels' });
  expect(range.span).toBeUndefined();
  range.show(span);
  range.show(undefined);
  expect(range.span).toBeUndefined();
});

it('is left in the address of the place that one leaves, before the address had time to follow', () => {
  const written: string[] = [];
  const replace = vi.spyOn(window.history, 'replaceState').mockImplementation((_data, _unused, url) => {
    written.push(String(url));
  });
  const router = createRouter(window);
  sharedRange(router).show(span);
  router.go({ screen: 'fleet' });
  expect(written).toEqual([ADDRESS]);
  vi.runAllTimers();
  expect(written).toEqual([ADDRESS]);
  replace.mockRestore();
});

it('and the event that is looked at stand in the address side by side; another tab has the time alone', () => {
  const router = createRouter(window);
  router.go({ screen: 'instrument', serial: 'QT1', tab: 'events', event: 'a b&c' });
  sharedRange(router).show(span);
  vi.runAllTimers();
  expect(createRouter(window).route).toEqual({
    ...{ screen: 'instrument', serial: 'QT1', tab: 'events' },
    ...{ span, event: 'a b&c' },
  });
  router.keepEvent(undefined);
  expect(router.route).toMatchObject({ span });
  expect(router.route).not.toHaveProperty('event');
  router.keepEvent('d');
  router.go({ screen: 'instrument', serial: 'QT1', tab: 'levels' });
  expect(router.route).toEqual({ screen: 'instrument', serial: 'QT1', tab: 'levels', span });
});
