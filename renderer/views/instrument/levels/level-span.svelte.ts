/** Which span of an instrument's levels is on show, and what is known of them at all. */
import type { CoverageEntry, Span } from '../../../../electron/contract/index';
import type { App } from '../../../state/app.svelte';
import { resource, type Resource } from '../../../state/resource.svelte';
import { createRange, type Range } from '../environment/range.svelte';
import { knownSpan } from './presets';

export interface LevelSpan {
  /** First and last sample that is held. */
  readonly extent: Resource<Span | undefined>;
  readonly coverage: Resource<readonly CoverageEntry[]>;
  readonly range: Range;
  /** As long a span, but with the newest sample at its end. */
  readonly showNewest: () => void;
}

/** Must be called while a component is set up. */
export function createLevelSpan({ api }: Pick<App, 'api'>, serial: () => string): LevelSpan {
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
  const held = $derived(extent.value);
  const known = $derived(held === undefined ? undefined : knownSpan(held, coverage.value ?? []));
  const range = createRange(
    () => known,
    () => held,
  );
  return {
    ...{ extent, coverage, range },
    showNewest: () => {
      const { span } = range;
      if (held === undefined || span === undefined) return;
      range.show({ from: held.to - (span.to - span.from), to: held.to });
    },
  };
}
