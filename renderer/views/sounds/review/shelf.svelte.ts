/** Things that take a while to make, made in the order they are wanted and given up as soon as they are not. */
import { noEntries, shelve } from './maps';

export type Shelved<T> =
  | { readonly state: 'waiting' }
  | { readonly state: 'ready'; readonly value: T }
  | { readonly state: 'failed'; readonly reason: unknown };

export interface Order<T> {
  readonly key: string;
  readonly make: (signal: AbortSignal) => Promise<T>;
}
export interface Shelf<T> {
  /** Makes what is not there; whatever is being made and stands in none of these orders is given up. */
  want(orders: readonly Order<T>[]): void;
  /** Undefined: was never wanted, or is no longer kept. Tells whoever shows it when that changes. */
  get(key: string | undefined): Shelved<T> | undefined;
  /** Forgets one, so that it is made anew when it is wanted again. */
  drop(key: string): void;
  close(): void;
}

/** Keeps `most` things at most, the longest unwanted go first. */
export function createShelf<T>({ most }: { readonly most: number }): Shelf<T> {
  const making = noEntries<string, AbortController>();
  let shelf = $state.raw<ReadonlyMap<string, Shelved<T>>>(noEntries());

  function put(key: string, entry: Shelved<T> | undefined): void {
    shelf = shelve(shelf, key, entry, { most, mayGo: (old) => !making.has(old) });
  }
  function start({ key, make }: Order<T>): void {
    const controller = new AbortController();
    making.set(key, controller);
    put(key, { state: 'waiting' });
    const settle = (entry: Shelved<T>) => {
      // Given up meanwhile: whatever came of it is nobody's any more.
      if (making.get(key) !== controller) return;
      making.delete(key);
      put(key, entry);
    };
    make(controller.signal).then(
      (value) => settle({ state: 'ready', value }),
      (reason: unknown) => settle({ state: 'failed', reason }),
    );
  }
  function giveUp(key: string): void {
    making.get(key)?.abort();
    making.delete(key);
    put(key, undefined);
  }
  return {
    want(orders) {
      const keys = orders.map(({ key }) => key);
      for (const key of [...making.keys()]) if (!keys.includes(key)) giveUp(key);
      // Backwards, so that what is wanted first goes last.
      for (const key of [...keys].reverse()) {
        const entry = shelf.get(key);
        if (entry !== undefined) put(key, entry);
      }
      for (const order of orders) if (!shelf.has(order.key)) start(order);
    },
    get: (key) => (key === undefined ? undefined : shelf.get(key)),
    drop: giveUp,
    close() {
      for (const key of [...making.keys()]) giveUp(key);
    },
  };
}
