/** Which events are listed, which of them is looked at, and where it is in the list. */
import { untrack } from 'svelte';
import type { EventDetail, EventList, EventRow, EventType, Span } from '../../../../electron/contract/index';
import { sameSpan } from '../../../charts/zoom';
import type { App } from '../../../state/app.svelte';
import type { Range } from '../environment/range.svelte';
import { createEventData, PAGE, type EventData, type ListInput, type Question } from './event-data.svelte';

export const ALL_TYPES = '*';
/** What is scrolled to is asked for from multiples of this on. */
const STEP = 50;
/** Shown before and after an event that a link leads to. */
const AROUND_MS = 12 * 3_600_000;

interface Deps {
  readonly app: Pick<App, 'api' | 'left' | 'router'>;
  readonly serial: () => string;
  readonly range: Range;
  /** Brings the row that is looked at into view. */
  readonly reveal: (focus: boolean) => Promise<void>;
}

/** Must be made while a component is set up. */
export class EventListing {
  readonly #deps: Deps;
  readonly #data: EventData;
  readonly #type: { value: string };
  /** Chosen by scrolling; undefined: around the one that is looked at. */
  #scrolled = $state<number | undefined>();
  #index = $state(0);
  /** Looked at although none was chosen: the newest when the list was first read. */
  #first = $state<string | undefined>();
  #isLost = $state(false);
  /** Chosen, but not read yet. */
  #wanted: number | undefined;
  /** Chosen here, and not by a link or on the way back. */
  #own: string | undefined;
  #revealing = false;
  #seen: readonly [from: number, to: number] | undefined;
  #before: { readonly span: Span; readonly type: string } | undefined;
  #listedBy: string | undefined;

