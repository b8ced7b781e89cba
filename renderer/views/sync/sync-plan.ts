/** What the sync panel asks for, from what was typed. Pure. */
import type { SyncRequest } from '../../../electron/contract/index';

export const DAY_PRESETS: readonly number[] = [7, 31, 90, 365];
export const MAX_DAYS = 3_660;

/** Whole days between 1 and the most the core takes; undefined when the text is anything else. */
export function parseDays(text: string): number | undefined {
  const trimmed = text.trim();
  if (!/^\d{1,4}$/.test(trimmed)) return undefined;
  const days = Number(trimmed);
  return days >= 1 && days <= MAX_DAYS ? days : undefined;
}

/** Serials picked by hand, or all there are and will be. */
export type Pick = ReadonlySet<string> | 'all';

/** One instrument more or less. */
export function togglePick(known: readonly string[], picked: Pick, serial: string): Pick {
  const next = new Set(picked === 'all' ? known : picked);
  if (!next.delete(serial)) next.add(serial);
  return next;
}

/** The request; all instruments are left unnamed, so that ones not known yet come too. */
export function syncRequest(
  known: readonly string[],
  chosen: Pick,
  days: number | undefined,
): SyncRequest | undefined {
  if (days === undefined) return undefined;
  if (chosen === 'all') return { days };
  const instruments = known.filter((serial) => chosen.has(serial));
  return instruments.length === 0 ? undefined : { days, instruments };
}
