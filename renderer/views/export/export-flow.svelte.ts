/** What every export goes through: a folder is chosen, a job is started, and from then on the job is shown. */
import type { AppError, FolderHandle, Job, JobKind, Result } from '../../../electron/contract/index';
import type { App } from '../../state/app.svelte';

export interface ExportFlow {
  readonly folder: FolderHandle | undefined;
  readonly busy: boolean;
  readonly error: AppError | undefined;
  /** Once it has been started. */
  readonly job: Job | undefined;
  choose(): Promise<void>;
  start(): Promise<void>;
}

/**
 * Belongs into a component: it watches jobs as long as that stands.
 * @param begin asks for the job; undefined when there is nothing to ask for yet
 */
export function exportFlow(
  app: App,
  kind: JobKind,
  begin: (folder: FolderHandle) => Promise<Result<Job>> | undefined,
): ExportFlow {
  let folder = $state.raw<FolderHandle | undefined>();
  let id = $state<number | undefined>();
  let busy = $state(false);
  let error = $state.raw<AppError | undefined>();
  const job = $derived(id === undefined ? undefined : app.jobs.byId(id));
  $effect(() => app.watchJobs((other) => (id === undefined ? busy && other.kind === kind : other.id === id)));
  return {
    get folder() {
      return folder;
    },
    get busy() {
      return busy;
    },
    get error() {
      return error;
    },
    get job() {
      return job;
    },
    async choose() {
      const result = await app.api.call('folders.choose');
      error = result.ok ? undefined : result.error;
      if (result.ok && result.value !== undefined) folder = result.value;
    },
    async start() {
      const asked = folder === undefined ? undefined : begin(folder);
      if (asked === undefined) return;
      busy = true;
      const result = await asked;
      busy = false;
      error = result.ok ? undefined : result.error;
      if (!result.ok) return;
      app.jobs.put(result.value);
      id = result.value.id;
    },
  };
}
