/** Which events are listed, which of them is looked at, and where it is in the list. */
import { untrack } from 'svelte';
import type { EventDetail, EventList, EventRow, EventType, Span } from '../../../../electron/contract/index';
import { sameSpan } from '../../../charts/zoom';
import type { App } from '../../../state/app.svelte';
import type { Resource } from '../../../state/resource.svelte';
import type { Range } from '../environment/range.svelte';
import { createEventData, PAGE } from './event-data.svelte';

export const ALL_TYPES = '*';
/** What is scrolled to is asked for from multiples of this on. */
const STEP = 50;
/** Shown before and after an event that a link leads to. */
const AROUND_MS = 12 * 3_600_000;

export interface EventListState {
  readonly list: Resource<EventList>;
  readonly detail: Resource<EventDetail>;
  /** What is looked at, once it was read. */
  readonly shown: EventDetail | undefined;
  readonly types: readonly EventType[];
  type: string;
  readonly total: number;
  /** Of the one that is looked at; 0: the newest. */
  readonly index: number;
  /** A link led to an event that is not here. */
  readonly isLost: boolean;
  readonly rowAt: (index: number) => EventRow | undefined;
  /** `focus`: its row is to have it. */
  readonly choose: (index: number, focus?: boolean) => void;
  /** Rows in view, first and last. */
  readonly onshow: (first: number, last: number) => void;
}
interface Deps {
  readonly app: Pick<App, 'api' | 'router'>;
  readonly serial: () => string;
  readonly range: Range;
  /** Brings the row that is looked at into view. */
  readonly reveal: (focus: boolean) => Promise<void>;
}

/** Must be called while a component is set up. */
export function createEventList({ app, serial, range, reveal }: Deps): EventListState {
  let type = $state(ALL_TYPES);
  /** Chosen by scrolling; undefined: around the one that is looked at. */
  let scrolled = $state<number | undefined>();
  let index = $state(0);
  /** Looked at although none was chosen: the newest when the list was first read. */
  let first = $state<string | undefined>();
  let isLost = $state(false);
  /** Chosen, but not read yet. */
  let wanted: number | undefined;
  let revealing = false;
  let seen: readonly [from: number, to: number] | undefined;
  let before: { readonly span: Span; readonly type: string } | undefined;

  const linked = $derived(app.router.route.screen === 'instrument' ? app.router.route.event : undefined);
  const key = $derived(linked ?? first);
  const around = $derived(scrolled === undefined ? linked : undefined);
  const offset = $derived(scrolled ?? 0);
  const { list, types, detail } = createEventData(app.api, {
    get serial() {
      return serial();
    },
    get span() {
      return range.settled;
    },
    get type() {
      return type === ALL_TYPES ? undefined : type;
    },
    get around() {
      return around;
    },
    get offset() {
      return offset;
    },
    get key() {
      return key;
    },
  });
  const rowAt = (at: number): EventRow | undefined => list.value?.rows[at - list.value.offset];
  const shown = $derived(detail.answers?.key === key ? detail.value : undefined);

  /** Chosen here, and not by a link or on the way back. */
  let own: string | undefined;
  function look(next: string | undefined): void {
    own = next;
    app.router.keepEvent(next);
  }
  $effect(() => {
    if (linked === own) return;
    own = linked;
    [scrolled, isLost] = [undefined, false];
  });
  // Another span or type is listed from the event that is looked at, or from its newest.
  const basis = $derived(`${String(range.settled?.from)} ${String(range.settled?.to)} ${type}`);
  let listedBy: string | undefined;
  $effect(() => {
    if (basis === listedBy) return;
    listedBy = basis;
    scrolled = undefined;
  });
  function show(at: number, focus: boolean): void {
    index = at;
    revealing = true;
    void reveal(focus).finally(() => {
      revealing = false;
      readSeen();
    });
  }
  /** Asks for the rows in view, unless they are among those that were read. */
  function readSeen(): void {
    const held = list.value;
    if (held === undefined || seen === undefined || (revealing && wanted === undefined)) return;
    const [from, to] = seen;
    if (from >= held.offset && to < held.offset + held.rows.length) return;
    scrolled = Math.max(0, Math.round(((from + to) / 2 - PAGE / 2) / STEP) * STEP);
  }
  function beginAtNewest(rows: readonly EventRow[]): void {
    if (linked !== undefined) look(undefined);
    wanted = undefined;
    first = rows[0]?.key;
    show(0, false);
  }
  function follow(
    answer: EventList,
    asked: { readonly span: Span; readonly types?: readonly string[] | undefined },
  ): void {
    const now = { span: asked.span, type: asked.types?.[0] ?? ALL_TYPES };
    const isOther = before === undefined || !(sameSpan(before.span, now.span) && before.type === now.type);
    const wasBefore = before !== undefined;
    before = now;
    const place = answer.rows.findIndex((row) => row.key === key);
    const chosen = wanted === undefined ? undefined : rowAt(wanted);
    if (chosen !== undefined) {
      wanted = undefined;
      look(chosen.key);
    } else if (place !== -1) {
      const at = place + answer.offset;
      if (isOther || at !== index) show(at, false);
    } else if (linked === undefined ? isOther || key === undefined : isOther && wasBefore)
      beginAtNewest(answer.rows);
  }
  $effect(() => {
    const [answer, asked] = [list.value, list.answers];
    if (answer !== undefined && asked !== undefined) untrack(() => follow(answer, asked));
  });
  // A link may lead to an event of another time than the one on show, or of another type.
  $effect(() => {
    const [answer, asked, event] = [list.value, list.answers, shown];
    if (answer === undefined || event === undefined || asked?.around !== event.key) return;
    if (range.span === undefined || !sameSpan(asked.span, range.span)) return;
    if (answer.rows.some((row) => row.key === event.key)) return;
    untrack(() => {
      type = ALL_TYPES;
      range.show({ from: event.from - AROUND_MS, to: (event.to ?? event.from) + AROUND_MS });
    });
  });
  $effect(() => {
    if (detail.error?.kind !== 'not-found' || linked === undefined || list.value === undefined) return;
    untrack(() => {
      isLost = true;
      beginAtNewest(list.value?.rows ?? []);
    });
  });
  return {
    list,
    detail,
    get shown() {
      return shown;
    },
    get types() {
      return types.value ?? [];
    },
    get type() {
      return type;
    },
    set type(next) {
      type = next;
    },
    get total() {
      return list.value?.total ?? 0;
    },
    get index() {
      return index;
    },
    get isLost() {
      return isLost;
    },
    rowAt,
    choose(at, focus = false) {
      const next = Math.max(0, Math.min(at, (list.value?.total ?? 0) - 1));
      const row = rowAt(next);
      // What was read stays as it was asked for.
      scrolled ??= list.value?.offset;
      isLost = false;
      wanted = row === undefined ? next : undefined;
      if (row !== undefined) look(row.key);
      show(next, focus);
    },
    onshow(from, to) {
      seen = [from, to];
      readSeen();
    },
  };
}
