/** Where the evidence of a reason is. Pure. */
import type { Evidence } from '../../../electron/contract/index';
import { formatRoute, TABS, type InstrumentTab } from '../../router.svelte';

/** A tab that there is not is told by what is held. */
export function evidenceHref({ instrument, tab }: Evidence): string {
  const known: InstrumentTab = TABS.find((each) => each === tab) ?? 'coverage';
  return formatRoute({ screen: 'instrument', serial: instrument, tab: known });
}
