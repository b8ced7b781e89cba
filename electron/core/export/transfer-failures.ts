/** What a failure of one file means for its connection, and for the files after it. Pure. */
import { isFailure, type AppError } from '../../contract/result';
import type { Connection } from '../transfer/connections';

const FATAL: ReadonlySet<AppError['kind']> = new Set([
  ...(['offline', 'unauthorized', 'signed-out', 'forbidden', 'rate-limited'] as const),
  ...(['disk-full', 'not-writable', 'cancelled', 'internal'] as const),
]);

/** These stop the whole job: the next file would meet the same. */
export const stopsAll = (kind: AppError['kind']): boolean => FATAL.has(kind);

/** How the connection was, for whoever decides how many there may be. */
export function outcomeOf(error: unknown): Parameters<Connection['close']>[0] {
  if (isFailure(error, 'rate-limited')) return 'refused';
  return isFailure(error, 'server') || isFailure(error, 'offline') ? 'failed' : 'given-up';
}
