/** How the service writes times and numbers, with the irregularities its reference and examples show. */

/** A stable number in [0, 2³²) for a text (FNV-1a, stirred): the same record has the same oddity in every answer. */
export function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d);
  hash = Math.imul(hash ^ (hash >>> 12), 0x297a2d39);
  return (hash ^ (hash >>> 15)) >>> 0;
}

/** `2026-03-02T12:00:00Z`; three decimals only when there are any. */
export function isoTime(ms: number): string {
  const text = new Date(ms).toISOString();
  return ms % 1_000 === 0 ? `${text.slice(0, 19)}Z` : text;
}
/** Always three decimals, as in the calibration log. */
export const isoTimeMillis = (ms: number): string => new Date(ms).toISOString();
/** Seven decimals, as in SIC results. The four beyond the millisecond are made up, always alike for the same check. */
export function isoTimeTicks(ms: number): string {
  const ticks = String(hashOf(`ticks ${String(ms)}`) % 10_000).padStart(4, '0');
  return `${new Date(ms).toISOString().slice(0, 23)}${ticks}Z`;
}
/** No zone although UTC is meant, as in the list of recordings. */
export const isoTimeZoneless = (ms: number): string => isoTime(ms).slice(0, -1);

/** JSON has no NaN: a sample that is missing is null. */
export const numberOrNull = (value: number): number | null => (Number.isFinite(value) ? value : null);
