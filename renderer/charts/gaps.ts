/** Stretches without data, and what to say about them. Pure. */
import type { Gap, GapReason } from '../../electron/contract/index';

const WORDS: Readonly<Record<GapReason, string>> = {
  'not-asked': 'not asked yet: a sync of this time brings what there is',
  empty: 'asked: MyCirrus has nothing for this time',
  provisional: 'nothing yet, may still come: the next sync asks again',
  offline: 'instrument offline: what it kept may still come',
  'self-check': 'calibration or SIC running: no levels of the site',
  forbidden: 'the API key may not read this',
  failed: 'could not be fetched: the next sync asks again',
};
export const gapWords = (reason: GapReason): string => WORDS[reason];

/** The gap that a moment lies in. */
export const gapAt = (gaps: readonly Gap[], ms: number): Gap | undefined =>
  gaps.find(({ from, to }) => from <= ms && ms < to);

/** Neighbours of one reason become one; the order is by time. */
export function mergeGaps(gaps: readonly Gap[]): readonly Gap[] {
  const merged: Gap[] = [];
  for (const gap of [...gaps].sort((a, b) => a.from - b.from)) {
    const last = merged.at(-1);
    if (last !== undefined && last.reason === gap.reason && gap.from <= last.to)
      merged[merged.length - 1] = { ...last, to: Math.max(last.to, gap.to) };
    else merged.push(gap);
  }
  return merged;
}

/** How much of the span was never asked for, and since when; undefined when all of it was. */
export function notAsked(gaps: readonly Gap[]): { readonly from: number; readonly ms: number } | undefined {
  const open = gaps.filter(({ reason }) => reason === 'not-asked');
  const ms = open.reduce((sum, { from, to }) => sum + to - from, 0);
  return ms === 0 ? undefined : { from: Math.min(...open.map(({ from }) => from)), ms };
}
