/** Which span of an instrument's levels is on show, and what is known of them at all. */
import type { CoverageEntry, Span } from '../../../../electron/contract/index';
import { clampSpan } from '../../../charts/zoom';
import type { App } from '../../../state/app.svelte';
import { sharedRange } from '../../../state/range.svelte';
import { resource, type Resource } from '../../../state/resource.svelte';
import { settled } from '../../../state/settled.svelte';
import { firstPreset, knownSpan, presetSpan, reach, type Preset } from './presets';

const SETTLE_MS = 80;

export interface LevelSpan {
  /** First and last sample that is held. */
  readonly extent: Resource<Span | undefined>;
  readonly coverage: Resource<readonly CoverageEntry[]>;
  /** How far one may go; undefined: nothing is held. */
  readonly limits: Span | undefined;
  /** `none`: chosen by hand. */
  readonly preset: Preset['id'] | 'first' | 'none';
  readonly span: Span | undefined;
  /** The span once it has come to rest: what is asked for. */
  readonly settled: Span | undefined;
  readonly choose: (preset: Preset['id'] | 'first' | 'none') => void;
  readonly show: (span: Span) => void;
  /** As long a span, but with the newest sample at its end. */
  readonly showNewest: () => void;
}

/** Must be called while a component is set up. */
export function createLevelSpan(
  { api, router }: Pick<App, 'api' | 'router'>,
  serial: () => string,
): LevelSpan {
  const extent = resource(
    api,
    () => ({ name: 'levels.extent' as const, input: { instrument: serial() } }),
    () => ({ tables: ['series'], instruments: [serial()] }),
  );
  const coverage = resource(
    api,
    () => ({ name: 'coverage.list' as const, input: { instrument: serial() } }),
    () => ({ tables: ['coverage'], instruments: [serial()] }),
  );
  let chosen = $state<Preset['id'] | 'first' | 'none'>('first');
  const shared = sharedRange(router);
  const held = $derived(extent.value);
  const known = $derived(held === undefined ? undefined : knownSpan(held, coverage.value ?? []));
  const limits = $derived(known === undefined ? undefined : reach(known));
  const preset = $derived(
    shared.span !== undefined
      ? 'none'
      : chosen === 'first' && held !== undefined && known !== undefined
        ? firstPreset(held, known)
        : chosen,
  );
  // A preset follows what is known; a span chosen by hand stays where it is.
  const span = $derived.by(() => {
    if (known === undefined || limits === undefined) return undefined;
    if (preset !== 'none' && preset !== 'first') return presetSpan(preset, known);
    return shared.span === undefined ? known : clampSpan(shared.span, limits);
  });
  // While the wheel turns, only where it stops is asked for.
  const rested = settled(
    () => span,
    SETTLE_MS,
    () => preset !== 'none',
  );
  const show = (next: Span): void => {
    chosen = 'none';
    shared.show(next);
  };
  return {
    extent,
    coverage,
    get limits() {
      return limits;
    },
    get preset() {
      return preset;
    },
    get span() {
      return span;
    },
    get settled() {
      return rested.value;
    },
    choose: (next) => {
      chosen = next;
      shared.show(undefined);
    },
    show,
    showNewest: () => {
      if (held === undefined || span === undefined) return;
      show({ from: held.to - (span.to - span.from), to: held.to });
    },
  };
}
