/** How an audio job ended, in one line. */
import { bytesText } from '../../contract/bytes-text';
import type { TransferSummary } from './transfer-run';

/** Such as `120 files exported, 48.2 MB; 12 already there; stopped at the limit of 50 MB; 30 files left`. */
export function summaryText(
  { fetched, kept, failed, left, bytes, stoppedAt }: TransferSummary,
  done: string,
): string {
  const parts = [`${filesText(fetched)} ${done}${fetched === 0 ? '' : `, ${bytesText(bytes)}`}`];
  if (kept > 0) parts.push(`${String(kept)} already there`);
  if (failed > 0) parts.push(`${String(failed)} missing`);
  if (left > 0 && stoppedAt !== undefined) parts.push(`stopped at ${stoppedAt}; ${filesText(left)} left`);
  return parts.join('; ');
}

export const filesText = (count: number): string => `${String(count)} ${count === 1 ? 'file' : 'files'}`;
