/** What a key, or several together, does. */
export type KeyEntry = readonly [combination: readonly string[], what: string];
/** Keys that belong together, under a name. */
export type KeyList = readonly [name: string, keys: readonly KeyEntry[]];
