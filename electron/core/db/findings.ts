/** How a check names what it finds damaged. */
import { titleOf } from '../datasets';
import type { DatasetId } from '../../contract/model';

/** One thing looked at; `damaged` is a sentence about it when it was not as it was written. */
export interface Finding {
  readonly damaged: string | undefined;
}
export const WHOLE: Finding = { damaged: undefined };

const dates = new Intl.DateTimeFormat('en-GB', {
  ...{ day: 'numeric', month: 'short', year: 'numeric' },
  timeZone: 'UTC',
});
const MAX_TIME_MS = 8.64e15;

/** Such as `12 Nov 2026`; a damaged row's time may be none at all. */
export const dateOf = (time: number): string =>
  Math.abs(time) <= MAX_TIME_MS ? dates.format(time).replace('Sept', 'Sep') : 'an unknown day';

/** Such as `Noise time history, 1 s of QT123456`; names that are in no registry stand as they are. */
export function subjectOf(dataset: string, variant: string, instrument: string): string {
  return `${title(dataset, variant)} of ${instrument}`;
}

function title(dataset: string, variant: string): string {
  try {
    return titleOf(dataset as DatasetId, variant);
  } catch {
    return dataset;
  }
}
