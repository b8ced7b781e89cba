/** Limits as lines across the chart, where and when they hold. Pure. */
import type { Entry, Exceedances, Span } from '../../../../electron/contract/index';
import { isAlways, limitSpans } from '../../../charts/limit-spans';
import type { ChartRule } from '../../../charts/lines';
import { rulesOf } from './tables/exceedance-rows';

/**
 * Each limit whose exceedances are shown. Over a wide span its hours cannot be told apart: there it is faint, and says so.
 * @param entries the limits as people wrote them
 * @param where what to tell of; wide: more than days can be told apart in
 * @param zone of the site
 */
export function limitLines(
  exceedances: Exceedances | undefined,
  entries: readonly Entry[],
  where: { readonly span: Span; readonly isWide: boolean },
  zone: string,
): readonly ChartRule[] {
  return rulesOf(exceedances).map((rule, index): ChartRule => {
    const added = entries.find(({ id }) => id === exceedances?.limits[index]?.id)?.added;
    if (added?.kind !== 'limit' || isAlways(added)) return rule;
    return where.isWide
      ? { ...rule, label: `${rule.label}, at its hours`, isFaint: true }
      : { ...rule, spans: limitSpans(added, where.span, zone) };
  });
}
