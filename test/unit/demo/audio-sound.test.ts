import { describe, expect, it } from 'vitest';
import { fft } from '../../../electron/demo/audio/fft';
import { createWorld } from '../../../electron/demo/world/create-world';
import type { Pcm, World } from '../../../electron/demo/world/world';

const SECOND = 1_000;
const DAY = 86_400_000;
const epochMs = Date.UTC(2026, 5, 16, 13, 20);
const world = createWorld({ seed: 7, epochMs });
const now = epochMs;
const withAudio = world.instruments().filter((one) => one.addons.includes('Audio'));

type Complex = readonly [re: Float64Array, im: Float64Array];

function transform(signal: Float64Array): Complex {
  const [re, im] = [signal.slice(), new Float64Array(signal.length)];
  fft(re, im);
  return [re, im];
}

/** A weighting as a ratio of amplitudes: 0 dB at 1 kHz, from the four corner frequencies of the standard. */
function weightA(f: number): number {
  const ratio = (x: number) =>
    (12194 ** 2 * x ** 4) /
    ((x ** 2 + 20.6 ** 2) * Math.sqrt((x ** 2 + 107.7 ** 2) * (x ** 2 + 737.9 ** 2)) * (x ** 2 + 12194 ** 2));
  return ratio(f) / ratio(1_000);
}

/** A-weighted level of each whole second of a sound, dB re one step of a sample. */
function secondsOf({ samples, sampleRate }: Pcm): readonly number[] {
  const size = 2 ** Math.ceil(Math.log2(sampleRate));
  return Array.from({ length: Math.floor(samples.length / sampleRate) }, (_, s) => {
    const padded = new Float64Array(size);
    padded.set(samples.subarray(s * sampleRate, (s + 1) * sampleRate));
    const [re, im] = transform(padded);
    let energy = 0;
    for (let k = 1; k < size / 2; k++) {
      const weight = weightA((k * sampleRate) / size);
      energy += 2 * weight * weight * ((re[k] ?? 0) ** 2 + (im[k] ?? 0) ** 2);
    }
    return 10 * Math.log10(energy / size / sampleRate);
  });
}

const some = withAudio.flatMap(({ serial }) => {
  const all = world.recordings(serial, now - 12 * DAY, now - 7 * DAY, now);
  return [2, 9, 26].flatMap((i) => all[i] ?? []);
});

describe('the Fourier transform', () => {
  it('is the sum that defines it, and its inverse leads back', () => {
    const n = 64;
    const signal = Float64Array.from({ length: n }, (_, i) => Math.sin(i * i) + (i % 5));
    const [re, im] = transform(signal);
    for (let k = 0; k < n; k++) {
      const terms = [...signal].map((value, i) => [value, (-2 * Math.PI * k * i) / n] as const);
      expect(re[k]).toBeCloseTo(
        terms.reduce((sum, [value, angle]) => sum + value * Math.cos(angle), 0),
        9,
      );
      expect(im[k]).toBeCloseTo(
        terms.reduce((sum, [value, angle]) => sum + value * Math.sin(angle), 0),
        9,
      );
    }
    fft(re, im, true);
    signal.forEach((value, i) => expect(re[i]).toBeCloseTo(value, 9));
  });
});

describe('the sound of a recording', () => {
  it('is as loud, second by second, as the levels of those seconds say', () => {
    expect(some.length).toBeGreaterThan(11);
    for (const { serial, start, end } of some) {
      const heard = secondsOf(world.sound(serial, start, end));
      const levels = [...world.levels(serial, 'LAeq', SECOND, start, end, now).values];
      expect(heard).toHaveLength(levels.length);
      const differences = levels.map((level, s) => level - (heard[s] ?? NaN));
      const usual = differences.toSorted((a, b) => a - b)[Math.floor(differences.length / 2)] ?? NaN;
      for (const difference of differences) expect(Math.abs(difference - usual)).toBeLessThan(1);
    }
  }, 60_000);

  it('spans many decibels, as a passing train does', () => {
    const train = withAudio.find((one) => one.name.includes('railway'))?.serial ?? '';
    const [one] = world.recordings(train, now - 9 * DAY, now - 8 * DAY, now);
    const heard = secondsOf(world.sound(train, one?.start ?? 0, one?.end ?? 0));
    expect(Math.max(...heard) - Math.min(...heard)).toBeGreaterThan(6);
  });

  it('is mono 16-bit PCM of just that length, never clipped and never near silence', () => {
    for (const { serial, start, end } of some) {
      const { samples, sampleRate, bitsPerSample } = world.sound(serial, start, end);
      expect([16_000, 24_000]).toContain(sampleRate);
      expect(bitsPerSample).toBe(16);
      expect(samples).toHaveLength(((end - start) / SECOND) * sampleRate);
      const peak = samples.reduce((top, sample) => Math.max(top, Math.abs(sample)), 0);
      expect(peak).toBeLessThan(32_000);
      expect(peak).toBeGreaterThan(2_000);
    }
  });

  it('is the same each time, in any world of that seed', () => {
    const one = some[3] as (typeof some)[number];
    const same = (of: World) =>
      Buffer.from(of.sound(one.serial, one.start, one.end).samples.buffer).toString('base64');
    const first = same(world);
    expect(same(world) === first).toBe(true);
    expect(same(createWorld({ seed: 7, epochMs })) === first).toBe(true);
    expect(same(createWorld({ seed: 8, epochMs })) === first).toBe(false);
  });

  it('differs in colour by what sounds: birds are high, a train is low', () => {
    const centre = ({ samples, sampleRate }: Pcm): number => {
      const part = Float64Array.from(samples.subarray(sampleRate, sampleRate + 16_384));
      const [re, im] = transform(part);
      let [sum, weighted] = [0, 0];
      for (let k = 1; k < 8_192; k++) {
        const power = (re[k] ?? 0) ** 2 + (im[k] ?? 0) ** 2;
        sum += power;
        weighted += (power * k * sampleRate) / 16_384;
      }
      return weighted / sum;
    };
    const train = withAudio.find((one) => one.name.includes('railway'))?.serial ?? '';
    const [passing] = world.recordings(train, now - 9 * DAY, now - 8 * DAY, now);
    const middle = ((passing?.triggerStart ?? 0) + (passing?.triggerEnd ?? 0)) / 2;
    const at = Math.floor(middle / SECOND) * SECOND - SECOND;
    const farm = world.instruments().find((one) => one.name.includes('Farm'))?.serial ?? '';
    const dawn = Date.UTC(2026, 5, 9, 3, 40);
    const minute = world.levels(farm, 'LAeq', SECOND, dawn, dawn + 120 * SECOND, now).values;
    const loudest = minute.indexOf(minute.reduce((a, b) => Math.max(a, b)));
    const bird = dawn + (loudest - 1) * SECOND;
    expect(centre(world.sound(farm, bird, bird + 3 * SECOND))).toBeGreaterThan(
      2 * centre(world.sound(train, at, at + 3 * SECOND)),
    );
  });
});
