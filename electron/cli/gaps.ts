/** What of a choice was never answered, a line each on standard error. */
import { isUnanswered, reasonText, type Facts } from '../core/export/table-facts';
import type { Output } from './output';
import { formatTime } from './times';

const MOST_LINES = 100;

type Gappy = Pick<Facts, 'instrument' | 'dataset' | 'variant' | 'coverage'>;

/** Says which stretches are not held, and whether there are any. */
export async function nameGaps(
  out: Pick<Output, 'note'>,
  all: AsyncIterable<Gappy> | Iterable<Gappy>,
): Promise<boolean> {
  let count = 0;
  for await (const { instrument, dataset, variant, coverage } of all) {
    const what = variant === '' ? dataset : `${dataset}:${variant}`;
    for (const gap of coverage.gaps.filter(isUnanswered)) {
      count += 1;
      const when = `from ${formatTime(gap.from)} to ${formatTime(gap.to)}`;
      if (count <= MOST_LINES) out.note(`Not held: ${instrument} ${what} ${when}: ${reasonText(gap)}`);
    }
  }
  if (count > MOST_LINES) out.note(`Not held: and ${String(count - MOST_LINES)} more`);
  return count > 0;
}
