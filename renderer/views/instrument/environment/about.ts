/** What there is of a dataset, in words: nothing there is not the same as not asked, nor as not measured. Pure. */
import type { AboutDataset, DatasetId, Span } from '../../../../electron/contract/index';
import { asOf } from '../../../format';
import { skipWords } from '../../datasets';

/** The skipped ones may hold something from before. */
export type Standing = 'held' | 'skipped' | 'off' | 'never' | 'nothing';
export function standingOf({ extent, skipped, keptDays, askedAt }: AboutDataset): Standing {
  if (extent !== undefined) return 'held';
  if (skipped !== undefined) return 'skipped';
  if (askedAt !== undefined) return 'nothing';
  return keptDays === 0 ? 'off' : 'never';
}

/** Why nothing of it is here; a sentence without its subject. */
export function whyNothing(about: AboutDataset, now: number, zone: string): string {
  switch (standingOf(about)) {
    case 'skipped':
      return about.skipped === undefined ? '' : skipWords(about.skipped);
    case 'off':
      return 'not kept, by choice';
    case 'never':
      return 'not asked for yet';
    default:
      return `MyCirrus was asked and has none (${asOf(about.askedAt, now, zone)})`;
  }
}

export const aboutOf = (all: readonly AboutDataset[], id: DatasetId): AboutDataset | undefined =>
  all.find(({ dataset }) => dataset === id);

/** Around what is held and what was asked for; undefined when neither is anything. */
export function knownOf(all: readonly AboutDataset[]): Span | undefined {
  const spans = all.flatMap(({ extent, asked }) => [extent, asked]).filter((span) => span !== undefined);
  if (spans.length === 0) return undefined;
  return { from: Math.min(...spans.map(({ from }) => from)), to: Math.max(...spans.map(({ to }) => to)) };
}
export function heldOf(all: readonly AboutDataset[]): Span | undefined {
  const spans = all.flatMap(({ extent }) => extent ?? []);
  if (spans.length === 0) return undefined;
  return { from: Math.min(...spans.map(({ from }) => from)), to: Math.max(...spans.map(({ to }) => to)) };
}
