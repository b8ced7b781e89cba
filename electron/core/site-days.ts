/** Days of the calendar by the clocks of the site at which an instrument stands, or else by this computer's. */
import type { Archive } from './db/archive';
import type { Zone } from './export/table-time';
import { zonesOf, type Zones } from './export/zones';

const DAY_MS = 86_400_000;

/** What is known of sites is read once. */
export const siteZones = (archive: Pick<Archive, 'people'>): Zones =>
  zonesOf(archive, { elsewhere: Intl.DateTimeFormat().resolvedOptions().timeZone });

/** The day that the clock shows, such as `2026-11-22`. */
export const dayAt = (ms: number, zone: Zone): string =>
  new Date(ms + zone.offsetMs(ms)).toISOString().slice(0, 10);

/** The end of a day of the calendar by that clock, epoch ms; NaN for what is no day. */
export function endOfDay(day: string, zone: Zone): number {
  const shown = Date.parse(day) + DAY_MS;
  const near = shown - zone.offsetMs(shown);
  return shown - zone.offsetMs(near);
}

/** Whole days of the calendar from one to the other; NaN where one is no day. */
export const daysBetween = (from: string, to: string): number =>
  Math.round((Date.parse(to) - Date.parse(from)) / DAY_MS);
