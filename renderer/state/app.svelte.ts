/** What the screens share, made once per page and handed down as Svelte context. */
import { createContext } from 'svelte';
import type { Entry, Job, NetworkState, SessionState, Span } from '../../electron/contract/index';
import type { Api } from '../api';
import { createRouter, type Router } from '../router.svelte';
import { siteZones } from './clocks.svelte';
import { createLeft, type Left } from './left.svelte';
import { liveJobs, liveNetwork, liveSession, type Jobs, type Live } from './live.svelte';
import { createSettings, type Settings } from './settings.svelte';

export type Overlay =
  | {
      readonly kind: 'sync';
      readonly instruments: readonly string[] | undefined;
      /** How far back to offer at first. */
      readonly days?: number | undefined;
    }
  | {
      readonly kind: 'data-export';
      /** Picked at first; undefined: all. */
      readonly instruments: readonly string[] | undefined;
    }
  | {
      /** A note or an exclusion is written, or changed. */
      readonly kind: 'entry';
      readonly of: 'note' | 'exclusion';
      readonly serial: string;
      /** What the instrument is called. */
      readonly name: string;
      /** Offered at first. */
      readonly span: Span;
      /** What is changed; without it something new is written. */
      readonly entry?: Entry | undefined;
    }
  | { readonly kind: 'palette' }
  | { readonly kind: 'shortcuts' }
  | { readonly kind: 'sign-out' }
  | { readonly kind: 'about' };

export interface App {
  readonly api: Api;
  readonly session: Live<SessionState>;
  readonly network: Live<NetworkState>;
  readonly jobs: Jobs;
  readonly settings: Settings;
  readonly router: Router;
  readonly left: Left;
  /** Epoch ms, fresh enough for ages. */
  readonly now: number;
  overlay: Overlay | undefined;
  /** Serial of the instrument that is looked at on a screen of several; undefined: none more than the others. */
  onShow: string | undefined;
  /** By whose clocks days, nights and limits of an instrument are reckoned, however times are shown: its site's, or else this computer's. */
  siteZone(serial: string): string;
  /** Someone looks at jobs like this until the returned function is called: nothing else need tell of their end. */
  watchJobs(isShown: (job: Job) => boolean): () => void;
  isWatched(job: Job): boolean;
}

const TICK_MS = 1_000;
/** Ages need no more than this; a countdown does. */
const AGE_TICK_MS = 15_000;

/** Whether it shows how long something still takes to be tried again. */
const countsDown = ({ state, transfer }: Job): boolean =>
  state === 'waiting' || (state === 'running' && (transfer?.retrying.length ?? 0) > 0);

export function createApp({ api, page }: { readonly api: Api; readonly page: Window }): App {
  let now = $state(Date.now());
  let overlay = $state.raw<Overlay | undefined>();
  // Asked for first: everything else waits for it.
  const session = liveSession(api);
  const jobs = liveJobs(api);
  const router = createRouter(page);
  const zones = siteZones(api, () => session.value?.account?.id);
  let onShow = $state.raw<string | undefined>();
  const settings = createSettings(page, Intl.DateTimeFormat().resolvedOptions().timeZone, () => {
    const serial = router.route.screen === 'instrument' ? router.route.serial : onShow;
    return serial === undefined ? undefined : zones.of(serial);
  });
  let watchers: readonly ((job: Job) => boolean)[] = [];
  page.setInterval(() => {
    const counting = jobs.all?.some(countsDown) === true;
    if (counting || Date.now() - now >= AGE_TICK_MS) now = Date.now();
  }, TICK_MS);
  return {
    api,
    session,
    network: liveNetwork(api),
    jobs,
    settings,
    router,
    left: createLeft(() => session.value?.account?.id),
    get now() {
      return now;
    },
    get overlay() {
      return overlay;
    },
    set overlay(next) {
      overlay = next;
    },
    get onShow() {
      return onShow;
    },
    set onShow(next) {
      onShow = next;
    },
    siteZone: (serial) => zones.of(serial) ?? settings.localZone,
    watchJobs(isShown) {
      watchers = [...watchers, isShown];
      return () => (watchers = watchers.filter((other) => other !== isShown));
    },
    isWatched: (job) => watchers.some((isShown) => isShown(job)),
  };
}

export const [getApp, setApp] = createContext<App>();
