/** Collects what was odd about an answer: each kind once, with how often. */
export interface Oddities {
  note(kind: string): void;
  list(): readonly string[];
}
export function createOddities(): Oddities {
  const counts = new Map<string, number>();
  return {
    note: (kind) => counts.set(kind, (counts.get(kind) ?? 0) + 1),
    list: () => [...counts].map(([kind, count]) => (count === 1 ? `${kind}.` : `${kind} (${count} times).`)),
  };
}
