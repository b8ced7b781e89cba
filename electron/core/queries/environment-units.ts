/** Units as the service states them. Where it does not, there is none: a guess on a screen is taken for a fact. */
import type { DatasetId } from '../../contract/model';
import { channelsOf, dataset as datasetOf } from '../datasets';

/** The registry presumes a unit for these, for its exports; the service's description states none. */
const NOT_STATED: Readonly<Partial<Record<DatasetId, ReadonlySet<string>>>> = {
  gases: new Set(['voc']),
  ppv: new Set(['fDomX', 'fDomY', 'fDomZ']),
  vdv: new Set(['vdvX', 'vdvY', 'vdvZ']),
  monitorstats: new Set(['period', 'lteRsrp', 'lteRsrq', 'lteSinr', 'lteSignal']),
};

/** Undefined where the service does not state the unit of a sample, or knows no such field. */
export function statedUnit(dataset: DatasetId, field: string): string | undefined {
  if (NOT_STATED[dataset]?.has(field) === true) return undefined;
  const all = [...channelsOf(dataset), ...datasetOf(dataset).fields];
  const unit = all.find(({ name }) => name === field)?.unit;
  return unit === '' ? undefined : unit;
}
