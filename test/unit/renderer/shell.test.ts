import { describe, expect, it } from 'vitest';
import { keptZoom, nextZoom, type ZoomStep } from '../../../electron/contract/zoom';
import { parseRoute } from '../../../renderer/router.svelte';
import { keyLists, searchKeys } from '../../../renderer/views/shell/key-lists';
import { isLetter } from '../../../renderer/views/shell/keys';
import { offsetWords, zoneWords } from '../../../renderer/views/shell/time-words';

const SUMMER = Date.UTC(2026, 6, 1);

describe('a letter as a shortcut', () => {
  const pressed = (element: HTMLElement, init: KeyboardEventInit): boolean => {
    const event = new KeyboardEvent('keydown', { bubbles: true, ...init });
    document.body.append(element);
    element.dispatchEvent(event);
    element.remove();
    return isLetter(event, 's');
  };
  it('is the letter alone, however it is written', () => {
    const here = document.createElement('button');
    expect(pressed(here, { key: 's' })).toBe(true);
    expect(pressed(here, { key: 'S' })).toBe(true);
    expect(pressed(here, { key: 'd' })).toBe(false);
    for (const held of ['ctrlKey', 'metaKey', 'altKey'])
      expect(pressed(here, { key: 's', [held]: true })).toBe(false);
  });
  it('is none where one types', () => {
    const field = document.createElement('input');
    field.type = 'search';
    expect(pressed(field, { key: 's' })).toBe(false);
  });
});
describe('the zoom', () => {
  const walk = (from: number, steps: readonly ZoomStep[]) => steps.reduce(nextZoom, from);
  it('goes up to twice the size and not below the usual one', () => {
    expect(walk(1, ['in', 'in', 'in'])).toBe(1.5);
    expect(
      walk(
        1,
        Array.from({ length: 20 }, () => 'in' as const),
      ),
    ).toBe(2);
    expect(
      walk(
        2,
        Array.from({ length: 20 }, () => 'out' as const),
      ),
    ).toBe(1);
    expect(walk(1.75, ['reset'])).toBe(1);
  });
  it('steps on from a factor that came back not quite the same', () => {
    expect(nextZoom(1.2499999, 'in')).toBe(1.5);
    expect(nextZoom(1.2500001, 'out')).toBe(1.1);
  });
  it('takes nothing else for a kept one', () => {
    expect([1.5, 0.2, 3, '2', undefined, NaN].map(keptZoom)).toEqual([1.5, 1, 1, 1, 1, 1]);
  });
});

describe('the page of keys', () => {
  const names = (hash: string) => keyLists(parseRoute(hash)).map(([name]) => name);
  it('begins with the screen that is looked at, then what holds everywhere, and leaves none out', () => {
    expect(names('#/fleet').slice(0, 2)).toEqual(['Fleet', 'Everywhere']);
    expect(names('#/instrument/QT1/spectra').slice(0, 3)).toEqual([
      'Spectra',
      'Tabs of an instrument',
      'Everywhere',
    ]);
    expect(names('#/sounds/a')[0]).toMatch(/^Review/);
    expect(names('#/jobs')[0]).toBe('Everywhere');
    expect([...names('#/jobs')].sort()).toEqual([...names('#/sounds/a')].sort());
  });
  it('is searched by key, deed and screen', () => {
    const lists = keyLists(parseRoute('#/fleet'));
    expect(searchKeys(lists, 'sounds next').flatMap(([, keys]) => keys)).toContainEqual([
      ['J', '↓'],
      'Next sound',
    ]);
    expect(searchKeys(lists, 'no such deed')).toEqual([]);
    expect(searchKeys(lists, '')).toEqual(lists);
  });
});

describe('the clocks in the header', () => {
  it('say what they are ahead of UTC, and whose they are', () => {
    expect(offsetWords(SUMMER, 'Europe/London')).toBe('UTC+01:00');
    expect(offsetWords(SUMMER, 'UTC')).toBe('UTC');
    const zone = 'America/New_York';
    expect(zoneWords({ timeDisplay: 'local', clocks: 'local', zone })).toBe('this computer');
    expect(zoneWords({ timeDisplay: 'site', clocks: 'site', zone })).toBe('site: America/New York');
    expect(zoneWords({ timeDisplay: 'site', clocks: 'local', zone })).toMatch(/no site on show$/);
  });
});
