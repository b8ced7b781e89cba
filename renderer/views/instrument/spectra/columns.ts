/** How finely a picture of spectra divides its time. Pure. */
import type { Span } from '../../../../electron/contract/index';
import { pointsFor } from '../levels/presets';

const MINUTE = 60_000;
/** Over a few hours, reading every sample is quick enough. */
const LONG_MS = 360 * MINUTE;

/**
 * About a column per pixel. Where it would be little less than two minutes it becomes two: then minutes are read, and
 * not every sample of 36 bands.
 */
export function columnsFor({ from, to }: Span, widthPx: number): number {
  const columns = pointsFor(widthPx);
  const columnMs = (to - from) / (columns - 1);
  return to - from >= LONG_MS && columnMs >= MINUTE && columnMs < 2 * MINUTE
    ? Math.floor((to - from) / (2 * MINUTE)) + 1
    : columns;
}
