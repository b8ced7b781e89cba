/** Maps and sets that are never changed, only replaced: what shows them notices. Pure. */
export const noEntries = <K, V>(): Map<K, V> => new Map();
export const withEntries = <K, V>(map: ReadonlyMap<K, V>, keys: readonly K[], value: V): ReadonlyMap<K, V> =>
  new Map([...map, ...keys.map((key) => [key, value] as const)]);
export const withoutKeys = <K, V>(map: ReadonlyMap<K, V>, keys: readonly K[]): ReadonlyMap<K, V> =>
  new Map([...map].filter(([key]) => !keys.includes(key)));
/** Puts one entry last, or takes it out, then drops the first ones over `most` that may go. */
export function shelve<K, V>(
  map: ReadonlyMap<K, V>,
  key: K,
  value: V | undefined,
  { most, mayGo }: { readonly most: number; readonly mayGo: (key: K) => boolean },
): ReadonlyMap<K, V> {
  const next = new Map(map);
  next.delete(key);
  if (value !== undefined) next.set(key, value);
  for (const old of next.keys()) {
    if (next.size <= most) break;
    if (mayGo(old)) next.delete(old);
  }
  return next;
}
export const distinct = <T>(values: Iterable<T>): readonly T[] => [...new Set(values)];
