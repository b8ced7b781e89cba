/** What the sync panel asks for, from what was chosen and typed. Pure. */
import type { SyncRequest } from '../../../electron/contract/index';
import { pickedOf, type Pick } from '../pick';

export const DAY_PRESETS: readonly number[] = [7, 31, 90, 365];
export const MAX_DAYS = 3_660;

/** As far back as each dataset is kept; or the same number of days of all of them; or a number typed. */
export type Reach = 'kept' | 'custom' | number;
/** The choice to begin with, when that many days are offered. */
export const firstReach = (days: number | undefined): Reach =>
  days === undefined ? 'kept' : DAY_PRESETS.includes(days) ? days : 'custom';

/** Whole days between 1 and the most the core takes; undefined when the text is anything else. */
export function parseDays(text: string): number | undefined {
  const trimmed = text.trim();
  if (!/^\d{1,4}$/.test(trimmed)) return undefined;
  const days = Number(trimmed);
  return days >= 1 && days <= MAX_DAYS ? days : undefined;
}

/** The request; all instruments are left unnamed, so that ones not known yet come too. */
export function syncRequest(
  known: readonly string[],
  chosen: Pick,
  days: number | 'kept' | undefined,
): SyncRequest | undefined {
  if (days === undefined) return undefined;
  const reach = days === 'kept' ? {} : { days };
  const instruments = pickedOf(known, chosen);
  if (instruments === undefined) return reach;
  return instruments.length === 0 ? undefined : { ...reach, instruments: [...instruments] };
}
