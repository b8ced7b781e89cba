/** Looks at the disk that files which pass together share. */

/** Between a look and what relies on it the disk may change anyway; this much is added to that. */
const MOMENT_MS = 10;

/** `look`, but not again for what was found well a moment ago. One that rejects is not kept. */
export function forAMoment<K>(
  look: (at: K) => Promise<void>,
  now: () => number = () => performance.now(),
): (at: K) => Promise<void> {
  const last = new Map<K, { readonly began: number; readonly looking: Promise<void> }>();
  return (at) => {
    const began = now();
    const before = last.get(at);
    if (before !== undefined && began - before.began < MOMENT_MS) return before.looking;
    const looking = look(at);
    last.set(at, { began, looking });
    looking.catch(() => last.delete(at));
    return looking;
  };
}
