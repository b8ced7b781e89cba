/** Reads the service's description of an instrument, whose nested keys come in more than one spelling. */
import type { Instrument } from '../../contract/model';

export type JsonObject = Readonly<Record<string, unknown>>;

const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** A property under any of its names, without regard to case. */
function pick(object: unknown, ...names: readonly string[]): unknown {
  if (!isObject(object)) return undefined;
  for (const name of names) {
    const key = Object.keys(object).find((each) => each.toLowerCase() === name);
    if (key !== undefined) return object[key];
  }
  return undefined;
}
const text = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);
const texts = (value: unknown): readonly string[] =>
  Array.isArray(value) ? value.filter((each) => typeof each === 'string') : [];

/** 0, 0 is the service's way to say that it does not know. */
function position(value: unknown): Instrument['position'] {
  const latitude = pick(value, 'latitude', 'lat');
  const longitude = pick(value, 'longitude', 'long');
  if (typeof latitude !== 'number' || typeof longitude !== 'number') return undefined;
  return latitude === 0 && longitude === 0 ? undefined : { latitude, longitude };
}

/** The domain's instrument; what is absent or of another kind than documented is undefined or empty. */
export function asInstrument(
  data: JsonObject,
  known: Pick<Instrument, 'serial' | 'listedAt' | 'onServer'>,
): Instrument {
  const subscription = pick(data, 'subscription');
  return {
    ...known,
    name: text(pick(data, 'name')),
    type: text(pick(data, 'type')),
    model: text(pick(data, 'model')),
    features: texts(pick(data, 'feature')),
    position: position(pick(data, 'position')),
    subscription: {
      tier: text(pick(subscription, 'tier')),
      status: text(pick(subscription, 'status')),
      addons: texts(pick(subscription, 'addons')),
    },
  };
}
