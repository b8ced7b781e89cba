/** How amounts are said wherever a person reads them, so that no two places differ. Pure. */

/** Such as `640 MB`, in decimal units. */
export function bytesText(bytes: number): string {
  const units = ['B', 'kB', 'MB', 'GB', 'TB'];
  let [size, unit] = [bytes, 0];
  while (size >= 999.5 && unit < units.length - 1) [size, unit] = [size / 1_000, unit + 1];
  return `${size.toFixed(unit === 0 || size >= 99.5 ? 0 : 1)} ${units[unit] ?? ''}`;
}
