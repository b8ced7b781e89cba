/** The last attempt to bring data against the last that brought it all. Pure. */
import type { AttentionReport, InstrumentAsked } from '../../../electron/contract/index';
import { age, asOf, plural } from '../../format';

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

/** What was asked of an instrument in vain since it last answered: `tried 5 min ago, no answer`; undefined: nothing. */
export function vainWords(asked: InstrumentAsked | undefined, now: number): string | undefined {
  if (asked === undefined) return undefined;
  const { attemptedAt, answeredAt, inVain } = asked;
  if (attemptedAt !== undefined && attemptedAt > (answeredAt ?? -Infinity))
    return `tried ${age(attemptedAt, now)}, no answer`;
  return inVain.length === 0 ? undefined : `${plural(inVain.length, 'dataset')} not answered`;
}
