/** What entries of the registry are made of. */
import type { Field, Variant } from './datasets';

export const SECOND = 1_000;
export const MINUTE = 60 * SECOND;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

export const time = (name: string): Field => ({ name, kind: 'time' });
export const text = (name: string): Field => ({ name, kind: 'text' });
export const json = (name: string): Field => ({ name, kind: 'json' });
/** @param unit only one that the service states: a guess would be taken for a fact wherever it is shown */
export const number = (name: string, unit?: string, mean?: Field['mean']): Field => ({
  name,
  kind: 'number',
  ...(unit !== undefined && { unit }),
  ...(mean && { mean }),
});
export const dB = (name: string): Field => number(name, 'dB');

/** For datasets with nothing to choose. */
export const plain: readonly Variant[] = [{ id: '', title: '', byDefault: true, ask: {} }];
