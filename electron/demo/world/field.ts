/** A-weighted energy per second and kind of sound, over some whole minutes; the sources add themselves to it. */
import { kinds, type Kind, KIND } from './spectra';

export interface Field {
  /** Minutes since 1970. */
  readonly startMinute: number;
  readonly minutes: number;
  /** Per kind (by index of `kinds`), one energy per second, relative to 0 dB. */
  readonly energy: readonly Float64Array[];
  /** Kinds that anything was added to. */
  readonly active: boolean[];
}

/** A sound that stands out, as the triggers look for it. */
export interface Candidate {
  /** Second since 1970 of its loudest moment. */
  readonly second: number;
  /** Its own A-weighted energy in that second. */
  readonly energy: number;
  readonly kind: Kind;
}

/** Something that sounds at an instrument: adds its energy to a field, and names what stands out from it. */
export interface Source {
  sound(field: Field): void;
  candidates(startMinute: number, minutes: number): readonly Candidate[];
}

/** Sounds that begin this many minutes outside of a field may still reach into it. */
export const REACH_MINUTES = 1;

export function createField(startMinute: number, minutes: number): Field {
  return {
    startMinute,
    minutes,
    energy: kinds.map(() => new Float64Array(minutes * 60)),
    active: kinds.map(() => false),
  };
}

/** The same memory for another time, emptied; the field it was must not be used any more. */
export function reuseField(field: Field, startMinute: number): Field {
  for (const energies of field.energy) energies.fill(0);
  return { ...field, startMinute, active: kinds.map(() => false) };
}

const SHAPE_STEPS = 4;
const SHAPE_REACH = 24;
const WIDTHS = 16;
/** Rise and fall of a point source that passes, by width and quarter seconds from the closest point. */
const passages: readonly Float64Array[] = Array.from({ length: WIDTHS }, (_, i) => {
  const width = widthOf(i);
  const end = 1 / (1 + (SHAPE_REACH / width) ** 2);
  return Float64Array.from({ length: SHAPE_REACH * SHAPE_STEPS + 1 }, (__, q) => {
    const t = q / SHAPE_STEPS / width;
    return Math.max(0, (1 / (1 + t * t) - end) / (1 - end));
  });
});

/** Half-width in seconds (time from closest point to half the energy) of a width number 0-15: 0.5 to 7.6 s. */
export function widthOf(index: number): number {
  return 0.5 * 1.2 ** index;
}

/** The width number nearest to a half-width in seconds. */
export function widthIndex(seconds: number): number {
  return Math.max(0, Math.min(WIDTHS - 1, Math.round(Math.log(seconds / 0.5) / Math.log(1.2))));
}

/** Adds a vehicle that is closest at `centre` (seconds since 1970, fractional) with that energy. */
export function addPassage(field: Field, kind: Kind, centre: number, energy: number, width: number): void {
  const shape = passages[width] as Float64Array;
  const target = field.energy[KIND[kind]] as Float64Array;
  const middle = Math.round((centre - field.startMinute * 60) * SHAPE_STEPS);
  const first = Math.max(0, Math.ceil(middle / SHAPE_STEPS - SHAPE_REACH));
  const last = Math.min(target.length - 1, Math.floor(middle / SHAPE_STEPS + SHAPE_REACH));
  if (last < first) return;
  field.active[KIND[kind]] = true;
  for (let i = first; i <= last; i++) {
    const away = i * SHAPE_STEPS - middle;
    target[i] = (target[i] as number) + energy * (shape[away < 0 ? -away : away] as number);
  }
}

/** Adds an energy to one second, if the field has it. */
export function addSecond(field: Field, kind: Kind, second: number, energy: number): void {
  const target = field.energy[KIND[kind]] as Float64Array;
  const i = second - field.startMinute * 60;
  if (i < 0 || i >= target.length) return;
  field.active[KIND[kind]] = true;
  target[i] = (target[i] as number) + energy;
}

/** Adds a floor given once a minute, joined by straight lines; `at` gets minutes since 1970. */
export function addFloor(field: Field, kind: Kind, at: (minute: number) => number): void {
  const target = field.energy[KIND[kind]] as Float64Array;
  let left = at(field.startMinute);
  for (let m = 0; m < field.minutes; m++) {
    const right = at(field.startMinute + m + 1);
    if (left > 0 || right > 0) {
      field.active[KIND[kind]] = true;
      for (let s = 0; s < 60; s++) {
        const i = m * 60 + s;
        target[i] = (target[i] as number) + left + ((right - left) * s) / 60;
      }
    }
    left = right;
  }
}
