/** What one noise instrument hears: all its sources together, as energies and as the stored tenths of a decibel. */
import type { Hearing } from './cast';
import { MINUTE } from './civil-time';
import { tenthsOf } from './decibel';
import { createField, type Candidate, type Field, reuseField, type Source } from './field';
import { createAmbient, createBirds, createSky } from './nature';
import { createRail } from './rail';
import { bell, hash, keyOf } from './random';
import { createRoad } from './road';
import { crestDb, kinds, peakDb, perA } from './spectra';
import { type Climate, rainAt } from './weather';
import type { Site } from './sites';
import { createWorks } from './works';

/** Whole seconds as an instrument stores them, tenths of a decibel; everything else is derived from these. */
export interface Seconds {
  /** Seconds since 1970. */
  readonly start: number;
  /** Leq of each second, by frequency weighting. */
  readonly A: Int16Array;
  readonly C: Int16Array;
  readonly Z: Int16Array;
  /** How far LAFMax rises over LAeq. */
  readonly crest: Uint8Array;
  /** How far the peak rises over the fast maximum. */
  readonly peak: Uint8Array;
  /** Which pattern its tenths of a second follow. */
  readonly variant: Uint8Array;
}

export interface Listener {
  field(startMinute: number, minutes: number): Field;
  /** Any whole minutes. */
  seconds(startMinute: number, minutes: number): Seconds;
  /** The same for a whole UTC hour; remembered for a while. */
  hour(utcHour: number): Seconds;
  /** An hour with its energies; the field is only good until the next call. */
  hourOfField(utcHour: number): { readonly field: Field; readonly seconds: Seconds };
  /** What stands out by at least that energy, in order of time. */
  candidates(startMinute: number, minutes: number, atLeast: number): readonly Candidate[];
}

const REMEMBERED_HOURS = 200;

export function createListener(deps: {
  readonly seed: number;
  readonly serial: string;
  readonly site: Site;
  readonly hearing: Hearing;
  readonly climate: Climate;
}): Listener {
  const sources = sourcesOf(deps);
  const key = keyOf(deps.seed, deps.serial, 'seconds');
  const fill = (field: Field): Field => {
    for (const source of sources) source.sound(field);
    return field;
  };
  const scratch = createField(0, 60);
  const remembered = new Map<number, Seconds>();
  const hourOfField = (utcHour: number) => {
    const field = fill(reuseField(scratch, utcHour * 60));
    return { field, seconds: quantise(key, field) };
  };
  return {
    field: (startMinute, minutes) => fill(createField(startMinute, minutes)),
    seconds: (startMinute, minutes) => quantise(key, fill(createField(startMinute, minutes))),
    hourOfField,
    hour(utcHour) {
      const known = remembered.get(utcHour);
      if (known !== undefined) return known;
      const { seconds } = hourOfField(utcHour);
      if (remembered.size >= REMEMBERED_HOURS) remembered.delete(remembered.keys().next().value ?? 0);
      remembered.set(utcHour, seconds);
      return seconds;
    },
    candidates: (startMinute, minutes, atLeast) =>
      sources
        .flatMap((source) => source.candidates(startMinute, minutes).filter((one) => one.energy >= atLeast))
        .sort((a, b) => a.second - b.second || b.energy - a.energy),
  };
}

function sourcesOf(deps: Parameters<typeof createListener>[0]): readonly Source[] {
  const { seed, serial, site, hearing, climate } = deps;
  const own = (what: string): number => keyOf(seed, serial, what);
  const shared = (what: string): number => keyOf(seed, site.name, what);
  const wetDb = (minute: number): number => (rainAt(climate, minute * MINUTE) > 0 ? 2.2 : 0);
  const sources: Source[] = [
    createAmbient(own('ambient'), hearing.nightDb, hearing.dayDb),
    createSky(own('sky'), climate, hearing.windDb),
    createBirds(own('birds'), { callDb: hearing.callDb, latitude: site.latitude, longitude: site.longitude }),
  ];
  hearing.roads.forEach((road, i) => sources.push(createRoad(own(`road ${i}`), road, wetDb)));
  if (site.rail && hearing.railDb !== undefined) sources.push(createRail(shared('rail'), hearing.railDb));
  if (site.works !== undefined && hearing.worksLossDb !== undefined)
    sources.push(createWorks(shared('works'), site.works, hearing.worksLossDb));
  return sources;
}

const JITTER_DB = 0.35;
const jitter: Float64Array = bell.map((value) => Math.pow(10, (JITTER_DB * value) / 10));

/** What each kind present adds to the sums that a second is made of; four in a row per kind. */
function weightsOf(present: readonly number[]): Float64Array {
  const of = (values: Float64Array, k: number): number => values[k] ?? 0;
  return Float64Array.from(
    present.flatMap((k) => [of(perA.C, k), of(perA.Z, k), 10 * of(crestDb, k), 10 * of(peakDb, k)]),
  );
}

/** Several times as fast as the least and greatest of numbers of any kind. */
const within = (least: number, most: number, value: number): number =>
  value < least ? least : value > most ? most : value;

function quantise(key: number, field: Field): Seconds {
  const count = field.minutes * 60;
  const present = kinds.map((_, k) => k).filter((k) => field.active[k] === true);
  const energies = present.map((k) => field.energy[k] as Float64Array);
  const weights = weightsOf(present);
  const start = field.startMinute * 60;
  const [A, C, Z] = [new Int16Array(count), new Int16Array(count), new Int16Array(count)];
  const [crests, peaks, variant] = [new Uint8Array(count), new Uint8Array(count), new Uint8Array(count)];
  for (let i = 0; i < count; i++) {
    let a = 0;
    let c = 0;
    let z = 0;
    let crest = 0;
    let peak = 0;
    for (let k = 0; k < energies.length; k++) {
      const energy = (energies[k] as Float64Array)[i] as number;
      a += energy;
      c += energy * (weights[4 * k] as number);
      z += energy * (weights[4 * k + 1] as number);
      crest += energy * (weights[4 * k + 2] as number);
      peak += energy * (weights[4 * k + 3] as number);
    }
    const h = hash(key, start + i);
    const shake = jitter[h & 4095] as number;
    A[i] = tenthsOf(a * shake);
    C[i] = tenthsOf(c * shake);
    Z[i] = tenthsOf(z * shake);
    const share = 1 / a;
    crests[i] = within(2, 90, (crest * share * (140 + ((h >>> 12) & 255))) >> 8);
    peaks[i] = within(60, 220, (peak * share * (218 + ((h >>> 20) & 127) * 0.6)) >> 8);
    variant[i] = h >>> 27;
  }
  return { start, A, C, Z, crest: crests, peak: peaks, variant };
}
