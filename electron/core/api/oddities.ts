/** Collects what was odd about an answer: each kind once, with how often. */
export interface Oddities {
  note(kind: string): void;
  list(): readonly string[];
}
/** An answer of nothing but nonsense must not fill the log with it. */
const MOST_KINDS = 20;
const MORE = 'More was odd about it than can be listed';

export function createOddities(): Oddities {
  const counts = new Map<string, number>();
  return {
    note(kind) {
      const heading = counts.has(kind) || counts.size < MOST_KINDS ? kind : MORE;
      counts.set(heading, (counts.get(heading) ?? 0) + 1);
    },
    list: () => [...counts].map(([kind, count]) => (count === 1 ? `${kind}.` : `${kind} (${count} times).`)),
  };
}

/** Text from the service, short enough to stand in a sentence. */
export const short = (text: string): string => (text.length > 40 ? `${text.slice(0, 40)}…` : text);
