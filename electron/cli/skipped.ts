/** Says what is not asked of which instruments, and why. */
import type { SkipReason, Skipped } from '../contract/model';
import { dataset as datasetOf } from '../core/datasets';

export const WHY_SKIPPED: Readonly<Record<SkipReason, string>> = {
  type: 'not for this type of instrument',
  model: 'not for this model',
  feature: 'the instrument does not have it',
  scope: 'the key may not read it',
  'not-on-server': 'MyCirrus no longer lists the instrument',
  off: 'switched off',
};
const MOST_NAMES = 6;

/** A line per dataset and reason, such as `Weather: not asked of QT1, QT2 (the instrument does not have it).` */
export function skippedLines(skipped: readonly Skipped[]): readonly string[] {
  const groups = new Map<string, { readonly about: Skipped; readonly serials: Set<string> }>();
  for (const each of skipped) {
    const key = `${each.dataset} ${each.reason}`;
    const group = groups.get(key) ?? { about: each, serials: new Set() };
    if (each.instrument !== '') group.serials.add(each.instrument);
    groups.set(key, group);
  }
  const inOrder = [...groups.values()].sort(
    (a, b) => datasetOf(a.about.dataset).urgency - datasetOf(b.about.dataset).urgency,
  );
  return inOrder.map(({ about, serials }) => {
    const names = [...serials];
    const more = names.length > MOST_NAMES ? ` and ${names.length - MOST_NAMES} more` : '';
    const of = names.length === 0 ? '' : ` of ${names.slice(0, MOST_NAMES).join(', ')}${more}`;
    return `${datasetOf(about.dataset).title}: not asked${of} (${WHY_SKIPPED[about.reason]}).`;
  });
}
