/** What tests may pull: faults, limits, keys, time, the network itself. Nothing of the API reaches these. */
import type { AudioFraming, AudioRanges, AudioSettings } from './audio-settings';
import { usualAudioSettings } from './audio-settings';
import type { MovableClock } from './clock';
import type {
  CutOptions,
  FailOptions,
  Faults,
  Match,
  RateLimiter,
  RateLimitOptions,
  ReplaceOptions,
  StallOptions,
  TrickleOptions,
} from './faults';
import type { SwitchableNames } from './hostile';
import type { Journal, JournalEntry } from './journal';
import type { KeyOptions, Keys, Scope } from './keys';
import type { Portal, PortalMode } from './portal';
import type { State } from './state';

export interface Levers {
  /** The next `count` requests that match fail, with 500 unless said otherwise. */
  failNext(count: number, options?: Omit<FailOptions, 'times'>): void;
  /** Undefined: no limit. */
  rateLimit(options: RateLimitOptions | undefined): void;
  /** Bodies end early. */
  cut(options: CutOptions): void;
  /** Answers hang, before their head or in the middle, until the client gives up or the levers are reset. */
  stall(options: StallOptions): void;
  /** Bodies come slowly. */
  trickle(options: TrickleOptions): void;
  /** Another status, content type or body in place of the true one. */
  replace(options: ReplaceOptions): void;
  wrongContentType(contentType: string, options?: { readonly match?: Match; readonly times?: number }): void;
  /** Everything is answered by something that is not the service: a page, or a redirect to one. */
  captivePortal(mode: PortalMode, redirectTo?: string): void;
  /** All keys unless one is named; so with the next three. */
  revokeKey(key?: string): void;
  restoreKey(key?: string): void;
  dropScope(scope: Scope, key?: string): void;
  restoreScope(scope: Scope, key?: string): void;
  addKey(options: KeyOptions): void;
  /** Breaks all connections and refuses new ones; the port stays this service's. */
  goOffline(): Promise<void>;
  goOnline(): Promise<void>;
  setNow(ms: number): Promise<void>;
  advance(ms: number): Promise<void>;
  /** Does at once what a timer does otherwise: live values, webhooks. Resolves when deliveries were answered. */
  tick(): Promise<void>;
  instrumentOffline(serial: string, on: boolean): void;
  /** How the next action that is started will end. */
  nextAction(outcome: 'Success' | 'Failed'): void;
  audio(settings: { readonly ranges?: AudioRanges; readonly framing?: AudioFraming }): void;
  /** Another sound under the same ids: softer ones, or exactly these bytes (as text: in Base64). */
  swapAudio(bytes?: Uint8Array | string): void;
  hostileNames(on: boolean): void;
  journal(): readonly JournalEntry[];
  /** Everything as at the start, the journal emptied and hanging answers let go. */
  reset(): Promise<void>;
}

export interface LeverParts {
  readonly clock: MovableClock;
  readonly faults: Faults;
  readonly limiter: RateLimiter;
  readonly keys: Keys;
  readonly state: State;
  readonly names: SwitchableNames;
  readonly audio: AudioSettings;
  readonly portal: Portal;
  readonly journal: Journal;
  readonly goOffline: () => Promise<void>;
  readonly goOnline: () => Promise<void>;
  readonly letGo: () => void;
  readonly tick: () => Promise<void>;
  /** Resets what the levers have no name for: subscriptions and deliveries. */
  readonly forget: () => void;
}

export function createLevers(parts: LeverParts): Levers {
  const { clock, faults, limiter, keys, state, names, audio, portal, journal, tick } = parts;
  return {
    ...faultLevers(faults),
    ...keyLevers(keys),
    rateLimit: (options) => limiter.set(options),
    captivePortal: (mode, redirectTo) => portal.set(mode, redirectTo),
    goOffline: parts.goOffline,
    goOnline: parts.goOnline,
    setNow(ms) {
      clock.set(ms);
      return tick();
    },
    advance(ms) {
      clock.advance(ms);
      return tick();
    },
    tick,
    instrumentOffline: (serial, on) => state.cutOff(serial, on),
    nextAction: (outcome) => state.actions.decideNext(outcome),
    audio: (settings) => void Object.assign(audio, settings),
    swapAudio(bytes) {
      audio.swap = typeof bytes === 'string' ? Buffer.from(bytes, 'base64') : (bytes ?? 'softer');
    },
    hostileNames: (on) => names.setHostile(on),
    journal: () => journal.entries,
    async reset() {
      for (const part of [faults, journal]) part.clear();
      for (const part of [clock, keys, state]) part.reset();
      limiter.set(undefined);
      portal.set(false);
      names.setHostile(false);
      Object.assign(audio, usualAudioSettings());
      parts.forget();
      parts.letGo();
      await parts.goOnline();
    },
  };
}

type FaultLevers = Pick<Levers, 'failNext' | 'cut' | 'stall' | 'trickle' | 'replace' | 'wrongContentType'>;
const faultLevers = (faults: Faults): FaultLevers => ({
  failNext: (count, options) => faults.add({ kind: 'fail', ...options, times: count }),
  cut: (options) => faults.add({ kind: 'cut', ...options }),
  stall: (options) => faults.add({ kind: 'stall', ...options }),
  trickle: (options) => faults.add({ kind: 'trickle', ...options }),
  replace: (options) => faults.add({ kind: 'replace', ...options }),
  wrongContentType: (contentType, options) => faults.add({ kind: 'replace', contentType, ...options }),
});

type KeyLevers = Pick<Levers, 'revokeKey' | 'restoreKey' | 'dropScope' | 'restoreScope' | 'addKey'>;
const keyLevers = (keys: Keys): KeyLevers => ({
  revokeKey: (key) => keys.grants(key).forEach((grant) => (grant.revoked = true)),
  restoreKey: (key) => keys.grants(key).forEach((grant) => (grant.revoked = false)),
  dropScope: (scope, key) => keys.grants(key).forEach((grant) => grant.scopes.delete(scope)),
  restoreScope: (scope, key) => keys.grants(key).forEach((grant) => grant.scopes.add(scope)),
  addKey: (options) => keys.add(options),
});
