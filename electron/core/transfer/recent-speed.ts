/** How fast bytes came of late; times are epoch ms. */
export interface RecentSpeed {
  /** Nothing, where something begins that may bring bytes. */
  add(bytes: number, at: number): void;
  /** Bytes per second; undefined while nothing comes. */
  at(now: number): number | undefined;
}

const SPEED_MS = 3_000;
/** What comes within so long counts as one. */
const GRAIN_MS = 100;

export function createRecentSpeed(): RecentSpeed {
  /** What came from one moment to another. The one before those that count tells since when they came. */
  const recent: { readonly from: number; until: number; bytes: number }[] = [];
  return {
    add(bytes, at) {
      const last = recent.at(-1);
      if (last !== undefined && last.bytes > 0 && at - last.from < GRAIN_MS) {
        last.bytes += bytes;
        last.until = at;
      } else recent.push({ from: at, until: at, bytes });
      while (recent.length > 1 && (recent[1]?.until ?? 0) < at - SPEED_MS) recent.shift();
    },
    at(now) {
      const first = recent.findIndex(({ until, bytes }) => bytes > 0 && until > now - SPEED_MS);
      const began = recent[first];
      if (began === undefined) return undefined;
      const since = Math.max(recent[first - 1]?.until ?? began.from - GRAIN_MS, now - 2 * SPEED_MS);
      const bytes = recent.slice(first).reduce((sum, each) => sum + each.bytes, 0);
      return (bytes * 1_000) / Math.max(GRAIN_MS, now - since);
    },
  };
}
