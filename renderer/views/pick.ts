/** Serials picked by hand, or all there are and will be. Pure. */
export type Pick = ReadonlySet<string> | 'all';

export const isPicked = (picked: Pick, serial: string): boolean => picked === 'all' || picked.has(serial);

/** One instrument more or less. */
export function togglePick(known: readonly string[], picked: Pick, serial: string): Pick {
  const next = new Set(picked === 'all' ? known : picked);
  if (!next.delete(serial)) next.add(serial);
  return next;
}

/** The instruments to name in a request: undefined for all; none is an empty list. */
export const pickedOf = (known: readonly string[], picked: Pick): readonly string[] | undefined =>
  picked === 'all' ? undefined : known.filter((serial) => picked.has(serial));
