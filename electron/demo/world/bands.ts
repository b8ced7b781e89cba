/** Octave and third-octave band levels: the spectra of the sounds that are present, second by second. */
import type { Absences } from './absences';
import { DAY, MINUTE, SECOND } from './civil-time';
import { energyOf, energyOfTenths, levelOf, round1 } from './decibel';
import { gridOf, present } from './levels';
import type { Listener } from './listener';
import { hash, normal } from './random';
import { kinds, octaveNames, spectra, thirdNames, weightingFactors } from './spectra';
import { patternAt, tenthOffsets, VARIANTS } from './tenths';
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
  readonly listener: Listener;
  readonly absences: Absences;
}

/** Weighted third-octave energies of each kind for an A-weighted energy of one: `[third][kind]`. */
function matrix(weighting: BandRequest['weighting']): readonly Float64Array[] {
  const weights = weightingFactors[weighting];
  return thirdNames.map((_, third) =>
    Float64Array.from(spectra, (bands) => (bands[third] ?? 0) * (weights[third] ?? 0)),
  );
}

/** Octaves are three thirds each; the six lowest thirds lie below them. */
function octavesOf(thirds: readonly Float64Array[]): readonly Float64Array[] {
  return octaveNames.map((_, octave) => {
    const [low, middle, high] = thirds.slice(3 * octave + 6, 3 * octave + 9);
    return (low ?? new Float64Array(0)).map((energy, i) => energy + (middle?.[i] ?? 0) + (high?.[i] ?? 0));
  });
}

/**
 * Energy means per band; a band flutters by itself from second to second, as filtered noise does. Work is done an hour
 * at a time, so that a month of measurements needs little memory.
 */
export function bandsOf(
  deps: Deps,
  request: BandRequest,
): readonly { readonly name: string; readonly samples: Samples }[] {
  const { stepMs } = request;
  if (stepMs > DAY) throw new RangeError(`no bands in steps of ${stepMs} ms`);
  const { start, count } = gridOf(stepMs, request.from, request.to);
  const sums: Sums = {
    bands: matrix(request.weighting),
    rows: thirdNames.map(() => new Float64Array(count)),
    valid: new Float64Array(count),
  };
  const whole = { ...request, from: start, to: start + count * stepMs };
  for (const span of present(deps, whole.from, whole.to, request.now)) addSpan(deps, whole, span, sums);
  const rows = request.set === 'Third' ? sums.rows : octavesOf(sums.rows);
  const names = request.set === 'Third' ? thirdNames : octaveNames;
  const level = (energy: number, i: number): number =>
    sums.valid[i] === 0 ? NaN : round1(levelOf(energy / (sums.valid[i] as number)));
  return names.map((name, b) => ({
    name,
    samples: { start, stepMs, values: (rows[b] ?? new Float64Array(0)).map(level) },
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
  const { energy, kindOf, scale, stored } = hourOf(deps, part.hour);
  const perVariant = Array.from({ length: VARIANTS }, () => new Float64Array(energy.length));
  let count = 0;
  for (let second = part.from; second < part.to; second++) {
    const i = second - part.hour * 3_600;
    const perKind = perVariant[stored.variant[i] as number] as Float64Array;
    for (let k = 0; k < perKind.length; k++)
      perKind[k] = (perKind[k] as number) + ((energy[k] as Float64Array)[i] as number) * (scale[i] as number);
    count += 1;
    const step = stepOf(request, second * SECOND);
    if (second + 1 < part.to && stepOf(request, (second + 1) * SECOND) === step) continue;
    sums.valid[step] = (sums.valid[step] as number) + count;
    flush(sums, step, kindOf, perVariant);
    count = 0;
  }
}

/** Adds what was gathered for a step to its bands, and empties it. */
function flush(
  sums: Sums,
  step: number,
  kindOf: readonly number[],
  perVariant: readonly Float64Array[],
): void {
  sums.bands.forEach((band, b) => {
    const row = sums.rows[b] as Float64Array;
    let sum = 0;
    for (let v = 0; v < VARIANTS; v++) {
      const perKind = perVariant[v] as Float64Array;
      let own = 0;
      for (let k = 0; k < perKind.length; k++)
        own += (band[kindOf[k] as number] as number) * (perKind[k] as number);
      sum += own * flutterOf(v, b);
    }
    row[step] = (row[step] as number) + sum;
  });
  for (const perKind of perVariant) perKind.fill(0);
}

const stepOf = (request: BandRequest, time: number): number =>
  Math.floor((time - request.from) / request.stepMs);

const FLUTTER_DB = 0.8;
const MOST_BANDS = 36;
/** What filtered noise adds to each band in the seconds of a variant; over the variants it evens out. */
const flutter: Float64Array = (() => {
  const raw = Float64Array.from({ length: VARIANTS * MOST_BANDS }, (_, i) =>
    energyOf(FLUTTER_DB * normal(hash(0x5bd1e995, i))),
  );
  return raw.map((value, i) => {
    let sum = 0;
    for (let v = 0; v < VARIANTS; v++) sum += raw[v * MOST_BANDS + (i % MOST_BANDS)] as number;
    return (value * VARIANTS) / sum;
  });
})();
const flutterOf = (variant: number, band: number): number => flutter[variant * MOST_BANDS + band] as number;

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
      sum *= (scale[i] as number) * flutterOf(stored.variant[i] as number, b);
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
