/** What the review fetches: the sound that is shown, the next ones, and the originals of what is kept. */
import { untrack } from 'svelte';
import type { AppError, AudioEstimate, Sound } from '../../../../electron/contract/index';
import type { App } from '../../../state/app.svelte';
import { resource } from '../../../state/resource.svelte';
import type { SoundCursor } from '../cursor';
import { createDownloads, type Downloads } from './downloads.svelte';
import { FETCH_AHEAD, type Ahead } from './preload-policy';
import { formatToFetch, hasOriginal, wantsOriginal, type Link } from './preview-policy';

export interface Fetching {
  readonly downloads: Downloads;
  readonly link: Link;
  /** What the lossless original of the sound that is shown would take. */
  readonly estimate: AudioEstimate | undefined;
  /** Fetches what is shown, in the format that suits the link, unless it is on its way. */
  fetch(): void;
  /** Fetches the lossless original, unless it is here; `again`: even so. False: nothing is fetched. */
  fetchOriginal(sound: Sound, again: boolean): boolean;
  /** Likewise, when the tags of the sound say that it is kept. */
  keep(sound: Sound): void;
  /** Follows the plan of what comes next, as long as the component lives. */
  follow(plan: () => Ahead<Sound>): void;
}
export interface FetchingDeps {
  readonly app: App;
  readonly cursor: () => SoundCursor;
  readonly explain: (error: AppError) => string;
  /** Told once why there are no previews. */
  readonly onnopreviews: (why: string) => void;
}
/** Passing by asks for nothing. */
const DWELL_MS = 350;

/** Must be called while a component is set up. */
export function createFetching({ app, cursor, explain, onnopreviews }: FetchingDeps): Fetching {
  const downloads = createDownloads({
    ...{ api: app.api, jobs: app.jobs, explain },
    metered: () => app.settings.metered,
  });
  const sound = $derived(cursor().current);
  const absent = $derived(sound !== undefined && sound.local.length === 0 ? sound.id : undefined);
  const estimate = resource(
    app.api,
    () =>
      absent === undefined
        ? undefined
        : { name: 'audio.estimate' as const, input: { filter: { ids: [absent] }, format: 'FLAC' as const } },
    () => ({ tables: [] }),
  );
  const estimated = $derived.by(() => {
    const { bytes = 0, ms } = estimate.value ?? {};
    return ms === undefined || ms <= 0 ? undefined : (1_000 * bytes) / ms;
  });
  const link = $derived<Link>({
    online: app.network.value?.state === 'online',
    bytesPerSecond: downloads.bytesPerSecond ?? estimated,
    metered: app.settings.metered,
  });
  const format = $derived(formatToFetch(link, downloads.previewRefused !== undefined));

  // It is seen here how they go; no need to be told elsewhere.
  $effect(() => app.watchJobs((job) => downloads.isOurs(job)));
  $effect(() => {
    const why = downloads.previewRefused;
    if (why !== undefined) untrack(() => onnopreviews(why));
  });
  $effect(() => {
    const far = 2 * FETCH_AHEAD + 1;
    const near = Array.from({ length: far }, (_, at) => cursor().peek(at - FETCH_AHEAD)?.id);
    const ids = [sound?.id, ...near].filter((id) => id !== undefined);
    untrack(() => downloads.keepOnly(ids));
  });
  return {
    downloads,
    get link() {
      return link;
    },
    get estimate() {
      return absent === undefined ? undefined : estimate.value;
    },
    fetch() {
      const state = downloads.progress(sound)?.state;
      if (absent !== undefined && state !== 'running' && state !== 'waiting')
        downloads.fetch([absent], format, 'listen');
    },
    fetchOriginal(one, again) {
      const wanted = again || !hasOriginal(one);
      if (wanted) downloads.fetch([one.id], 'FLAC', 'keep');
      return wanted;
    },
    keep(one) {
      if (wantsOriginal(one) && !downloads.isKept(one.id)) downloads.fetch([one.id], 'FLAC', 'keep');
    },
    follow(plan) {
      $effect(() => {
        const ahead = plan().fetch.map(({ id }) => id);
        const here = absent !== undefined && !downloads.isAsked(absent) ? [absent] : [];
        // On a link that costs, only what is asked for.
        if (!link.online || link.metered || here.length + ahead.length === 0) return;
        const chosen = format;
        const timer = setTimeout(() => {
          downloads.fetch(here, chosen, 'listen');
          downloads.fetch(ahead, chosen, 'listen');
        }, DWELL_MS);
        return () => clearTimeout(timer);
      });
    },
  };
}
