/** Every key of every screen, those of the one that is looked at first. Each list comes from the screen that obeys it. */
import type { KeyEntry, KeyList } from '../../components/key-list';
import type { Route } from '../../router.svelte';
import { KEYS as fleet } from '../fleet/keys';
import { KEYS as calibration } from '../instrument/calibration/keys';
import { KEYS as coverage } from '../instrument/coverage/keys';
import { KEYS as environment } from '../instrument/environment/keys';
import { KEYS as system } from '../instrument/system/keys';
import { KEYS as events } from '../instrument/events/keys';
import { KEYS as levels } from '../instrument/levels/keys';
import { KEYS as spectra } from '../instrument/spectra/keys';
import { KEYS as notes } from '../people/keys';
import { KEYS as sounds } from '../sounds/keys';
import { KEYS as review } from '../sounds/review/keys';
import { SCREEN_KEYS } from './keys';

const tabs: readonly KeyEntry[] = [
  [['←', '→'], 'Next tab, where a tab has the focus'],
  [['Home', 'End'], 'First and last tab'],
];

/** Place → its keys. A tab of an instrument has the tab's name. */
const LISTS: readonly (readonly [place: string, list: KeyList])[] = [
  ['fleet', ['Fleet', fleet]],
  ['levels', ['Levels', levels]],
  ['spectra', ['Spectra', spectra]],
  ['environment', ['Environment', environment]],
  ['system', ['System', system]],
  ['events', ['Events', events]],
  ['sounds', ['Sounds', sounds]],
  ...review.map(([name, keys]) => ['review', [`Review: ${name.toLowerCase()}`, keys]] as const),
  ['calibration', ['Calibration', calibration]],
  ['coverage', ['Coverage', coverage]],
  ['notes', ['Notes', notes]],
  ['instrument', ['Tabs of an instrument', tabs]],
];

function placesOf(route: Route): readonly string[] {
  if (route.screen === 'instrument') return [route.tab, 'instrument'];
  return route.screen === 'sounds' && route.id !== undefined ? ['review', 'sounds'] : [route.screen];
}

/** What holds at that place, then what holds everywhere, then the rest. */
export function keyLists(route: Route): readonly KeyList[] {
  const here = placesOf(route);
  const rank = (place: string) => (here.includes(place) ? here.indexOf(place) : here.length);
  const ranked = [...LISTS].sort(([a], [b]) => rank(a) - rank(b));
  const [first, rest] = [
    ranked.filter(([place]) => here.includes(place)),
    ranked.filter(([place]) => !here.includes(place)),
  ];
  return [...first.map(([, list]) => list), ['Everywhere', SCREEN_KEYS], ...rest.map(([, list]) => list)];
}

/** Those keys of which every word that is typed is said, with what they do or where. */
export function searchKeys(lists: readonly KeyList[], text: string): readonly KeyList[] {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  return lists.flatMap(([name, keys]): readonly KeyList[] => {
    const left = keys.filter(([combination, what]) => {
      const said = `${name} ${combination.join(' ')} ${what}`.toLowerCase();
      return words.every((word) => said.includes(word));
    });
    return left.length === 0 ? [] : [[name, left]];
  });
}
