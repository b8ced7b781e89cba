/** The jobs queue: the only place that runs long tasks, one per kind, each a row that survives a crash. */
import type { FolderHandle } from '../../contract/model';
import type { Clock } from '../clock';
import type { JobRow, JobStore } from '../db/archive';
import type { Log } from '../log';
import type { JobQueue } from './job';

export interface JobQueueDeps {
  readonly jobs: JobStore;
  readonly clock: Clock;
  readonly log: Log;
  /** What to show as an export job's folder; absent: none. */
  readonly folderOf?: (row: JobRow) => FolderHandle | undefined;
}
export function createJobQueue(_deps: JobQueueDeps): JobQueue {
  throw new Error('not built yet');
}
