/** Labels of the axes: times in the zone on display, dB in round numbers. Pure. */
import { clock, date, DAY } from '../format';

/** One label per tick; the day stands below the first tick and below each that begins a new one. */
export function timeLabels(ticks: readonly number[], stepMs: number, zone: string): readonly string[] {
  let shown = '';
  return ticks.map((ms) => {
    const day = date(ms, zone);
    const label = stepMs >= DAY ? day.replace(/ \d{4}$/, '') : shortClock(ms, stepMs, zone);
    const below = stepMs >= DAY ? day.slice(-4) : day.replace(/ \d{4}$/, '');
    if (below === shown) return label;
    shown = below;
    return `${label}\n${below}`;
  });
}

/** A time of the clock, as exact as ticks that far apart need it. */
function shortClock(ms: number, stepMs: number, zone: string): string {
  const text = clock(ms, zone, stepMs < 60_000);
  if (stepMs >= 1_000) return text;
  const thousandths = String(((Math.floor(ms) % 1_000) + 1_000) % 1_000).padStart(3, '0');
  return `${text}.${stepMs >= 100 ? thousandths.slice(0, 1) : thousandths}`;
}

/** The range of a scale widened to multiples of `step`, at least one step high. */
export function roundRange(low: number | null, high: number | null, step: number): [number, number] {
  if (low === null || high === null || !Number.isFinite(low) || !Number.isFinite(high)) return [0, step];
  const from = Math.floor(low / step) * step;
  const to = Math.ceil(high / step) * step;
  return to > from ? [from, to] : [from, from + step];
}

/** Numbers of a scale, all with the decimals that its steps need, and a true minus. */
export function numberLabels(ticks: readonly number[]): readonly string[] {
  const decimals = Math.max(
    0,
    ...ticks.map((tick) => (String(Number(tick.toFixed(3))).split('.')[1] ?? '').length),
  );
  return ticks.map((tick) => tick.toFixed(decimals).replace(/^-/, '\u2212'));
}
