/** The sound of some seconds at an instrument: the same sources as its levels, and as loud as they say, second by second. */
import { SECOND } from '../world/civil-time';
import { energyOfTenths } from '../world/decibel';
import type { Listener, Seconds } from '../world/listener';
import { keyOf } from '../world/random';
import { KIND, type Kind, kinds } from '../world/spectra';
import { patternAt, tenthOffsets } from '../world/tenths';
import type { Pcm } from '../world/world';
import { createLoop, type Loop, LOOP_SAMPLES, SAMPLE_RATE } from './timbre';

const TENTH = SAMPLE_RATE / 10;
/** Kinds this far below the loudest of a second are not heard, as an energy ratio. */
const AUDIBLE = 1e-5;
const STROKE_SECONDS = 0.028;
const RAMP = 128;
/** The full scale of the file is a multiple of this, dB, as if an instrument had switched its range. */
const RANGE_DB = 10;
const HEADROOM_DB = 1;

/** Gives the synthesiser of a world; it remembers one loop per kind. */
export function createSound(seed: number): (listener: Listener, from: number, to: number) => Pcm {
  const loops = new Map<Kind, Loop>();
  const loopOf = (kind: Kind): Loop => {
    const known = loops.get(kind) ?? createLoop(keyOf(seed, 'loop', kind), kind);
    loops.set(kind, known);
    return known;
  };
  return (listener, from, to) => {
    const first = Math.floor(from / SECOND);
    const count = Math.max(0, Math.ceil(to / SECOND) - first);
    const mix = mixOf(listener, loopOf, first, count);
    fit(mix);
    const skip = Math.round(((from - first * SECOND) / SECOND) * SAMPLE_RATE);
    const length = Math.round(((to - from) / SECOND) * SAMPLE_RATE);
    return {
      sampleRate: SAMPLE_RATE,
      bitsPerSample: 16,
      samples: toPcm(mix.plain.subarray(skip, skip + length)),
    };
  };
}

interface Mix {
  readonly plain: Float64Array;
  readonly weighted: Float64Array;
  /** A-weighted energy each second shall have. */
  readonly target: Float64Array;
}

function mixOf(listener: Listener, loopOf: (kind: Kind) => Loop, first: number, count: number): Mix {
  const startMinute = Math.floor(first / 60);
  const minutes = Math.ceil((first + count) / 60) - startMinute;
  const field = listener.field(startMinute, Math.max(1, minutes));
  const seconds = listener.seconds(startMinute, Math.max(1, minutes));
  const offset = first - startMinute * 60;
  const mix: Mix = {
    plain: new Float64Array(count * SAMPLE_RATE),
    weighted: new Float64Array(count * SAMPLE_RATE),
    target: Float64Array.from({ length: count }, (_, s) => energyOfTenths(seconds.A[offset + s] as number)),
  };
  for (const kind of kinds) {
    const energies = (field.energy[KIND[kind]] as Float64Array).subarray(offset, offset + count);
    if (energies.some((energy, s) => energy > AUDIBLE * (mix.target[s] as number)))
      addKind(mix, { kind, loop: loopOf(kind), first }, envelope(kind, energies, seconds, offset));
  }
  return mix;
}

/** Amplitudes at the edges and centres of the tenths, alternately; an edge never lets the louder side out. */
function envelope(kind: Kind, energies: Float64Array, seconds: Seconds, offset: number): Float64Array {
  const tenths = energies.length * 10;
  const level = (tenth: number): number => {
    const s = Math.floor(tenth / 10);
    const pattern = patternAt(seconds.crest[offset + s] as number, seconds.variant[offset + s] as number);
    const share = energyOfTenths(tenthOffsets[pattern + (tenth % 10)] as number);
    // Only what strikes follows the pattern of a second with strokes; a hum behind it stays even.
    const lively = kind === 'impact' || (seconds.crest[offset + s] as number) < 35;
    return Math.sqrt((energies[s] as number) * (lively ? share : 1));
  };
  const values = new Float64Array(2 * tenths + 1);
  for (let t = 0; t < tenths; t++) values[2 * t + 1] = level(t);
  for (let e = 0; e <= tenths; e++) {
    const left = values[Math.max(1, 2 * e - 1)] as number;
    const right = values[Math.min(2 * tenths - 1, 2 * e + 1)] as number;
    values[2 * e] = Math.min(left, right);
  }
  return values;
}

interface Part {
  readonly kind: Kind;
  readonly loop: Loop;
  /** Second since 1970. */
  readonly first: number;
}

function addKind(mix: Mix, { kind, loop, first }: Part, amplitudes: Float64Array): void {
  const half = TENTH / 2;
  let position = (first * SAMPLE_RATE) % LOOP_SAMPLES;
  for (let n = 0; n < mix.plain.length; n++) {
    const at = Math.floor(n / half);
    const left = amplitudes[at] as number;
    const amplitude =
      kind === 'impact'
        ? (amplitudes[at | 1] as number) * stroke(n % TENTH)
        : left + (((amplitudes[at + 1] as number) - left) * (n - at * half)) / half;
    mix.plain[n] = (mix.plain[n] as number) + amplitude * (loop.plain[position] as number);
    mix.weighted[n] = (mix.weighted[n] as number) + amplitude * (loop.weighted[position] as number);
    position = position + 1 === LOOP_SAMPLES ? 0 : position + 1;
  }
}

/** A blow at the beginning of a tenth that dies away, with the energy of an even tenth. */
function stroke(n: number): number {
  const attack = Math.min(1, n / 24);
  return attack * Math.exp(-n / (STROKE_SECONDS * SAMPLE_RATE)) * Math.sqrt(0.2 / STROKE_SECONDS);
}

/** Scales every second until its A-weighted energy is the target's. */
function fit(mix: Mix): void {
  for (let round = 0; round < 3; round++) {
    let before = 1;
    for (let s = 0; s < mix.target.length; s++) {
      const start = s * SAMPLE_RATE;
      let power = 0;
      for (let n = start; n < start + SAMPLE_RATE; n++) power += (mix.weighted[n] as number) ** 2;
      const gain = Math.sqrt((mix.target[s] as number) / Math.max(1e-12, power / SAMPLE_RATE));
      if (s === 0) before = gain;
      for (let n = 0; n < SAMPLE_RATE; n++) {
        const here = n < RAMP ? before + ((gain - before) * n) / RAMP : gain;
        mix.plain[start + n] = (mix.plain[start + n] as number) * here;
        mix.weighted[start + n] = (mix.weighted[start + n] as number) * here;
      }
      before = gain;
    }
  }
}

function toPcm(plain: Float64Array): Int16Array {
  let peak = 1e-9;
  for (const value of plain) peak = Math.max(peak, Math.abs(value));
  const fullScaleDb = Math.ceil((20 * Math.log10(peak)) / RANGE_DB) * RANGE_DB + HEADROOM_DB;
  const gain = 32_767 / Math.pow(10, fullScaleDb / 20);
  return Int16Array.from(plain, (value) => Math.round(value * gain));
}
