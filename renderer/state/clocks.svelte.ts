/** Which clocks an instrument's times are shown by: those of the site at which it stands, of this computer, or UTC. */
import { zonesBySerial } from '../../electron/contract/site-zones';
import type { Api } from '../api';
import { resource } from './resource.svelte';

export interface SiteZones {
  /** IANA name of the zone of the site at which that instrument stands; undefined: no site has it, or none with a zone. */
  of(serial: string): string | undefined;
}

/** Follows the sites of the account that is open. Lives as long as the page. */
export function siteZones(api: Api, account: () => string | undefined): SiteZones {
  let zones = (): ReturnType<typeof zonesBySerial> => zonesBySerial([]);
  $effect.root(() => {
    const open = $derived(account());
    const sites = resource(
      api,
      () =>
        open === undefined
          ? undefined
          : { name: 'people.list' as const, input: { kinds: ['site'] as 'site'[] } },
      () => ({ tables: ['people'] }),
    );
    const known = $derived(zonesBySerial(sites.value ?? []));
    zones = () => known;
  });
  return { of: (serial) => zones().get(serial) };
}
