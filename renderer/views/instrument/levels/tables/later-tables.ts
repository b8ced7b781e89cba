/** What opens beneath the levels, loaded when it is wanted or before that in a quiet moment. */
import { later } from '../../../later.svelte';

export const tables = {
  days: later(() => import('./Days.svelte')),
  periods: later(() => import('./Periods.svelte')),
  limits: later(() => import('./Limits.svelte')),
  measurements: later(() => import('./MeasurementRows.svelte')),
  limitDialog: later(() => import('./LimitDialog.svelte')),
};
