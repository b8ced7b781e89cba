/** By whose clocks exported files tell times, as a person chooses it. Pure. */
import { zoneOffset } from '../../format';
import type { Settings } from '../../state/settings.svelte';

/** Each instrument's by the clock of its site. */
export const SITES = 'sites';

type Known = Pick<Settings, 'timeDisplay' | 'localZone'>;
const elsewhereOf = ({ timeDisplay, localZone }: Known): string =>
  timeDisplay === 'utc' ? 'UTC' : localZone;

/** What a request says of it. @param choice {@link SITES}, or the IANA name of a zone for all */
export const fileClocks = (
  choice: string,
  settings: Known,
): { readonly zone: string } | { readonly elsewhere: string } =>
  choice === SITES ? { elsewhere: elsewhereOf(settings) } : { zone: choice };

/** What there is to choose from, the usual first. */
export function clockChoices(
  settings: Known,
  now: number,
): readonly { readonly id: string; readonly label: string }[] {
  const { localZone } = settings;
  const rest = elsewhereOf(settings) === 'UTC' ? 'UTC' : 'this computer’s';
  return [
    { id: SITES, label: `Each instrument’s site, or ${rest}` },
    ...(localZone === 'UTC'
      ? []
      : [{ id: localZone, label: `This computer’s: ${localZone} (${zoneOffset(now, localZone)})` }]),
    { id: 'UTC', label: 'UTC' },
  ];
}
