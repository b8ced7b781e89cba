/** Choosing a stretch of time by keyboard: a mark is moved, set, moved again and set again. Pure. */
import type { Span } from '../../electron/contract/index';
import { duration, exactTime } from '../format';

export interface Picking {
  /** Where the mark stands, epoch ms. */
  readonly at: number;
  /** Where the stretch begins or ends that is being chosen; undefined before the first setting. */
  readonly anchor: number | undefined;
}
const STRIDE = 1 / 50;
const STEP = 1 / 500;

/** The stretch between anchor and mark, whole ms; undefined while it has no length. */
export function pickedSpan({ at, anchor }: Picking): Span | undefined {
  if (anchor === undefined) return undefined;
  const [from, to] = [Math.round(Math.min(anchor, at)), Math.round(Math.max(anchor, at))];
  return to > from ? { from, to } : undefined;
}

/** What a key does to the mark while `shown` is on show; undefined when it does nothing. With `fine` in small steps. */
export function pickAfterKey(key: string, fine: boolean, picking: Picking, shown: Span): Picking | undefined {
  const by = (shown.to - shown.from) * (fine ? STEP : STRIDE);
  const to = (at: number): Picking => ({
    ...picking,
    at: Math.round(Math.min(shown.to, Math.max(shown.from, at))),
  });
  switch (key) {
    case 'ArrowLeft':
      return to(picking.at - by);
    case 'ArrowRight':
      return to(picking.at + by);
    case 'Home':
      return to(shown.from);
    case 'End':
      return to(shown.to);
    case 'Enter':
    case ' ':
      return picking.anchor === undefined ? { at: picking.at, anchor: picking.at } : undefined;
    default:
      return undefined;
  }
}

/** Where the mark stands, for those who do not see it. */
export function pickingWords(picking: Picking, zone: string): string {
  const span = pickedSpan(picking);
  const at = exactTime(picking.at, zone);
  if (picking.anchor === undefined) return `Mark at ${at}`;
  return span === undefined ? `Begins at ${at}` : `${duration(span.to - span.from)}, to ${at}`;
}
