/** Levels that compress about as badly as real ones: a day's swell, slow noise on it, now and then an event; 0.1 dB. */
export function syntheticDay(day: number): Float64Array {
  let seed = 12_345 + day;
  // Mulberry32: the same days in every run.
  const random = (): number => {
    seed = (seed + 0x6d2b79f5) | 0;
    let t = Math.imul(seed ^ (seed >>> 15), 1 | seed);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
  let noise = 0;
  let event = 0;
  return Float64Array.from({ length: 86_400 }, (_, second) => {
    noise = 0.95 * noise + 2 * (random() + random() + random() - 1.5);
    event = random() < 0.001 ? 15 * random() : 0.98 * event;
    const swell = 55 - 6 * Math.cos((2 * Math.PI * second) / 86_400);
    return Math.round((swell + noise + event) * 10) / 10;
  });
}
