/** How fast bytes came of late; times are epoch ms. */
export interface RecentSpeed {
  add(bytes: number, at: number): void;
  /** Bytes per second; undefined while nothing comes. */
  at(now: number): number | undefined;
}

const SPEED_MS = 3_000;
/** What comes within so long counts as one. */
const GRAIN_MS = 100;

export function createRecentSpeed(): RecentSpeed {
  const recent: { readonly at: number; bytes: number }[] = [];
  return {
    add(bytes, at) {
      const last = recent.at(-1);
      if (last !== undefined && at - last.at < GRAIN_MS) last.bytes += bytes;
      else recent.push({ at, bytes });
      while (recent.length > 1 && (recent[0]?.at ?? 0) < at - SPEED_MS) recent.shift();
    },
    at(now) {
      const counted = recent.filter(({ at }) => at > now - SPEED_MS);
      const first = counted[0];
      if (first === undefined) return undefined;
      const bytes = counted.reduce((sum, each) => sum + each.bytes, 0);
      return (bytes * 1_000) / Math.max(GRAIN_MS, now - first.at + GRAIN_MS);
    },
  };
}
