/** Figures in a reason's one line. A time is never among them: how it is told depends on who looks. Pure. */
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;
/** A supply is the mean of so long, because it follows the hour. */
export const SUPPLY_MS = 3 * HOUR;
const MINUS = '\u2212';

/** Always with its sign: `+1.16`, `−0.62`. */
export function signed(value: number, decimals: number): string {
  const text = Math.abs(value).toFixed(decimals);
  return Number(text) === 0 ? text : `${value < 0 ? MINUS : '+'}${text}`;
}
/** `11.4`, `−3.0`. */
export const fixed = (value: number, decimals: number): string => signed(value, decimals).replace(/^\+/, '');

const grouped = new Intl.NumberFormat('en-GB', { maximumFractionDigits: 0 });
export const count = (value: number): string => grouped.format(value);

/** Whole per cent that says 100 only of all and 0 only of nothing. */
export function percent(fraction: number): string {
  if (fraction >= 1) return '100 %';
  if (fraction > 0 && fraction < 0.01) return 'under 1 %';
  return `${Math.min(99, Math.floor(fraction * 100 + 1e-9))} %`;
}

/** In its two largest units: `3 d 2 h`, `45 min`. */
export function length(ms: number): string {
  const minutes = Math.floor(ms / MINUTE);
  const [d, h, min] = [Math.floor(minutes / 1_440), Math.floor((minutes % 1_440) / 60), minutes % 60];
  if (d > 0) return h > 0 ? `${d} d ${h} h` : `${d} d`;
  if (h > 0) return min > 0 ? `${h} h ${min} min` : `${h} h`;
  return `${min} min`;
}
export const days = (value: number): string => `${count(value)} ${value === 1 ? 'day' : 'days'}`;
