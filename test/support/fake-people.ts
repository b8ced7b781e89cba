/** What people added, in memory, answered as the core does. */
import type { Entry, Handlers, Rules } from '../../electron/contract/index';
import type { peopleCalls } from '../../electron/contract/people';
import { Failure } from '../../electron/contract/result';
import { usualRules } from '../../electron/contract/usual-rules';

export interface FakePeople {
  entries: readonly Entry[];
  rules: Rules;
}
export const fakePeople = (): FakePeople => ({ entries: [], rules: usualRules });

export const fakeEntry = (id: number, entry: Pick<Entry, 'added'> & Partial<Entry>): Entry => ({
  ...{ id, instrument: undefined, from: undefined, to: undefined, author: 'ana' },
  ...{ createdAt: 1_000, changedAt: 1_000, removedAt: undefined },
  ...entry,
});

/** @param told called after each change */
export function fakePeopleHandlers(
  people: FakePeople,
  now: number,
  told: () => void,
): Pick<Handlers, keyof typeof peopleCalls> {
  const find = (id: number): Entry => {
    const entry = people.entries.find((one) => one.id === id);
    if (entry === undefined) throw new Failure({ kind: 'not-found', what: 'The entry' });
    return entry;
  };
  const change = (ids: readonly number[], changes: Partial<Entry>): readonly Entry[] => {
    people.entries = people.entries.map((one) => (ids.includes(one.id) ? { ...one, ...changes } : one));
    told();
    return ids.map(find);
  };
  return {
    'people.list': ({ kinds, instrument, removed = false }) =>
      people.entries.filter(
        (one) =>
          (kinds === undefined || kinds.includes(one.added.kind)) &&
          (instrument === undefined || one.instrument === undefined || one.instrument === instrument) &&
          (removed || one.removedAt === undefined),
      ),
    'people.put'({ entries }) {
      const written = entries.map(({ id, instrument, from, to, added }, index) => {
        const before = id === undefined ? undefined : find(id);
        const place = { id: id ?? people.entries.length + index + 1, instrument, from, to, added };
        return fakeEntry(place.id, { ...place, createdAt: before?.createdAt ?? now, changedAt: now });
      });
      const ids = written.map(({ id }) => id);
      people.entries = [...people.entries.filter(({ id }) => !ids.includes(id)), ...written];
      told();
      return written;
    },
    'people.remove': ({ ids }) => change(ids, { removedAt: now }),
    'people.restore': ({ ids }) => change(ids, { removedAt: undefined }),
    'rules.get': () => people.rules,
    'rules.set'(rules) {
      people.rules = rules;
      told();
      return rules;
    },
    'exclusions.list': () => ({ excluded: [], unknownWeather: [] }),
  };
}
