/** The last attempts to bring data, against the last that brought it. */
import type { AttentionReport } from '../../contract/attention';
import type { Archive } from '../db/archive';
import type { JobRow } from '../db/job-store';

/** As many are looked through for the last sync that was complete. */
const JOBS = 200;

/** Those that were begun, newest first. */
export const readSyncs = (archive: Archive): readonly JobRow[] =>
  archive.jobs.list(JOBS).filter(({ kind, startedAt }) => kind === 'sync' && startedAt !== undefined);

export function syncReport(syncs: readonly JobRow[]): AttentionReport['sync'] {
  const [newest] = syncs;
  return {
    attemptedAt: newest?.startedAt,
    outcome: newest && outcomeOf(newest),
    completeAt: syncs.find((job) => outcomeOf(job) === 'complete')?.endedAt,
  };
}
function outcomeOf({ state, issues }: JobRow): NonNullable<AttentionReport['sync']['outcome']> {
  if (state === 'done') return issues.length === 0 ? 'complete' : 'incomplete';
  return state === 'failed' || state === 'cancelled' ? state : 'under-way';
}

/** When the newest sync that is over and was to ask about an instrument began. */
export function attemptsOn(syncs: readonly JobRow[]): (serial: string) => number | undefined {
  const over = syncs.filter((job) => outcomeOf(job) !== 'under-way');
  const ofAll = over.find(({ request }) => !Array.isArray(request['instruments']))?.startedAt;
  const ofSome = new Map<string, number>();
  for (const { request, startedAt } of over)
    for (const serial of named(request))
      if (startedAt !== undefined && !ofSome.has(serial)) ofSome.set(serial, startedAt);
  return (serial) => {
    const own = ofSome.get(serial);
    return own === undefined || ofAll === undefined ? (own ?? ofAll) : Math.max(own, ofAll);
  };
}
const named = ({ instruments }: JobRow['request']): readonly string[] =>
  Array.isArray(instruments) ? instruments.filter((each) => typeof each === 'string') : [];
