/** Which datasets an instrument can have at all. Pure. */
import type { Instrument, SkipReason } from '../../contract/model';
import type { Dataset, Scope } from '../datasets';

export type Subject = Pick<Instrument, 'serial' | 'type' | 'model' | 'features' | 'onServer'>;

/** Why a dataset is not asked of an instrument; undefined when it is. What is not told about an instrument rules nothing out. */
export function whyNotAsked(
  { types, models, feature, scope }: Pick<Dataset, 'types' | 'models' | 'feature' | 'scope'>,
  instrument: Subject,
  scopesDenied: ReadonlySet<Scope>,
): Exclude<SkipReason, 'off'> | undefined {
  if (!instrument.onServer) return 'not-on-server';
  if (types !== undefined && instrument.type !== undefined && !types.includes(instrument.type)) return 'type';
  if (models !== undefined && instrument.model !== undefined && !models.test(instrument.model))
    return 'model';
  if (feature !== undefined && !instrument.features.includes(feature)) return 'feature';
  return scopesDenied.has(scope) ? 'scope' : undefined;
}
