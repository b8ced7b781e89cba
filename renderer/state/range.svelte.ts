/** The time that the tabs of an instrument share: chosen by hand in one of them, it is in the address and in the others. */
import type { Span } from '../../electron/contract/index';
import type { Router } from '../router.svelte';

export interface SharedRange {
  /** Undefined: none was chosen, each tab begins as it likes. Epoch ms, a fraction of one is nothing to an address. */
  readonly span: Span | undefined;
  show(span: Span | undefined): void;
}

export function sharedRange(router: Router): SharedRange {
  return {
    get span() {
      return router.route.screen === 'instrument' ? router.route.span : undefined;
    },
    show: (span) =>
      router.keepSpan(
        span && { from: Math.round(span.from), to: Math.max(Math.round(span.to), Math.round(span.from) + 1) },
      ),
  };
}
