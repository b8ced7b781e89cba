/** What the screen of events asks the core for. */
import type { EventDetail, EventList, EventType, Span } from '../../../../electron/contract/index';
import type { App } from '../../../state/app.svelte';
import { resource, type Resource } from '../../../state/resource.svelte';

/** Rows asked for at once. */
export const PAGE = 150;

export interface Question {
  readonly serial: string;
  /** Undefined: nothing is known yet. */
  readonly span: Span | undefined;
  /** Undefined: all types. */
  readonly type: string | undefined;
  /** The event in the middle of the page; without it, the page begins at `offset`. */
  readonly around: string | undefined;
  readonly offset: number;
  /** The event that is looked at. */
  readonly key: string | undefined;
}
export interface EventData {
  readonly list: Resource<EventList, ListInput>;
  readonly types: Resource<readonly EventType[]>;
  readonly detail: Resource<EventDetail, { readonly key: string }>;
}
export interface ListInput {
  readonly span: Span;
  readonly types?: readonly string[] | undefined;
  readonly around?: string | undefined;
}

/** Must be called while a component is set up. What asks for the same again is asked once. */
export function createEventData(api: App['api'], question: () => Question): EventData {
  const instruments = () => [question().serial];
  const list = resource(
    api,
    () => {
      const { serial, span, type, around, offset } = question();
      if (span === undefined) return undefined;
      const types = type === undefined ? undefined : [type];
      const input = { instrument: serial, span, types, around, offset, limit: PAGE };
      return { name: 'events.list' as const, input };
    },
    () => ({ tables: ['records', 'audio'], instruments: instruments() }),
  );
  const types = resource(
    api,
    () => {
      const { serial, span } = question();
      return span && { name: 'events.types' as const, input: { instrument: serial, span } };
    },
    () => ({ tables: ['records'], instruments: instruments() }),
  );
  const detail = resource(
    api,
    () => {
      const { serial, key } = question();
      return key === undefined
        ? undefined
        : { name: 'events.get' as const, input: { instrument: serial, key } };
    },
    () => ({ tables: ['records', 'series', 'audio'], instruments: instruments() }),
  );
  return { list, types, detail };
}
