/** What a person keeps of each dataset, and how far back. Pure. */
import type { DatasetId, KeepChoice, KeepRow } from '../../contract/model';
import { dataset as datasetOf, DAY_MS, variantOf } from '../datasets';

/** How far back, unless a person says otherwise or the dataset is one whose use is in its length. */
export const DEFAULT_DAYS = 31;

/** How many days of a dataset are usual. */
export const usualDays = (dataset: DatasetId): number =>
  Math.max(DEFAULT_DAYS, Math.ceil((datasetOf(dataset).atLeastMs ?? 0) / DAY_MS));

export interface Kept {
  /** 0: not kept. */
  readonly days: number;
  readonly from: KeepRow['from'];
}
/** A choice for the instrument, else the one for all, else the registry's default. */
export type KeptOf = (instrument: string, dataset: DatasetId, variant: string) => Kept;

const keyOf = (instrument: string, dataset: string, variant: string): string =>
  `${dataset}\0${variant}\0${instrument}`;

/** @throws Error when asked for a variant that is not in the registry */
export function keptOf(choices: readonly KeepChoice[]): KeptOf {
  const chosen = new Map(
    choices.map(({ instrument, dataset, variant, days }) => [keyOf(instrument, dataset, variant), days]),
  );
  return (instrument, dataset, variant) => {
    const own = instrument === '' ? undefined : chosen.get(keyOf(instrument, dataset, variant));
    if (own !== undefined) return { days: own, from: 'instrument' };
    const all = chosen.get(keyOf('', dataset, variant));
    if (all !== undefined) return { days: all, from: 'all' };
    return { days: variantOf(dataset, variant).byDefault ? usualDays(dataset) : 0, from: 'default' };
  };
}
