/** Which stretch of what is known is on show. Must be made while a component is set up. */
import type { Span } from '../../../../electron/contract/index';
import { getApp } from '../../../state/app.svelte';
import { sharedRange } from '../../../state/range.svelte';
import { settled } from '../../../state/settled.svelte';
import { clampSpan } from '../../../charts/zoom';
import { firstPreset, presetSpan, reach, type Preset } from '../levels/presets';

/** While the wheel turns, only where it stops is asked for. */
const SETTLE_MS = 80;

export interface Range {
  /** Undefined until something is known. */
  readonly span: Span | undefined;
  /** As `span`, once it stays. */
  readonly settled: Span | undefined;
  readonly limits: Span | undefined;
  readonly preset: Preset['id'] | undefined;
  readonly choose: (id: Preset['id']) => void;
  readonly show: (span: Span) => void;
}

export function createRange(
  known: () => Span | undefined,
  held: () => Span | undefined,
  first?: Preset['id'],
): Range {
  let chosen = $state<Preset['id'] | undefined>();
  const shared = sharedRange(getApp().router);
  const free = $derived(shared.span);
  let limits = $derived.by(() => {
    const all = known();
    return all === undefined ? undefined : reach(all);
  });
  let preset = $derived.by(() => {
    const [all, some] = [known(), held()];
    if (free !== undefined || all === undefined) return undefined;
    return chosen ?? first ?? firstPreset(some ?? all, all);
  });
  // A preset follows what is known; a span chosen by hand stays where it is.
  let span = $derived.by(() => {
    const all = known();
    if (all === undefined || limits === undefined) return undefined;
    if (free !== undefined) return clampSpan(free, limits);
    return presetSpan(preset ?? 'all', all);
  });
  const rested = settled(
    () => span,
    SETTLE_MS,
    () => free === undefined,
  );
  return {
    get span() {
      return span;
    },
    get settled() {
      return rested.value;
    },
    get limits() {
      return limits;
    },
    get preset() {
      return preset;
    },
    choose: (id) => {
      shared.show(undefined);
      chosen = id;
    },
    show: shared.show,
  };
}
