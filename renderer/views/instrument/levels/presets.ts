/** Lengths of time on offer; they end where the data was last asked for, not at the clock. Pure. */
import type { CoverageEntry, Span } from '../../../../electron/contract/index';
import { newest } from '../../../charts/zoom';
import { DAY } from '../../../format';

export interface Preset {
  readonly id: '1h' | '24h' | '7d' | '31d' | 'all';
  readonly label: string;
  /** undefined: all that is known. */
  readonly lengthMs: number | undefined;
}
export const PRESETS: readonly Preset[] = [
  { id: '1h', label: '1 h', lengthMs: DAY / 24 },
  { id: '24h', label: '24 h', lengthMs: DAY },
  { id: '7d', label: '7 d', lengthMs: 7 * DAY },
  { id: '31d', label: '31 d', lengthMs: 31 * DAY },
  { id: 'all', label: 'All', lengthMs: undefined },
];
const LONGEST_MS = 31 * DAY;

/** What is held and what was asked for, together: an instrument that went silent is silent until the last question. */
export function knownSpan(held: Span, asked: readonly CoverageEntry[]): Span {
  const levels = asked.filter(({ dataset }) => dataset === 'timehistory');
  return {
    from: Math.min(held.from, ...levels.map(({ from }) => from)),
    to: Math.max(held.to, ...levels.map(({ to }) => to)),
  };
}

/** How far one may go: at least as far as each preset reaches. */
export const reach = (known: Span): Span => ({
  from: Math.min(known.from, known.to - LONGEST_MS),
  to: known.to,
});

/** The span of a preset. */
export function presetSpan(id: Preset['id'], known: Span): Span {
  const lengthMs = PRESETS.find((preset) => preset.id === id)?.lengthMs;
  return lengthMs === undefined ? known : newest(reach(known), lengthMs);
}

/** What to show at first: a day, or longer when the newest day holds nothing. */
export function firstPreset(held: Span, known: Span): Preset['id'] {
  const seen = PRESETS.find(
    ({ lengthMs }) => lengthMs !== undefined && lengthMs >= DAY && known.to - lengthMs < held.to,
  );
  return seen?.id ?? 'all';
}

/** A bar that comes or goes beside a chart, or a window drawn a little wider, asks for nothing anew. */
const STEP_PX = 100;
/** About a point per pixel column; enough in a narrow window, no more than can be told apart in a wide one. */
export const pointsFor = (widthPx: number): number =>
  Math.min(4_000, Math.max(300, Math.round(widthPx / STEP_PX) * STEP_PX));
