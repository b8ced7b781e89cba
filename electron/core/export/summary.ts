/** How an audio job ended, in one line. */
import type { TransferSummary } from './transfer-run';

/** Such as `120 files exported, 48.2 MB; 12 already there; stopped at the limit of 50 MB; 30 files left`. */
export function summaryText(
  { fetched, kept, failed, left, bytes, stoppedAt }: TransferSummary,
  done: string,
): string {
  const parts = [`${filesText(fetched)} ${done}, ${cameText(bytes)}`];
  if (kept > 0) parts.push(`${String(kept)} already there`);
  if (failed > 0) parts.push(`${String(failed)} missing`);
  if (left > 0 && stoppedAt !== undefined) parts.push(`stopped at ${stoppedAt}; ${filesText(left)} left`);
  return parts.join('; ');
}

export const filesText = (count: number): string => `${String(count)} ${count === 1 ? 'file' : 'files'}`;

const cameText = (bytes: number): string =>
  bytes < 1_000_000 ? `${String(Math.ceil(bytes / 1_000))} kB` : `${(bytes / 1_000_000).toFixed(1)} MB`;
