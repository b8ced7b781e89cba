/** Band sets and band names, as the service may spell them. */
import { BANDS } from '../dataset-list';
import { isObject, named, numbers, respell, shapeOf, textOf, type Json } from './wire-object';

export type BandSet = keyof typeof BANDS;

/** Undefined for anything that names no band set. */
export function bandSetOf(type: unknown): BandSet | undefined {
  const text = textOf(type) ?? '';
  if (/third|1\/3/i.test(text)) return 'Third';
  return /^(1\/1[ -]?)?octaves?$/i.test(text) ? 'Octave' : undefined;
}

/** The documented name of a band of a set, by its frequency: `1 kHz` is `1KHz`; undefined for other bands. */
export function bandNamed(set: BandSet, name: unknown): string | undefined {
  const hertz = hertzOf(name);
  return hertz === undefined ? undefined : BANDS[set].find((band) => hertzOf(band) === hertz);
}

function hertzOf(name: unknown): number | undefined {
  const match = /^(\d+(?:\.\d+)?) ?(k?)hz$/i.exec(textOf(name) ?? '');
  if (match === null) return undefined;
  return Math.round(Number(match[1]) * (match[2] === '' ? 1_000 : 1_000_000));
}

const BAND = shapeOf([...named('name'), ...numbers('value')]);

/** The bands of one record as a list of names and values, also when they came as an object by name. */
export function listedBands({ bands }: Json): { readonly bands?: readonly unknown[] } {
  if (Array.isArray(bands))
    return { bands: bands.map((band) => (isObject(band) ? respell(band, BAND) : (band as unknown))) };
  if (!isObject(bands)) return {};
  return {
    bands: Object.entries(bands).map(([name, value]) => respell({ name, value }, BAND)),
  };
}
