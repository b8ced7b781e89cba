/** A list of sounds of any length: only the pages near what is looked at are here, and one question at a time is open. */
import type { AppError, CallInput, Result, Sound, SoundPage } from '../../../electron/contract/index';
import type { Api } from '../../api';
import type { SoundCursor } from './cursor';
import {
  eachPage,
  noPages,
  PAGE_ROWS,
  pageOf,
  trimPages,
  wantedPages,
  withPage,
  type Pages,
  type Place,
} from './pages';

export type SoundQuery = Pick<CallInput<'sounds.list'>, 'filter' | 'order'>;
export interface SoundListDeps {
  readonly api: Pick<Api, 'call'>;
  /** Runs something later; answers with how to call it off. */
  readonly later: (run: () => void, ms: number) => () => void;
  /** The sound one is at stands so many places further down than before, as rows came in above it. */
  readonly onmoved?: ((by: number) => void) | undefined;
}
interface Page {
  readonly rows: readonly Sound[];
  /** The state of the data that it was read from. */
  readonly version: number;
}
/** A stream of changes, as a sync makes it, is answered so often at most. */
const REFRESH_MS = 200;
/** While one scrolls faster than answers come, the next question waits so long: most of what flies by is never asked. */
const BREATH_MS = 60;

export class SoundList implements SoundCursor {
  readonly #deps: SoundListDeps;
  #pages = $state.raw(noPages<Page>());
  #total = $state<number | undefined>();
  #error = $state.raw<AppError | undefined>();
  #loading = $state(false);
  #at = $state(0);
  /** The sound at that place, as last seen. */
  #held = $state.raw<Sound | undefined>();
  /** It is no longer in the list; the one that followed it has taken its place. */
  #gone = $state(false);
  #answers = $state.raw<SoundQuery | undefined>();
  #query: SoundQuery | undefined;
  /** Where to begin in the list that is being read. */
  #start = 0;
  #place: Pick<Place, 'first' | 'last' | 'heading'> = { first: 0, last: 0, heading: 1 };
  #turn = 0;
  #version = 0;
  #asking: AbortController | undefined;
  #callOff: (() => void) | undefined;
  #breath: (() => void) | undefined;
  /** A question failed: nothing more is asked until there is a reason to think that it will do better. */
  #stopped = false;

  constructor(deps: SoundListDeps) {
    this.#deps = deps;
  }

  get total(): number {
    return this.#total ?? 0;
  }
  /** Whether anything is known of the list; it stays so while another one is asked for. */
  get answered(): boolean {
    return this.#total !== undefined;
  }
  /** Another list than the one on show is being read. */
  get loading(): boolean {
    return this.#loading;
  }
  get error(): AppError | undefined {
    return this.#error;
  }
  /** What the rows are the answer to; not always what is asked for now. */
  get answers(): SoundQuery | undefined {
    return this.#answers;
  }
  get index(): number {
    return this.#at;
  }
  get current(): Sound | undefined {
    return this.#held;
  }
  /** Undefined: not here yet, or beyond the end. */
  row(index: number): Sound | undefined {
    return this.#pages.get(pageOf(index))?.rows[index % PAGE_ROWS];
  }

