/** What a check says of an instrument. Pure. */
import type { Attention, Evidence } from '../../contract/attention';
import type { Span } from '../../contract/model';
import type { Known } from './facts';

/** A reason, without what it shares with all others of its instrument. */
export type Reason = Pick<Attention, 'kind' | 'severity' | 'text' | 'asOf'> & {
  readonly since?: number | undefined;
  readonly tab: Evidence['tab'];
  readonly part?: Evidence['part'];
  readonly span?: Span | undefined;
};
/** Nobody can say whether it is in order. */
export interface Doubt {
  readonly text: string;
  readonly asOf?: number | undefined;
}
export interface Finding {
  readonly reason?: Reason;
  readonly doubt?: Doubt;
}
/** Looked at, and in order; or nothing that this instrument has. */
export const FINE: Finding = {};
export const because = (reason: Reason): Finding => ({ reason });
export const doubt = (text: string, asOf?: number): Finding => ({ doubt: { text, asOf } });

const WHY: Readonly<Record<Exclude<Known<unknown>['state'], 'known' | 'not-had'>, string>> = {
  'not-asked': 'not asked yet',
  denied: 'this key may not read it',
  off: 'not kept',
};
/** Judges what is known; of what is not, says so. */
export function judgeKnown<T>(
  what: string,
  known: Known<T>,
  judge: (value: T, askedAt: number) => Finding,
): Finding {
  if (known.state === 'known') return judge(known.value, known.askedAt);
  return known.state === 'not-had' ? FINE : doubt(`${what}: ${WHY[known.state]}`);
}
