// @vitest-environment happy-dom
import { fireEvent, screen, waitFor, within } from '@testing-library/svelte';
import { afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import type { EventDetail } from '../../../../electron/contract/index';
import { Failure } from '../../../../electron/contract/result';
import { formatRoute } from '../../../../renderer/router.svelte';
import { eventAction, KEYS } from '../../../../renderer/views/instrument/events/keys';
import Events from '../../../../renderer/views/instrument/events/Events.svelte';
import { fakeEvent } from '../../../support/fake-surroundings';
import { withoutCanvas } from '../../../support/no-canvas';
import { renderView, type RenderedView } from '../../../support/render-view';

const SERIAL = 'QT480112';
const props = { serial: SERIAL, name: 'North fence', onsync: () => undefined };
beforeAll(withoutCanvas);
let view: RenderedView | undefined;
beforeEach(() => window.history.replaceState(undefined, '', `#/instrument/${SERIAL}/events`));
afterEach(async () => {
  // What is still to be written into the address must not be written into that of the next test.
  const at = view && formatRoute(view.app.router.route);
  if (at !== undefined) await waitFor(() => expect(window.location.hash).toBe(at));
  view?.close();
  view = undefined;
  vi.restoreAllMocks();
});

async function opened(options: Parameters<typeof renderView>[2] = {}) {
  view = renderView(Events, props, options);
  const detail = await screen.findByRole('region', { name: 'Event' });
  return {
    detail: within(detail),
    heading: () => within(detail).getByRole('heading', { level: 2 }).textContent,
    place: () => within(detail).getByText(/^\d+ of \d+$/).textContent,
  };
}
const route = () => view?.app.router.route;

test('J and K go from event to event, and list and address keep up with the one that is shown', async () => {
  const { heading, place } = await opened();
  const newest = heading();
  expect(route()).not.toHaveProperty('event');
  await fireEvent.keyDown(document.body, { key: 'j' });
  await waitFor(() => expect(heading()).not.toBe(newest));
  expect(place()).toBe('2 of 64');
  expect(route()).toMatchObject({ event: 'event-1' });
  // Whoever moves in the list asks for the event alone.
  const lists = () =>
    view?.core.asked.filter(({ name }) => name === 'events.list' || name === 'events.types');
  const before = lists()?.length;
  await fireEvent.keyDown(document.body, { key: 'k' });
  await waitFor(() => expect(heading()).toBe(newest));
  expect(route()).toMatchObject({ event: 'event-0' });
  expect(lists()).toHaveLength(before ?? 0);
});

test('a chosen type shows its events alone, from the newest of them', async () => {
  const { detail, place } = await opened();
  const choice = await screen.findByRole('combobox', { name: 'Type' });
  await fireEvent.change(choice, { target: { value: 'Vibration' } });
  await waitFor(() => expect(detail.getByText(/· Vibration ·/)).toBeTruthy());
  await waitFor(() => expect(place()).toBe('1 of 12'));
  const asked = view?.core.asked.filter(({ name }) => name === 'events.list').at(-1);
  expect(asked?.input).toMatchObject({ types: ['Vibration'], offset: 0 });
});

test('a link to one event shows it at its place in the list', async () => {
  window.history.replaceState(undefined, '', `#/instrument/${SERIAL}/events?event=event-40`);
  const { place } = await opened();
  await waitFor(() => expect(place()).toBe('41 of 64'));
  expect(screen.getByRole('option', { selected: true }).getAttribute('aria-posinset')).toBe('41');
  // On the way back to another event, and to none.
  window.history.replaceState(undefined, '', `#/instrument/${SERIAL}/events?event=event-7`);
  window.dispatchEvent(new Event('hashchange'));
  await waitFor(() => expect(place()).toBe('8 of 64'));
});

test('a link to an event of another time than the one on show leads to its time', async () => {
  const now = Date.now();
  const newest = { from: now - 5 * 3_600_000, to: now - 3_600_000 };
  const link = {
    screen: 'instrument',
    serial: SERIAL,
    tab: 'events',
    event: 'event-50',
    span: newest,
  } as const;
  window.history.replaceState(undefined, '', formatRoute(link));
  const { place } = await opened();
  await waitFor(() => expect(place()).not.toMatch(/ of [0-3]$/));
  const shown = route();
  if (shown?.screen !== 'instrument' || shown.span === undefined) throw new Error('no span is on show');
  const { from } = fakeEvent(now, 50);
  expect(shown.span.from).toBeLessThan(from);
  expect(shown.span.to).toBeGreaterThan(from);
  expect(shown.event).toBe('event-50');
});

test('a link to an event that is not here says so, and shows the newest', async () => {
  window.history.replaceState(undefined, '', `#/instrument/${SERIAL}/events?event=gone`);
  const get = vi.fn((key: string): EventDetail => {
    if (key === 'gone') throw new Failure({ kind: 'not-found', what: 'The event' });
    return {
      ...fakeEvent(Date.now(), 0),
      ...{ overall: [], spectra: [], samples: undefined, sound: undefined },
    };
  });
  const { place } = await opened({ overrides: { 'events.get': ({ key }) => get(key) } });
  await screen.findByText('The event that was asked for is not here');
  await waitFor(() => expect(place()).toBe('1 of 64'));
  expect(route()).not.toHaveProperty('event');
});

test('the spectrum of an event tells its bands, weighting and source', async () => {
  const { detail } = await opened();
  const table = await detail.findByRole('table', { name: /^Spectrum of the event: Octave, Z/ });
  expect(within(table).getAllByRole('row')).toHaveLength(11);
  expect(within(table).getByRole('row', { name: /^1 kHz \d/ })).toBeTruthy();
  expect(table.textContent).toContain("of samples of 1 s, from the instrument's band levels");
});

test('all events of the list are saved, not only the rows that were read', async () => {
  await opened();
  const save = await screen.findByRole('button', { name: 'Save Events' });
  save.focus();
  await fireEvent.keyDown(save, { key: 'Enter' });
  await fireEvent.click(await screen.findByText('Figures as CSV…'));
  await waitFor(() => expect(view?.core.state.saved.tables).toHaveLength(1));
  const { table, name } = view?.core.state.saved.tables[0] ?? {};
  expect(table?.rows).toHaveLength(64);
  expect(table?.rows[1]?.slice(2)).toEqual([13, 'Noise', 'Site limit', 71, 'not here', 'here', 'event-1']);
  expect(table?.facts).toContainEqual(['Instrument', `North fence (${SERIAL})`]);
  expect(name).toMatch(/^QT480112 events \d{4}-\d\d-\d\d$/);
});

test('keys of the list leave arrows to charts, and Space to a button that has the focus', () => {
  const press = (key: string, html: string) => {
    document.body.innerHTML = html;
    const target = document.body.querySelector<HTMLElement>('[data-at]') ?? document.body;
    const event = new KeyboardEvent('keydown', { key });
    Object.defineProperty(event, 'target', { value: target });
    return eventAction(event);
  };
  const [list, chart] = [
    '<div role="listbox"><p data-at></p></div>',
    '<div role="application" data-at></div>',
  ];
  expect([press('ArrowDown', list), press('End', list), press('Enter', list)]).toEqual([
    'older',
    'last',
    'listen',
  ]);
  expect([press('ArrowDown', chart), press('End', chart), press('j', chart)]).toEqual([
    ...[undefined, undefined, 'older'],
  ]);
  expect(press(' ', list)).toBe('play');
  expect(KEYS.flatMap(([keys]) => keys)).toEqual(['J', '↓', 'K', '↑', 'Home', 'End', 'Space', 'L', 'Enter']);
});
