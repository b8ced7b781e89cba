/** Lengths of time on offer; they end at the newest sample held, not at the clock. */
import { DAY } from '../../../format';

export interface Preset {
  readonly id: '1h' | '24h' | '7d' | '31d' | 'all';
  readonly label: string;
  /** undefined: all that is held. */
  readonly lengthMs: number | undefined;
}
export const PRESETS: readonly Preset[] = [
  { id: '1h', label: '1 h', lengthMs: DAY / 24 },
  { id: '24h', label: '24 h', lengthMs: DAY },
  { id: '7d', label: '7 d', lengthMs: 7 * DAY },
  { id: '31d', label: '31 d', lengthMs: 31 * DAY },
  { id: 'all', label: 'All', lengthMs: undefined },
];
export const presetLength = (id: Preset['id']): number | undefined =>
  PRESETS.find((preset) => preset.id === id)?.lengthMs;

/** About a point per pixel column; enough in a narrow window, no more than can be told apart in a wide one. */
export const pointsFor = (widthPx: number): number => Math.round(Math.min(4_000, Math.max(300, widthPx)));
