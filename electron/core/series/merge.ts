/** How new samples join those held: a value replaces what was there, a missing sample never does. */
import { DAY_MS } from '../datasets';
import { dayOf, slotFrom } from './slots';

/** Consecutive samples from `start` on, a multiple of the step. NaN is missing. */
export interface Run {
  readonly start: number;
  readonly values: Float64Array;
}

/** Cuts a run where UTC days begin; the pieces are views of it. */
export function* byDay(run: Run, stepMs: number): Generator<Run & { readonly day: number }> {
  for (let at = 0; at < run.values.length;) {
    const start = run.start + at * stepMs;
    const day = dayOf(start);
    const next = at + slotFrom(day + DAY_MS, stepMs) - start / stepMs;
    yield { day, start, values: run.values.subarray(at, next) };
    at = next;
  }
}

/**
 * The day's samples after `pieces` are laid over `held` in their order, from the first value to the last.
 * @returns undefined when that changes nothing
 */
export function merge(held: Run | undefined, pieces: readonly Run[], stepMs: number): Run | undefined {
  const [only] = pieces;
  // The usual case, a whole answer about a new day, needs no copy.
  if (held === undefined && pieces.length === 1 && only !== undefined && isWhole(only)) return only;
  const runs = held === undefined ? pieces : [held, ...pieces];
  const start = Math.min(...runs.map((run) => run.start));
  const end = Math.max(...runs.map((run) => run.start + run.values.length * stepMs));
  const values = new Float64Array((end - start) / stepMs).fill(NaN);
  if (held !== undefined) values.set(held.values, (held.start - start) / stepMs);
  let changed = false;
  for (const piece of pieces) if (lay(piece.values, values, (piece.start - start) / stepMs)) changed = true;
  return changed ? trimmed({ start, values }, stepMs) : undefined;
}

function isWhole({ values }: Run): boolean {
  for (let i = 0; i < values.length; i++) if (!Number.isFinite(values[i])) return false;
  return values.length > 0;
}

function lay(from: Float64Array, onto: Float64Array, at: number): boolean {
  let changed = false;
  for (let i = 0; i < from.length; i++) {
    const value = from[i] as number;
    // Infinite is no level either.
    if (!Number.isFinite(value) || Object.is(value, onto[at + i])) continue;
    onto[at + i] = value;
    changed = true;
  }
  return changed;
}

function trimmed(run: Run, stepMs: number): Run {
  const first = run.values.findIndex((value) => !Number.isNaN(value));
  const last = run.values.findLastIndex((value) => !Number.isNaN(value));
  return { start: run.start + first * stepMs, values: run.values.subarray(first, last + 1) };
}
