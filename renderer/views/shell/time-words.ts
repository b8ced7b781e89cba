/** Which clocks times are shown by, in words. Pure. */
import { zoneOffset } from '../../format';
import type { Settings } from '../../state/settings.svelte';

/** `UTC+01:00`, or `UTC`. */
export function offsetWords(now: number, zone: string): string {
  const offset = zoneOffset(now, zone);
  return offset === 'UTC' ? 'UTC' : `UTC${offset}`;
}

export function zoneWords({
  timeDisplay,
  clocks,
  zone,
}: Pick<Settings, 'timeDisplay' | 'clocks' | 'zone'>): string {
  if (clocks === 'utc') return 'everywhere';
  if (clocks === 'site') return `site: ${zone.replaceAll('_', ' ')}`;
  return timeDisplay === 'site' ? 'this computer, no site on show' : 'this computer';
}
