/** Search in what the fake core holds, by the plainest reading of it. */
import type { Handlers } from '../../electron/contract/index';
import type { FakeState } from './fake-core';

const NOTHING = { rows: [], total: 0, reading: false };

export function fakeSearchHandlers(state: FakeState): Pick<Handlers, 'search.find'> {
  return {
    'search.find'({ words, limit }) {
      const terms = words.toLowerCase().split(/\s+/).filter(Boolean);
      const has = (text: string): boolean =>
        terms.length > 0 && terms.every((term) => text.toLowerCase().includes(term));
      const name = (serial: string) =>
        state.fleet.find(({ instrument }) => instrument.serial === serial)?.instrument.name;
      const sounds = state.sounds
        .filter(({ trigger, tags, note }) => has([trigger, ...tags, note].join(' ')))
        .map(({ id, instrument, from, to, trigger, event, tags, note }) => ({
          ...{ id, instrument, name: name(instrument), from, to, trigger },
          ...{ type: event?.type, tags, note },
        }));
      const entries = state.people.entries.filter(({ added }) => has(JSON.stringify(added)));
      return {
        when: undefined,
        sounds: { rows: sounds.slice(0, limit), total: sounds.length, reading: false },
        events: NOTHING,
        entries: { rows: entries.slice(0, limit), total: entries.length, reading: false },
      };
    },
  };
}
