/** What a sync leaves out and why, in as few lines as say it. Pure. */
import type { DatasetId, SkipReason, Skipped } from '../../../electron/contract/index';
import { plural } from '../../format';
import { byDataset, keyOf, skipWords, type Titled } from '../datasets';

/** Present states have no span, so no list of what is kept names them. */
const OTHER_TITLES: Readonly<Partial<Record<DatasetId, string>>> = {
  instruments: 'Instruments',
  status: 'Status',
  monitorcurrent: 'Monitor, current statistics',
};

export interface SkippedLine {
  readonly key: string;
  readonly title: string;
  readonly reason: SkipReason;
  readonly words: string;
  readonly instruments: number;
}
/** One line for each dataset and reason. `titled` brings the titles; what it does not name is called by its id. */
export function skippedLines(skipped: readonly Skipped[], titled: readonly Titled[]): readonly SkippedLine[] {
  const titles = new Map(titled.map((row) => [keyOf(row), row.title]));
  const named = skipped.map((each) => ({
    ...each,
    title: titles.get(keyOf(each)) ?? OTHER_TITLES[each.dataset] ?? each.dataset,
  }));
  return [...new Set(named.map(({ reason }) => reason))].flatMap((reason) => {
    const same = named.filter((each) => each.reason === reason);
    const once = [...new Map(same.map((each) => [keyOf(each), each])).values()];
    return byDataset(once).map(({ dataset, title }): SkippedLine => ({
      key: `${reason}/${dataset}`,
      title,
      reason,
      words: skipWords(reason),
      instruments: new Set(
        same.filter((each) => each.dataset === dataset).map(({ instrument }) => instrument),
      ).size,
    }));
  });
}
/** The titles in one line: `Weather, Gases and 3 more`. */
export function skippedSummary(lines: readonly SkippedLine[], most = 3): string {
  const titles = [...new Set(lines.map(({ title }) => title))];
  const rest = titles.length - most;
  return rest > 0
    ? `${titles.slice(0, most).join(' · ')} and ${plural(rest, 'more', 'more')}`
    : titles.join(' · ');
}
