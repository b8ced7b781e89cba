/** When an instrument's events were, of which type and how loud, read once: a page of a year's events of one type is then quick. */
import type { Span } from '../../contract/model';
import type { Archive } from '../db/archive';
import type { Pace } from '../export/table-pace';
import { field, finite, text } from './fields';
import { createPieces, type PiecesDeps } from './pieces';

export interface IndexedEvent {
  readonly key: string;
  readonly time: number;
  readonly until: number | undefined;
  /** '' when there is none. */
  readonly type: string;
  /** Name and level, dB, of the trigger. */
  readonly trigger: string | undefined;
  readonly level: number | undefined;
}
export interface EventIndex {
  /** Those that begin in the span, ascending. */
  of(archive: Archive, instrument: string, span: Span, pace: Pace): Promise<readonly IndexedEvent[]>;
}

/** Remembers one instrument's events until any records of it change. */
export function createEventIndex(onChange: PiecesDeps<unknown>['onChange']): EventIndex {
  const pieces = createPieces<readonly IndexedEvent[]>({
    dataset: 'events',
    onChange,
    most: 1,
    async shorten(pages) {
      const events: IndexedEvent[] = [];
      for await (const page of pages)
        for (const { key, time, until, data } of page)
          events.push({
            ...{ key, time, until, type: text(field(data, 'type')) ?? '' },
            ...{ trigger: text(field(data, 'name')), level: finite(field(data, 'level')) },
          });
      return events;
    },
  });
  return {
    async of(archive, instrument, span, pace) {
      const found = await pieces.of(archive, { instrument }, span, pace);
      return found.flat().filter(({ time }) => time >= span.from && time < span.to);
    },
  };
}
