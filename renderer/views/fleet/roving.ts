/** One tab stop among many instruments: j, k and the arrows go on to the next. */
import { isTyping } from '../shell/keys';

const STEPS: Readonly<Record<string, number>> = { j: 1, ArrowDown: 1, k: -1, ArrowUp: -1 };

/**
 * The serial that a key leads to, which is focused; undefined when the key means something else.
 * @param serials in the order in which they are shown
 * @param sideways whether left and right go on too
 */
export function rove(
  event: KeyboardEvent,
  options: {
    readonly box: HTMLElement | undefined;
    readonly serials: readonly string[];
    readonly current: string | undefined;
    readonly sideways?: boolean;
  },
): string | undefined {
  const { box, serials, current, sideways = false } = options;
  if (box === undefined || isTyping(event.target) || event.ctrlKey || event.metaKey || event.altKey)
    return undefined;
  // Menus, dialogs and groups of buttons have their own arrows.
  if (
    event.target instanceof Element &&
    event.target.closest('[role=menu],[role=dialog],[role=group]') !== null
  )
    return undefined;
  const step = STEPS[event.key] ?? (sideways ? { ArrowRight: 1, ArrowLeft: -1 }[event.key] : undefined);
  if (step === undefined) return undefined;
  event.preventDefault();
  // The first press shows where one is; the next ones move.
  const isInside = box.contains(document.activeElement);
  const at = Math.max(0, serials.indexOf(current ?? ''));
  const next = serials[Math.max(0, Math.min(serials.length - 1, at + (isInside ? step : 0)))];
  if (next === undefined) return undefined;
  box.querySelector<HTMLElement | SVGElement>(`[data-serial="${CSS.escape(next)}"]`)?.focus();
  return next;
}
