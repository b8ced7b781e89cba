/** What one noise instrument hears: all its sources together, as energies and as the stored tenths of a decibel. */
import type { Hearing, Site } from './cast';
import { MINUTE } from './civil-time';
import { levelOf } from './decibel';
import { createField, type Candidate, type Field, reuseField, type Source } from './field';
import { createAmbient, createBirds, createSky } from './nature';
import { createRail } from './rail';
import { bell, hash, keyOf } from './random';
import { createRoad } from './road';
import { crestDb, kinds, peakDb, perA } from './spectra';
import { type Climate, rainAt } from './weather';
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
  return {
    field: (startMinute, minutes) => fill(createField(startMinute, minutes)),
    seconds: (startMinute, minutes) => quantise(key, fill(createField(startMinute, minutes))),
    hour(utcHour) {
      let known = remembered.get(utcHour);
      if (known === undefined) {
        known = quantise(key, fill(reuseField(scratch, utcHour * 60)));
        if (remembered.size >= REMEMBERED_HOURS) remembered.delete(remembered.keys().next().value ?? 0);
        remembered.set(utcHour, known);
      }
      return known;
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

/** Sums of one second over the kinds present, weighted as the level in question needs. */
function weigh(field: Field, weights: Float64Array | undefined): Float64Array {
  const sum = new Float64Array(field.minutes * 60);
  kinds.forEach((_, k) => {
    if (field.active[k] !== true) return;
    const energies = field.energy[k] as Float64Array;
    const weight = weights?.[k] ?? 1;
    for (let i = 0; i < sum.length; i++) sum[i] = (sum[i] as number) + weight * (energies[i] as number);
  });
  return sum;
}

function quantise(key: number, field: Field): Seconds {
  const count = field.minutes * 60;
  const start = field.startMinute * 60;
  const a = weigh(field, undefined);
  const c = weigh(field, perA.C);
  const z = weigh(field, perA.Z);
  const crests = weigh(field, crestDb);
  const peaks = weigh(field, peakDb);
  const seconds = {
    start,
    A: new Int16Array(count),
    C: new Int16Array(count),
    Z: new Int16Array(count),
    crest: new Uint8Array(count),
    peak: new Uint8Array(count),
    variant: new Uint8Array(count),
  };
  for (let i = 0; i < count; i++) {
    const h = hash(key, start + i);
    const shake = jitter[h & 4095] as number;
    const energy = a[i] as number;
    seconds.A[i] = Math.round(10 * levelOf(energy * shake));
    seconds.C[i] = Math.round(10 * levelOf((c[i] as number) * shake));
    seconds.Z[i] = Math.round(10 * levelOf((z[i] as number) * shake));
    const crest = (10 * (crests[i] as number)) / energy;
    seconds.crest[i] = Math.max(2, Math.min(90, crest * (0.55 + ((h >>> 12) & 255) / 283)));
    const peak = (10 * (peaks[i] as number)) / energy;
    seconds.peak[i] = Math.max(60, Math.min(220, peak * (0.85 + ((h >>> 20) & 127) / 420)));
    seconds.variant[i] = h >>> 27;
  }
  return seconds;
}