  /** Shows another list, from its start. What is here stays until the first answer. */
  ask(query: SoundQuery): void {
    if (JSON.stringify(query) === JSON.stringify(this.#query)) return;
    this.#query = query;
    this.#turn += 1;
    this.#asking?.abort();
    this.#asking = undefined;
    this.#breath?.();
    this.#breath = undefined;
    this.#start = 0;
    this.#loading = true;
    this.#stopped = false;
    this.#place = { first: 0, last: this.#place.last - this.#place.first, heading: 1 };
    void this.#read();
  }
  /** Rows that are on screen. */
  show(first: number, last: number): void {
    const { first: before, heading } = this.#place;
    if (first === before && last === this.#place.last) return;
    this.#place = { first, last, heading: first === before ? heading : first > before ? 1 : -1 };
    void this.#read();
  }
  /** The data has changed: what is on screen is read again, soon. */
  changed(): void {
    this.#callOff ??= this.#deps.later(() => {
      this.#callOff = undefined;
      this.#version += 1;
      this.#stopped = false;
      void this.#read();
    }, REFRESH_MS);
  }
  retry(): void {
    this.#stopped = false;
    void this.#read();
  }
  dispose(): void {
    this.#callOff?.();
    this.#breath?.();
    this.#turn += 1;
    this.#query = undefined;
    this.#asking?.abort();
  }

  move(by: number): void {
    this.goTo(this.#reach(by));
  }
  /** Goes to a place of the list, the nearest there is. */
  goTo(index: number): void {
    const next = Math.max(0, Math.min(this.total - 1, index));
    if (next === this.#at && !this.#gone) return;
    this.#at = next;
    this.#gone = false;
    this.#held = this.row(next);
    void this.#read();
  }
  peek(by: number): Sound | undefined {
    return by === 0 ? this.#held : this.row(this.#reach(by));
  }
  patch(id: string, change: Partial<Pick<Sound, 'tags' | 'note'>>): void {
    // Who said it, and when, the core tells.
    const renew = (sound: Sound): Sound =>
      sound.id === id ? { ...sound, ...change, marked: undefined } : sound;
    this.#pages = eachPage(this.#pages, (page) =>
      page.rows.some((sound) => sound.id === id) ? { ...page, rows: page.rows.map(renew) } : page,
    );
    if (this.#held !== undefined) this.#held = renew(this.#held);
  }
  /** Goes to a sound by its id. False: it is not in this list. */
  async find(id: string): Promise<boolean> {
    const query = this.#query;
    if (query === undefined) return false;
    const [turn, result] = [this.#turn, await this.#deps.api.call('sounds.position', { ...query, id })];
    if (turn !== this.#turn || !result.ok || result.value === undefined) return false;
    if (this.#loading) {
      this.#start = result.value;
      return true;
    }
    this.#at = result.value;
    this.#gone = false;
    this.#held = this.row(result.value);
    if (this.#held?.id !== id) this.#held = undefined;
    void this.#read();
    return true;
  }

  #reach(by: number): number {
    return this.#at + (this.#gone && by > 0 ? by - 1 : by);
  }
  #wanted(): ReturnType<typeof wantedPages> {
    return wantedPages({ ...this.#place, at: this.#at, total: this.#known() });
  }
  #next(): number | undefined {
    const { shown, ahead } = this.#wanted();
    return (
      shown.find((page) => this.#pages.get(page)?.version !== this.#version || this.#loading) ??
      ahead.find((page) => !this.#pages.has(page))
    );
  }
  /** While another list is read, nothing is known of its length. */
  #known(): number | undefined {
    return this.#loading ? undefined : this.#total;
  }
  /** One question at a time, always the most urgent: however fast one scrolls, none pile up. */
  async #read(): Promise<void> {
    const { api } = this.#deps;
    for (;;) {
      const query = this.#query;
      const page = this.#next();
      const busy = this.#asking !== undefined || this.#breath !== undefined || this.#stopped;
      if (query === undefined || page === undefined || busy) return;
      const [asking, turn, version] = [new AbortController(), this.#turn, this.#version];
      this.#asking = asking;
      const input = { ...query, offset: page * PAGE_ROWS, limit: PAGE_ROWS };
      const result = await api.call('sounds.list', input, { signal: asking.signal });
      if (turn !== this.#turn) return;
      this.#asking = undefined;
      await this.#take(page, version, result);
      const { shown, ahead } = this.#wanted();
      if (turn === this.#turn && ![...shown, ...ahead].includes(page)) this.#breathe();
    }
  }
  #breathe(): void {
    this.#breath ??= this.#deps.later(() => {
      this.#breath = undefined;
      void this.#read();
    }, BREATH_MS);
  }
  async #take(page: number, version: number, result: Result<SoundPage>): Promise<void> {
    if (!result.ok) {
      this.#error = result.error;
      this.#stopped = true;
      return;
    }
    const { rows, total } = result.value;
    const fresh = this.#loading;
    // A list of another length has other pages too.
    const others: Pages<Page> =
      fresh || (total !== this.#total && version === this.#version) ? noPages() : this.#pages;
    const place = { ...this.#place, at: this.#at, total };
    this.#pages = trimPages(withPage(others, page, { rows, version }), place);
    this.#total = total;
    this.#error = undefined;
    if (fresh) this.#begin();
    if (page === pageOf(this.#at)) await this.#settle();
  }
  #begin(): void {
    this.#loading = false;
    this.#answers = this.#query;
    [this.#at, this.#gone, this.#held] = [this.#start, false, this.row(this.#start)];
  }
  /** The page one is at was read: is the sound one was at still there? */
  async #settle(): Promise<void> {
    const held = this.#held;
    const here = this.row(this.#at);
    if (held === undefined || here?.id === held.id) {
      this.#held = here ?? held;
      if (here !== undefined) this.#gone = false;
      return;
    }
    await this.#follow(held);
  }
  async #follow({ id }: Sound): Promise<void> {
    const [query, turn] = [this.#query, this.#turn];
    if (query === undefined) return;
    const result = await this.#deps.api.call('sounds.position', { ...query, id });
    if (turn !== this.#turn || this.#held?.id !== id || !result.ok) return;
    if (result.value !== undefined) {
      const by = result.value - this.#at;
      this.#at = result.value;
      this.#gone = false;
      this.#held = this.row(this.#at)?.id === id ? this.row(this.#at) : this.#held;
      if (by !== 0) this.#deps.onmoved?.(by);
      return;
    }
    this.#gone = true;
    const alone = await this.#deps.api.call('sounds.list', {
      filter: { ids: [id] },
      order: query.order,
      offset: 0,
      limit: 1,
    });
    if (turn === this.#turn && this.#held.id === id && alone.ok)
      this.#held = alone.value.rows[0] ?? this.#held;
  }
}
