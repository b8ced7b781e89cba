/** The clocks of the sites that people named. Pure. */
import type { Entry } from './people';

/** By serial: the IANA name of the zone of the site at which that instrument stands; absent: no site has it, or none with a zone. */
export function zonesBySerial(entries: readonly Entry[]): ReadonlyMap<string, string> {
  const zones = new Map<string, string>();
  for (const { added } of entries)
    if (added.kind === 'site' && added.zone !== undefined)
      for (const serial of added.instruments) zones.set(serial, added.zone);
  return zones;
}
