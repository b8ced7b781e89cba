/** By whose clocks an export tells times: those of the site at which each instrument stands, unless it names one zone for all. */
import { isFailure } from '../../contract/result';
import { zonesBySerial } from '../../contract/site-zones';
import type { Archive } from '../db/archive';
import { zoneOf, type Zone } from './table-time';

/** As a request has them: IANA names. */
export interface Clocks {
  readonly zone?: string | undefined;
  readonly elsewhere?: string | undefined;
}
/** The zone of an instrument, by its serial. */
export type Zones = (instrument: string) => Zone;

/** What is known of sites is read once. Throws Failure `invalid` for a name that no zone has. */
export function zonesOf({ people }: Pick<Archive, 'people'>, { zone, elsewhere }: Clocks): Zones {
  if (zone !== undefined) {
    const one = zoneOf(zone);
    return () => one;
  }
  const rest = zoneOf(elsewhere);
  const bySerial = zonesBySerial(people.list({ kinds: ['site'] }));
  const zones = new Map([...new Set(bySerial.values())].map((name) => [name, knownZone(name)]));
  return (instrument) => zones.get(bySerial.get(instrument) ?? '') ?? rest;
}

/** The zone of that name; undefined where there is none, as in what another computer wrote. */
export function knownZone(name: string | undefined): Zone | undefined {
  if (name === undefined) return undefined;
  try {
    return zoneOf(name);
  } catch (error) {
    if (isFailure(error, 'invalid')) return undefined;
    throw error;
  }
}
