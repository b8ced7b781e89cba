/** The part of the contract in `contract/surroundings.ts`, and where events lie, onto the modules that do the work. */
import type { Handlers } from '../contract';
import type { surroundingsCalls } from '../contract/surroundings';
import { createPace } from './export/table-pace';
import type { HandlerDeps } from './handlers';
import { environmentSeries } from './queries/environment';
import { aboutSurroundings } from './queries/environment-about';
import { vibrationDoses } from './queries/environment-doses';
import { getEvent } from './queries/events';
import { eventTypes, listEvents } from './queries/events-list';
import { createEventIndex } from './queries/events-index';
import { eventPlaces } from './queries/places';
import { systemEvents, systemNow } from './queries/system';
import { systemSeries } from './queries/system-series';
import { createSystemTables } from './queries/system-table';

export function createSurroundingsHandlers({
  open,
  onChange,
}: HandlerDeps): Pick<Handlers, keyof typeof surroundingsCalls | 'events.places'> {
  const index = createEventIndex(onChange);
  const tables = createSystemTables();
  return {
    'surroundings.about': ({ instrument }) => aboutSurroundings(open().archive, instrument),
    'events.list': (input, signal) =>
      listEvents({ archive: open().archive, index, pace: createPace(signal) }, input),
    'events.types': ({ instrument, span }, signal) =>
      eventTypes({ archive: open().archive, index, pace: createPace(signal) }, instrument, span),
    'events.places': (input, signal) =>
      eventPlaces({ archive: open().archive, index, pace: createPace(signal) }, input),
    'events.get': ({ instrument, key }, signal) => {
      const { archive, account } = open();
      return getEvent({ archive, account: account.id, pace: createPace(signal) }, instrument, key);
    },
    'environment.series': (input, signal) => environmentSeries(open().archive, input, createPace(signal)),
    'environment.doses': (input, signal) => vibrationDoses(open().archive, input, createPace(signal)),
    'system.now': ({ instrument }) => systemNow(open().archive, instrument),
    'system.series': (input, signal) => systemSeries(open().archive, tables, input, signal),
    'system.events': (input) => systemEvents(open().archive, input),
  };
}
