/** Where the levels of a time are seen. Pure. */
import type { Span } from '../../electron/contract/index';
import { formatRoute } from '../router.svelte';

/** Shown before and after it among the other levels. */
const AROUND_MS = 5 * 60_000;

/** The address of the levels of exactly that span. */
export const levelsOf = (serial: string, span: Span): string =>
  formatRoute({ screen: 'instrument', serial, tab: 'levels', span });
/** The address of the levels around a moment, or around what lasts until `to`; epoch ms. */
export const levelsAround = (serial: string, from: number, to = from): string =>
  levelsOf(serial, { from: from - AROUND_MS, to: to + AROUND_MS });
