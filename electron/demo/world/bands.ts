/** Octave and third-octave band levels: the spectra of the sounds that are present, second by second. */
import type { Absences } from './absences';
import { DAY, MINUTE, SECOND } from './civil-time';
import { energyOfTenths, levelOf, round1 } from './decibel';
import { gridOf, present } from './levels';
import type { Listener } from './listener';
import { hash, normal } from './random';
import { kinds, octaveNames, spectra, thirdNames, weightingFactors } from './spectra';
import { patternAt, tenthOffsets } from './tenths';
import type { Samples } from './world';

export interface BandRequest {
  readonly set: 'Octave' | 'Third';
  readonly weighting: 'A' | 'C' | 'Z';
  readonly stepMs: number;
  readonly from: number;
  readonly to: number;
  readonly now: number;
}
interface Deps {
  readonly key: number;
  readonly listener: Listener;
  readonly absences: Absences;
}

/** Weighted band energies of each kind for an A-weighted energy of one: `[band][kind]`. */
function matrix(request: BandRequest): readonly Float64Array[] {
  const weights = weightingFactors[request.weighting];
  const third = (band: number) =>
    Float64Array.from(spectra, (bands) => (bands[band] ?? 0) * (weights[band] ?? 0));
  if (request.set === 'Third') return thirdNames.map((_, band) => third(band));
  return octaveNames.map((_, octave) => {
    const parts = [6, 7, 8].map((first) => third(3 * octave + first));
    return Float64Array.from(kinds, (__, k) => parts.reduce((sum, part) => sum + (part[k] ?? 0), 0));
  });
}

/**
 * Up to a minute's step the bands flutter each by itself, as filtered noise does; longer steps are plain energy means.
 * Work is done an hour at a time so that a month of measurements needs little memory.
 */
export function bandsOf(
  deps: Deps,
  request: BandRequest,
): readonly { readonly name: string; readonly samples: Samples }[] {
  const { stepMs } = request;
  if (stepMs > DAY) throw new RangeError(`no bands in steps of ${stepMs} ms`);
  const { start, count } = gridOf(stepMs, request.from, request.to);
  const names = request.set === 'Third' ? thirdNames : octaveNames;
  const rows = names.map(() => new Float64Array(count));
  const valid = new Float64Array(count);
  const bands = matrix(request);
  const whole = { ...request, from: start, to: start + count * stepMs };
  for (const span of present(deps, whole.from, whole.to, request.now))
    addSpan(deps, whole, span, { bands, rows, valid });
  for (const row of rows)
    for (let i = 0; i < count; i++)
      row[i] = valid[i] === 0 ? NaN : round1(levelOf((row[i] as number) / (valid[i] as number)));
  return names.map((name, b) => ({
    name,
    samples: { start, stepMs, values: rows[b] ?? new Float64Array(0) },
  }));
}

interface Sums {
  readonly bands: readonly Float64Array[];
  readonly rows: readonly Float64Array[];
  readonly valid: Float64Array;
}

function addSpan(deps: Deps, request: BandRequest, span: { from: number; to: number }, sums: Sums): void {
  const first = Math.floor(span.from / SECOND);
  const end = Math.ceil(span.to / SECOND);
  for (let hour = Math.floor(first / 3_600); hour * 3_600 < end; hour++) {
    const from = Math.max(first, hour * 3_600);
    const to = Math.min(end, (hour + 1) * 3_600);
    if (request.stepMs > MINUTE) addCoarse(deps, request, { hour, from, to }, sums);
    else addFine(deps, request, { hour, from, to }, sums);
  }
}

interface Part {
  readonly hour: number;
  /** Seconds since 1970. */
  readonly from: number;
  readonly to: number;
}

/** An hour's energies per kind, and what to scale each second by so that their sum is its stored LAeq. */
function hourOf(deps: Deps, hour: number) {
  const { field, seconds } = deps.listener.hourOfField(hour);
  const energy = field.energy.filter((_, k) => field.active[k] === true);
  const kindOf = kinds.map((_, k) => k).filter((k) => field.active[k] === true);
  const scale = new Float64Array(seconds.A.length);
  for (let i = 0; i < scale.length; i++) {
    let sum = 0;
    for (const values of energy) sum += values[i] as number;
    scale[i] = energyOfTenths(seconds.A[i] as number) / sum;
  }
  return { energy, kindOf, scale, stored: seconds };
}

function addCoarse(deps: Deps, request: BandRequest, part: Part, sums: Sums): void {
  const { energy, kindOf, scale } = hourOf(deps, part.hour);
  const perKind = new Float64Array(energy.length);
  const flush = (step: number, count: number): void => {
    sums.valid[step] = (sums.valid[step] as number) + count;
    sums.bands.forEach((band, b) => {
      const row = sums.rows[b] as Float64Array;
      let sum = 0;
      kindOf.forEach((kind, k) => (sum += (band[kind] as number) * (perKind[k] as number)));
      row[step] = (row[step] as number) + sum;
    });
    perKind.fill(0);
  };
  let count = 0;
  for (let second = part.from; second < part.to; second++) {
    const i = second - part.hour * 3_600;
    for (let k = 0; k < perKind.length; k++)
      perKind[k] = (perKind[k] as number) + ((energy[k] as Float64Array)[i] as number) * (scale[i] as number);
    count += 1;
    const step = stepOf(request, second * SECOND);
    if (second + 1 < part.to && stepOf(request, (second + 1) * SECOND) === step) continue;
    flush(step, count);
    count = 0;
  }
}

const stepOf = (request: BandRequest, time: number): number =>
  Math.floor((time - request.from) / request.stepMs);

const FLUTTER_DB = 0.9;
const flutter: Float64Array = (() => {
  const raw = Float64Array.from({ length: 4096 }, (_, i) => Math.pow(10, (FLUTTER_DB * normal(i)) / 10));
  const mean = raw.reduce((sum, value) => sum + value, 0) / raw.length;
  return raw.map((value) => value / mean);
})();

function addFine(deps: Deps, request: BandRequest, part: Part, sums: Sums): void {
  const { energy, kindOf, scale, stored } = hourOf(deps, part.hour);
  const tenthsEach = request.stepMs % SECOND === 0 ? 1 : 10;
  sums.bands.forEach((band, b) => {
    const row = sums.rows[b] as Float64Array;
    const weights = Float64Array.from(kindOf, (kind) => band[kind] ?? 0);
    for (let second = part.from; second < part.to; second++) {
      const i = second - part.hour * 3_600;
      let sum = 0;
      for (let k = 0; k < energy.length; k++)
        sum += (weights[k] as number) * ((energy[k] as Float64Array)[i] as number);
      sum *= (scale[i] as number) * (flutter[hash(deps.key, second, b) & 4095] as number);
      const pattern = patternAt(stored.crest[i] as number, stored.variant[i] as number);
      for (let j = 0; j < tenthsEach; j++) {
        const step = stepOf(request, second * SECOND + j * 100);
        // A span may begin or end within a second.
        if (step < 0 || step >= row.length) continue;
        const share = tenthsEach === 1 ? 1 : energyOfTenths(tenthOffsets[pattern + j] as number);
        row[step] = (row[step] as number) + sum * share;
        if (b === 0) sums.valid[step] = (sums.valid[step] as number) + 1;
      }
    }
  });
}
