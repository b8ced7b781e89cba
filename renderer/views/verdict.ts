/** What states of instruments and jobs are called on screen. Pure. */
import type { DriftVerdict, FleetEntry, Job, JobState } from '../../electron/contract/index';
import type { Tone } from '../components/tone';

export interface Word {
  readonly tone: Tone;
  readonly word: string;
}

const VERDICTS: Readonly<Record<DriftVerdict, Word>> = {
  within: { tone: 'ok', word: 'within' },
  investigate: { tone: 'warn', word: 'investigate' },
  suspect: { tone: 'bad', word: 'suspect' },
  unknown: { tone: 'none', word: 'no drift yet' },
};
export const verdictWord = (verdict: DriftVerdict): Word => VERDICTS[verdict];

/** The service's own word for the outcome of a calibration or SIC; the list of words is open. */
export function outcomeWord(status: string | undefined): Word {
  if (status === undefined) return { tone: 'none', word: 'not known' };
  const known = status.toLowerCase();
  if (known === 'success') return { tone: 'ok', word: 'Success' };
  if (known === 'inprogress') return { tone: 'busy', word: 'In progress' };
  return known === 'error' || known === 'failed'
    ? { tone: 'bad', word: status }
    : { tone: 'warn', word: status };
}

export function onlineWord(entry: FleetEntry): Word {
  const online = entry.status?.online;
  if (entry.status === undefined) return { tone: 'none', word: 'not asked yet' };
  if (online === undefined) return { tone: 'none', word: 'not told' };
  return online ? { tone: 'ok', word: 'online' } : { tone: 'off', word: 'not online' };
}
export function measuringWord(entry: FleetEntry): Word {
  const { status } = entry;
  if (status === undefined) return { tone: 'none', word: 'not asked yet' };
  if (status.calibrationInProgress === true) return { tone: 'busy', word: 'calibrating' };
  if (status.sicInProgress === true) return { tone: 'busy', word: 'self-check' };
  if (status.measuring === undefined) return { tone: 'none', word: 'not told' };
  return status.measuring ? { tone: 'ok', word: 'measuring' } : { tone: 'off', word: 'not measuring' };
}

const JOBS: Readonly<Record<JobState, Word>> = {
  queued: { tone: 'none', word: 'queued' },
  running: { tone: 'busy', word: 'running' },
  paused: { tone: 'off', word: 'paused' },
  waiting: { tone: 'busy', word: 'waiting' },
  done: { tone: 'ok', word: 'complete' },
  failed: { tone: 'bad', word: 'failed' },
  cancelled: { tone: 'off', word: 'cancelled' },
};
/** A job that is done but left something out does not look the same as a complete one. */
export function jobWord({ state, kind, issues }: Job): Word {
  const is = (error: string) => issues.some((issue) => issue.error.kind === error);
  if (state !== 'done' || issues.length === 0)
    return state === 'done' && kind === 'audio-verify' ? { tone: 'ok', word: 'all whole' } : JOBS[state];
  if (kind === 'audio-verify') {
    if (is('corrupt')) return { tone: 'bad', word: 'something is altered' };
    if (!is('not-found')) return { tone: 'warn', word: 'whole, with other files' };
  }
  if (issues.every((issue) => issue.error.kind === 'limit'))
    return { tone: 'off', word: 'stopped at a limit' };
  return { tone: 'warn', word: 'something is missing' };
}
