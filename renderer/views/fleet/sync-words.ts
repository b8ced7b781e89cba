/** The last attempt to bring data against the last that brought it all. Pure. */
import type { AttentionReport } from '../../../electron/contract/index';
import { asOf } from '../../format';

const OUTCOMES = {
  complete: 'complete',
  incomplete: 'not complete',
  failed: 'failed',
  cancelled: 'cancelled',
  'under-way': 'not finished yet',
} as const;

/** One line, and a second where the last attempt was not the last success. */
export function syncWords(
  { attemptedAt, outcome, completeAt }: AttentionReport['sync'],
  now: number,
  zone: string,
): readonly string[] {
  if (attemptedAt === undefined || outcome === undefined) return ['Never synced'];
  const when = (at: number) => asOf(at, now, zone).replace('as of ', '');
  if (outcome === 'complete') return [`Last sync ${when(completeAt ?? attemptedAt)}, complete`];
  const last = completeAt === undefined ? 'No complete sync yet' : `Last complete sync ${when(completeAt)}`;
  return [`Last sync ${when(attemptedAt)}, ${OUTCOMES[outcome]}`, last];
}
