/** Where the evidence of a reason is. Pure. */
import type { Evidence } from '../../../electron/contract/index';
import { formatRoute } from '../../router.svelte';

export const evidenceHref = ({ instrument, tab, part, span }: Evidence): string =>
  formatRoute({ screen: 'instrument', serial: instrument, tab, span, part });
