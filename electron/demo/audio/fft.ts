/** In-place radix-2 Fourier transform of `re + i im`; lengths are powers of two. The inverse divides by the length. */
export function fft(re: Float64Array, im: Float64Array, inverse = false): void {
  const n = re.length;
  reorder(re, im);
  const cosines = Float64Array.from({ length: n / 2 }, (_, k) => Math.cos((2 * Math.PI * k) / n));
  const sines = Float64Array.from(
    { length: n / 2 },
    (_, k) => (inverse ? 1 : -1) * Math.sin((2 * Math.PI * k) / n),
  );
  for (let size = 2; size <= n; size *= 2) {
    const half = size / 2;
    const stride = n / size;
    for (let at = 0; at < n; at += size) {
      for (let k = 0; k < half; k++) {
        const i = at + k;
        const j = i + half;
        const c = cosines[k * stride] as number;
        const s = sines[k * stride] as number;
        const x = (re[j] as number) * c - (im[j] as number) * s;
        const y = (re[j] as number) * s + (im[j] as number) * c;
        re[j] = (re[i] as number) - x;
        im[j] = (im[i] as number) - y;
        re[i] = (re[i] as number) + x;
        im[i] = (im[i] as number) + y;
      }
    }
  }
  if (!inverse) return;
  for (let i = 0; i < n; i++) {
    re[i] = (re[i] as number) / n;
    im[i] = (im[i] as number) / n;
  }
}

function reorder(re: Float64Array, im: Float64Array): void {
  const n = re.length;
  for (let i = 1, j = 0; i < n; i++) {
    let bit = n >> 1;
    for (; (j & bit) !== 0; bit >>= 1) j ^= bit;
    j ^= bit;
    if (i >= j) continue;
    [re[i], re[j]] = [re[j] as number, re[i] as number];
    [im[i], im[j]] = [im[j] as number, im[i] as number];
  }
}
