/** What the review has asked to be fetched, how far that is, and what came of it. */
import type { AppError, AudioFormat, Job, Sound } from '../../../../electron/contract/index';
import type { Api } from '../../../api';
import { hasEnded, type Jobs } from '../../../state/live.svelte';
import { reasonAlone } from '../words';
import { distinct, noEntries, withEntries, withoutKeys } from './maps';

/** `listen`: given up when one moves on. `keep`: the original of what is kept, fetched to its end. */
export type Purpose = 'listen' | 'keep';
interface Wanted {
  readonly format: AudioFormat;
  readonly purpose: Purpose;
  /** Undefined until the core answered. */
  readonly job: number | undefined;
  readonly error: AppError | undefined;
}
export type Progress =
  | { readonly state: 'running'; readonly format: AudioFormat; readonly job: Job | undefined }
  | { readonly state: 'waiting'; readonly format: AudioFormat; readonly job: Job; readonly why: string }
  | { readonly state: 'failed'; readonly format: AudioFormat; readonly why: string };
export interface Downloads {
  fetch(ids: readonly string[], format: AudioFormat, purpose: Purpose): void;
  /** Undefined: nothing was asked for, or it has come. */
  progress(sound: Pick<Sound, 'id' | 'local'> | undefined): Progress | undefined;
  isAsked(id: string): boolean;
  /** Whether that job was started here. */
  isOurs(job: Job): boolean;
  /** Whether its original was asked for, to be kept. */
  isKept(id: string): boolean;
  /** Gives up what is fetched for listening and is in none of these sounds. */
  keepOnly(ids: readonly string[]): void;
  /** Why the service makes no previews; undefined: it does, or was not asked. */
  readonly previewRefused: string | undefined;
  /** Of the transfers under way, as last told. */
  readonly bytesPerSecond: number | undefined;
}

/** With these it is not the format that is the trouble. */
const OTHER_TROUBLE: readonly string[] = [
  'offline',
  'cancelled',
  'unauthorized',
  'signed-out',
  'forbidden',
  'rate-limited',
  'disk-full',
  'not-writable',
];

export function createDownloads(deps: {
  readonly api: Api;
  readonly jobs: Jobs;
  readonly explain: (error: AppError) => string;
  readonly metered: () => boolean;
}): Downloads {
  const { api, jobs, explain, metered } = deps;
  let wanted = $state.raw<ReadonlyMap<string, Wanted>>(noEntries());
  let previewRefused = $state<string | undefined>();
  let bytesPerSecond = $state<number | undefined>();
  let asking = 0;
  let ours: readonly number[] = [];
  let near: readonly string[] | undefined;
  const put = (ids: readonly string[], entry: Wanted) => (wanted = withEntries(wanted, ids, entry));
  const idsOf = (job: number) => [...wanted].filter(([, entry]) => entry.job === job).map(([id]) => id);

  async function fetch(ids: readonly string[], format: AudioFormat, purpose: Purpose): Promise<void> {
    if (ids.length === 0) return;
    const entry: Wanted = { format, purpose, job: undefined, error: undefined };
    put(ids, entry);
    asking += 1;
    const cost = metered() ? { metered: true } : {};
    const result = await api.call('audio.fetch', { ids: [...ids], format, ...cost });
    asking -= 1;
    // Asked for again in another format meanwhile: that one counts.
    const mine = ids.filter((id) => wanted.get(id) === entry);
    if (result.ok) {
      const job = result.value;
      // What was told of it meanwhile is newer.
      if (jobs.byId(job.id) === undefined) jobs.put(job);
      ours = [...ours, job.id];
      put(mine, { ...entry, job: job.id });
      ended(jobs.byId(job.id) ?? job);
      keepOnly();
    } else put(mine, { ...entry, error: result.error });
  }
  /** A preview that the service would not make: say why, and fetch the original instead. */
  function ended(job: Job): void {
    if (!hasEnded(job)) return;
    const ids = idsOf(job.id).filter((id) => wanted.get(id)?.format === 'OGG');
    const refusal = job.issues.find(({ error }) => !OTHER_TROUBLE.includes(error.kind));
    if (ids.length === 0 || refusal === undefined) return;
    previewRefused = reasonAlone(refusal.text);
    void fetch(ids, 'FLAC', 'listen');
  }
  /** Gives up what is being fetched only to be listened to, and is far from what is listened to. */
  function keepOnly(): void {
    const given = near;
    if (given === undefined) return;
    for (const id of distinct([...wanted.values()].map(({ job }) => job))) {
      const job = id === undefined ? undefined : jobs.byId(id);
      if (id === undefined || job === undefined || hasEnded(job)) continue;
      const mine = idsOf(id);
      if (mine.some((one) => given.includes(one) || wanted.get(one)?.purpose === 'keep')) continue;
      wanted = withoutKeys(wanted, mine);
      void api.call('jobs.cancel', { id });
    }
  }
  $effect(() => jobs.onEnd(ended));
  $effect(() =>
    api.on('job-changed', ({ transfer }) => {
      bytesPerSecond = transfer?.bytesPerSecond ?? bytesPerSecond;
    }),
  );

  function progress(sound: Pick<Sound, 'id' | 'local'> | undefined): Progress | undefined {
    const entry = sound && wanted.get(sound.id);
    if (sound === undefined || entry === undefined) return undefined;
    const { format } = entry;
    if (sound.local.some((local) => local.format === format)) return undefined;
    if (entry.error !== undefined) return { state: 'failed', format, why: explain(entry.error) };
    const job = entry.job === undefined ? undefined : jobs.byId(entry.job);
    if (job?.state === 'cancelled') return undefined;
    if (job !== undefined && hasEnded(job) && job.issues.length > 0)
      return { state: 'failed', format, why: reasonAlone(job.issues[0]?.text ?? '') };
    if (job?.state === 'waiting')
      return { state: 'waiting', format, job, why: job.waiting?.reason ?? 'the network' };
    if (job?.state === 'paused') return { state: 'waiting', format, job, why: 'paused' };
    return { state: 'running', format, job };
  }
  return {
    fetch: (ids, format, purpose) => void fetch(ids, format, purpose),
    progress,
    isAsked: (id) => wanted.has(id),
    // One may have ended before the core said which it is.
    isOurs: ({ id, kind }) => ours.includes(id) || (asking > 0 && kind === 'audio-fetch'),
    isKept: (id) => wanted.get(id)?.purpose === 'keep',
    keepOnly(ids) {
      near = ids;
      keepOnly();
    },
    get previewRefused() {
      return previewRefused;
    },
    get bytesPerSecond() {
      return bytesPerSecond;
    },
  };
}
