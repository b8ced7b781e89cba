/** Viridis: even steps to the eye, in order for the colour-blind as well, and in grey. Pure. */
const STOPS = [
  '440154',
  '482878',
  '3e4989',
  '31688e',
  '26828e',
  '1f9e89',
  '35b779',
  '6ece58',
  'b5de2b',
  'fde725',
].map((hex) => [0, 2, 4].map((at) => Number.parseInt(hex.slice(at, at + 2), 16)));

/** Red, green and blue of a step from 0, the quietest, to 255. */
export function colourOf(step: number): readonly [number, number, number] {
  const place = (Math.min(255, Math.max(0, step)) / 255) * (STOPS.length - 1);
  const [low, high] = [STOPS[Math.floor(place)] ?? [], STOPS[Math.ceil(place)] ?? []];
  const mix = (part: number) =>
    Math.round((low[part] ?? 0) + (place - Math.floor(place)) * ((high[part] ?? 0) - (low[part] ?? 0)));
  return [mix(0), mix(1), mix(2)];
}
/** All 256 steps as little-endian RGBA, as the pixels of a picture are. */
export const PALETTE: Uint32Array = Uint32Array.from({ length: 256 }, (_, step) => {
  const [red, green, blue] = colourOf(step);
  return ((255 << 24) | (blue << 16) | (green << 8) | red) >>> 0;
});
