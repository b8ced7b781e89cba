/** The part of the contract in `contract/people.ts`, onto the modules that do the work. */
import type { Entry, Handlers } from '../contract';
import type { peopleCalls } from '../contract/people';
import type { HandlerDeps } from './handlers';
import { readExclusions } from './queries/exclusions';
import { userName } from './user-name';

export function createPeopleHandlers({
  open,
  clock,
  announce,
}: HandlerDeps): Pick<Handlers, keyof typeof peopleCalls> {
  const people = () => open().archive.people;
  const told = (entries: readonly Entry[]): readonly Entry[] => {
    if (entries.length > 0) announce({ tables: ['people'], instruments: aboutOf(entries) });
    return entries;
  };
  return {
    'people.list': (filter) => people().list(filter),
    'people.put': ({ entries }) => told(people().put(entries, clock.now(), userName())),
    'people.remove': ({ ids }) => told(people().remove(ids, clock.now())),
    'people.restore': ({ ids }) => told(people().restore(ids, clock.now())),
    'rules.get': () => people().rules(),
    'rules.set'(rules) {
      people().setRules(rules);
      announce({ tables: ['people'], instruments: undefined });
      return people().rules();
    },
    'exclusions.list': ({ instrument, span }, signal) =>
      readExclusions(open().archive, instrument, span, signal),
  };
}

/** The instruments they are about; undefined when one is about several. */
function aboutOf(entries: readonly Entry[]): readonly string[] | undefined {
  const about = new Set(entries.map(({ instrument }) => instrument));
  const serials = [...about].filter((serial) => serial !== undefined);
  return serials.length === about.size ? serials : undefined;
}
