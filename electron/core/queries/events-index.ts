/** When an instrument's events were and of which type, read once: a page of a year's events is then quick. */
import type { Events } from '../../contract/index';
import type { Span } from '../../contract/model';
import type { Archive } from '../db/archive';
import type { Pace } from '../export/table-pace';
import { field, text } from './fields';

export interface IndexedEvent {
  readonly key: string;
  readonly time: number;
  /** '' when there is none. */
  readonly type: string;
}
export interface EventIndex {
  /** All of an instrument, ascending. */
  of(archive: Archive, instrument: string, pace: Pace): Promise<readonly IndexedEvent[]>;
}
/** All time, as far as a Date reaches. */
const EVER: Span = { from: -8.64e15, to: 8.64e15 };

/** Remembers one instrument's events until any records of it change. */
export function createEventIndex(
  onChange: (listener: (change: Events['data-changed']) => void) => void,
): EventIndex {
  let held: { archive: Archive; instrument: string; events: readonly IndexedEvent[] } | undefined;
  let changes = 0;
  onChange(({ tables, instruments }) => {
    if (!tables.includes('records')) return;
    changes += 1;
    if (held !== undefined && instruments?.includes(held.instrument) !== false) held = undefined;
  });
  return {
    async of(archive, instrument, pace) {
      if (held?.archive === archive && held.instrument === instrument) return held.events;
      const before = changes;
      const events: IndexedEvent[] = [];
      for (const page of archive.records.pages('events', instrument, EVER)) {
        for (const { key, time, data } of page)
          events.push({ key, time, type: text(field(data, 'type')) ?? '' });
        await pace.breathe();
      }
      // What changed while it was read may be missing.
      if (before === changes) held = { archive, instrument, events };
      return events;
    },
  };
}
