import type { Mean } from '../../electron/core/datasets';

/** A mean computed from all values at once, the way a textbook would; `length` is that of a direction's resultant. */
export function plainMean(
  kind: Mean,
  values: readonly number[],
): { readonly mean: number; readonly length: number } {
  const average = (of: (value: number) => number): number =>
    values.reduce((sum, value) => sum + of(value), 0) / values.length;
  const max = Math.max(...values);
  switch (kind) {
    case 'energy':
      return { mean: max + 10 * Math.log10(average((dB) => 10 ** ((dB - max) / 10))), length: 1 };
    case 'arithmetic':
      return { mean: average((value) => value), length: 1 };
    case 'greatest':
      return { mean: max, length: 1 };
    case 'direction': {
      const x = average((degrees) => Math.cos((degrees / 180) * Math.PI));
      const y = average((degrees) => Math.sin((degrees / 180) * Math.PI));
      const degrees = (Math.atan2(y, x) / Math.PI) * 180;
      return { mean: (degrees + 360) % 360, length: Math.hypot(x, y) };
    }
  }
}
