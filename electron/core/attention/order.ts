/** Which of two reasons comes first. Pure. */
import type { Attention, AttentionKind, Severity } from '../../contract/attention';

const SEVERITIES: Readonly<Record<Severity, number>> = { now: 0, soon: 1, look: 2 };
const KINDS: Readonly<Record<AttentionKind, number>> = {
  'not-measuring': 0,
  silent: 1,
  drift: 2,
  'sic-changed': 3,
  certificate: 4,
  sim: 5,
  supply: 6,
  'calibration-failed': 7,
  'sic-failed': 8,
  coverage: 9,
};
const text = (a: string | undefined, b: string | undefined): number => {
  const [x, y] = [a ?? '', b ?? ''];
  return x < y ? -1 : x > y ? 1 : 0;
};

/** By severity, then by kind; among equals what has lasted longest, and then by name, so that the order never jumps. */
export const compareReasons = (a: Attention, b: Attention): number =>
  SEVERITIES[a.severity] - SEVERITIES[b.severity] ||
  KINDS[a.kind] - KINDS[b.kind] ||
  (a.since ?? a.asOf) - (b.since ?? b.asOf) ||
  text(a.instrument, b.instrument) ||
  text(a.text, b.text) ||
  a.asOf - b.asOf;

/** Worst first. */
export const sortReasons = (reasons: readonly Attention[]): readonly Attention[] =>
  [...reasons].sort(compareReasons);
