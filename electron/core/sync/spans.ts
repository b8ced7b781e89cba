/** Arithmetic of half-open spans. Pure. */
import type { Span } from '../../contract/model';

/** Ascending, without overlaps; touching spans become one. */
export function union(spans: readonly Span[]): Span[] {
  const out: Span[] = [];
  for (const { from, to } of [...spans].sort((a, b) => a.from - b.from)) {
    const last = out.at(-1);
    if (to <= from) continue;
    if (last !== undefined && from <= last.to)
      out[out.length - 1] = { from: last.from, to: Math.max(last.to, to) };
    else out.push({ from, to });
  }
  return out;
}

/** What of `spans` no span of `taken` covers. */
export function subtract(spans: readonly Span[], taken: readonly Span[]): Span[] {
  const out: Span[] = [];
  const holes = union(taken);
  let hole = 0;
  for (const { from, to } of union(spans)) {
    let at = from;
    while (hole < holes.length && (holes[hole]?.to ?? 0) <= at) hole += 1;
    for (let i = hole; i < holes.length && at < to; i += 1) {
      const { from: holeFrom = to, to: holeTo = to } = holes[i] ?? {};
      if (holeFrom >= to) break;
      if (holeFrom > at) out.push({ from: at, to: holeFrom });
      at = Math.max(at, holeTo);
    }
    if (at < to) out.push({ from: at, to });
  }
  return out;
}

/** What is in both. */
export const intersect = (a: readonly Span[], b: readonly Span[]): Span[] => subtract(a, subtract(a, b));

export const lengthMs = ({ from, to }: Span): number => Math.max(0, to - from);

/** Spans closer to each other than `withinMs` become one. */
export function joinNear(spans: readonly Span[], withinMs: number): Span[] {
  const out: Span[] = [];
  for (const span of union(spans)) {
    const last = out.at(-1);
    if (last !== undefined && span.from - last.to < withinMs)
      out[out.length - 1] = { from: last.from, to: span.to };
    else out.push(span);
  }
  return out;
}