  readonly #linked = $derived.by(() => {
    const { route } = this.#deps.app.router;
    return route.screen === 'instrument' ? route.event : undefined;
  });
  readonly #key = $derived(this.#linked ?? this.#first);
  /** Another span or type is listed from the event that is looked at, or from its newest. */
  readonly #basis = $derived.by(() => {
    const span = this.#deps.range.settled;
    return `${String(span?.from)} ${String(span?.to)} ${this.type}`;
  });
  /** What is looked at, once it was read. */
  readonly shown = $derived.by<EventDetail | undefined>(() => {
    const { detail } = this.#data;
    return detail.answers?.key === this.#key ? detail.value : undefined;
  });

  constructor(deps: Deps) {
    this.#deps = deps;
    this.#type = deps.app.left.of(`events type ${deps.serial()}`, ALL_TYPES);
    this.#data = createEventData(deps.app.api, () => this.#question());
    $effect(() => this.#followLink(this.#linked));
    $effect(() => {
      if (this.#basis === this.#listedBy) return;
      this.#listedBy = this.#basis;
      this.#scrolled = undefined;
    });
    $effect(() => {
      const { value, answers } = this.list;
      if (value !== undefined && answers !== undefined) untrack(() => this.#follow(value, answers));
    });
    $effect(() => this.#followAway());
    $effect(() => this.#followLoss());
  }

  /** What is listed; `*`: all. */
  get type(): string {
    return this.#type.value;
  }
  set type(next: string) {
    this.#type.value = next;
  }
  get list(): EventData['list'] {
    return this.#data.list;
  }
  get detail(): EventData['detail'] {
    return this.#data.detail;
  }
  get types(): readonly EventType[] {
    return this.#data.types.value ?? [];
  }
  get total(): number {
    return this.list.value?.total ?? 0;
  }
  /** Of the one that is looked at; 0: the newest. */
  get index(): number {
    return this.#index;
  }
  /** A link led to an event that is not here. */
  get isLost(): boolean {
    return this.#isLost;
  }
  /** Undefined: not read yet. */
  readonly rowAt = (at: number): EventRow | undefined => {
    const held = this.list.value;
    return held?.rows[at - held.offset];
  };
  /** `focus`: its row is to have it. */
  readonly choose = (at: number, focus = false): void => {
    const next = Math.max(0, Math.min(at, this.total - 1));
    const row = this.rowAt(next);
    // What was read stays as it was asked for.
    this.#scrolled ??= this.list.value?.offset;
    this.#isLost = false;
    this.#wanted = row === undefined ? next : undefined;
    if (row !== undefined) this.#look(row.key);
    this.#show(next, focus);
  };
  /** Rows in view, first and last. */
  readonly onshow = (from: number, to: number): void => {
    this.#seen = [from, to];
    this.#readSeen();
  };

  #question(): Question {
    return {
      ...{ serial: this.#deps.serial(), span: this.#deps.range.settled },
      type: this.type === ALL_TYPES ? undefined : this.type,
      around: this.#scrolled === undefined ? this.#linked : undefined,
      ...{ offset: this.#scrolled ?? 0, key: this.#key },
    };
  }
  #look(next: string | undefined): void {
    this.#own = next;
    this.#deps.app.router.keepEvent(next);
  }
  #show(at: number, focus: boolean): void {
    this.#index = at;
    this.#revealing = true;
    void this.#deps.reveal(focus).finally(() => {
      this.#revealing = false;
      this.#readSeen();
    });
  }
  /** Asks for the rows in view, unless they are among those that were read. */
  #readSeen(): void {
    const held = this.list.value;
    if (held === undefined || this.#seen === undefined) return;
    if (this.#revealing && this.#wanted === undefined) return;
    const [from, to] = this.#seen;
    if (from >= held.offset && to < held.offset + held.rows.length) return;
    this.#scrolled = Math.max(0, Math.round(((from + to) / 2 - PAGE / 2) / STEP) * STEP);
  }
  #beginAtNewest(rows: readonly EventRow[]): void {
    if (this.#linked !== undefined) this.#look(undefined);
    this.#wanted = undefined;
    this.#first = rows[0]?.key;
    this.#show(0, false);
  }
  #followLink(linked: string | undefined): void {
    if (linked === this.#own) return;
    this.#own = linked;
    this.#scrolled = undefined;
    this.#isLost = false;
  }
  #follow(answer: EventList, { span, types }: ListInput): void {
    const now = { span, type: types?.[0] ?? ALL_TYPES };
    const before = this.#before;
    this.#before = now;
    const isOther = before === undefined || !(sameSpan(before.span, span) && before.type === now.type);
    const place = answer.rows.findIndex((row) => row.key === this.#key);
    const chosen = this.#wanted === undefined ? undefined : this.rowAt(this.#wanted);
    if (chosen !== undefined) {
      this.#wanted = undefined;
      this.#look(chosen.key);
    } else if (place !== -1) {
      const at = place + answer.offset;
      if (isOther || at !== this.#index) this.#show(at, false);
    } else if (
      this.#linked === undefined ? isOther || this.#key === undefined : isOther && before !== undefined
    )
      this.#beginAtNewest(answer.rows);
  }
  /** A link may lead to an event of another time than the one on show, or of another type. */
  #followAway(): void {
    const { range } = this.#deps;
    const { value: answer, answers: asked } = this.list;
    const event = this.shown;
    if (answer === undefined || event === undefined || asked?.around !== event.key) return;
    if (range.span === undefined || !sameSpan(asked.span, range.span)) return;
    if (answer.rows.some((row) => row.key === event.key)) return;
    untrack(() => {
      this.type = ALL_TYPES;
      range.show({ from: event.from - AROUND_MS, to: (event.to ?? event.from) + AROUND_MS });
    });
  }
  #followLoss(): void {
    const { list, detail } = this.#data;
    if (detail.error?.kind !== 'not-found' || this.#linked === undefined || list.value === undefined) return;
    untrack(() => {
      this.#isLost = true;
      this.#beginAtNewest(list.value?.rows ?? []);
    });
  }
}
