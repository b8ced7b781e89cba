/** What is left out of an instrument's levels, for the span on show and for a selection. */
import type { Exclusions, Span } from '../../../../electron/contract/index';
import { sameSpan } from '../../../charts/zoom';
import type { App } from '../../../state/app.svelte';
import { resource } from '../../../state/resource.svelte';

/** Undefined until it is known of just that span. Must be called while a component is set up. */
export function leftOutOf(
  { api }: Pick<App, 'api'>,
  about: () => { readonly serial: string; readonly span: Span | undefined },
): { readonly value: Exclusions | undefined; readonly latest: Exclusions | undefined } {
  const answer = resource(
    api,
    () => {
      const { serial, span } = about();
      return span && { name: 'exclusions.list' as const, input: { instrument: serial, span } };
    },
    () => ({ tables: ['people', 'records', 'series'], instruments: [about().serial] }),
  );
  return {
    get value() {
      const { span } = about();
      const answers = answer.answers;
      return answers !== undefined && span !== undefined && sameSpan(answers.span, span)
        ? answer.value
        : undefined;
    },
    /** Of the span on show or the one before. */
    get latest() {
      return answer.value;
    },
  };
}
