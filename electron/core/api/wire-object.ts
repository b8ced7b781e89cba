/** Gives objects from the service their documented spelling: keys in any case, known aliases, numbers sent as text. */
import { createHash } from 'node:crypto';

export type Json = Readonly<Record<string, unknown>>;

interface Key {
  readonly name: string;
  readonly number: boolean;
  readonly shape: Shape | undefined;
}
/** By lower-case spelling. */
export type Shape = ReadonlyMap<string, Key>;

export interface KeyInput {
  readonly name: string;
  readonly aliases?: readonly string[];
  readonly number?: boolean;
  readonly shape?: Shape;
}

export const named = (...list: readonly string[]): KeyInput[] => list.map((name) => ({ name }));
export const numbers = (...list: readonly string[]): KeyInput[] =>
  list.map((name) => ({ name, number: true }));

export function shapeOf(keys: readonly KeyInput[]): Shape {
  const shape = new Map<string, Key>();
  for (const { name, aliases = [], number = false, shape: inner } of keys)
    for (const spelling of [...aliases, name])
      shape.set(spelling.toLowerCase(), { name, number, shape: inner });
  return shape;
}

export const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** A finite number, also when it came as text; otherwise undefined. */
export function toNumber(value: unknown): number | undefined {
  const number =
    typeof value === 'number'
      ? value
      : typeof value === 'string' && value.trim() !== ''
        ? Number(value)
        : NaN;
  return Number.isFinite(number) ? number : undefined;
}

const LONGEST_NAME = 200;
/** A name or an id; undefined for anything else, and for what is too long to be one. */
export function textOf(value: unknown): string | undefined {
  if (Number.isSafeInteger(value)) return String(value);
  if (typeof value !== 'string' || value.length > LONGEST_NAME) return undefined;
  return value.trim() === '' ? undefined : value.trim();
}

/** The object in documented spelling; unknown keys are kept as they came. A documented spelling wins over others. */
export function respell(value: Json, shape: Shape): Json {
  const out = new Map<string, unknown>();
  const exact = new Set<string>();
  for (const [key, raw] of Object.entries(value)) {
    const known = shape.get(key.toLowerCase());
    const name = known?.name ?? key;
    if (exact.has(name)) continue;
    if (key === name) exact.add(name);
    out.set(name, known === undefined ? raw : read(raw, known));
  }
  // From entries, so that a key such as `__proto__` is only ever a key.
  return Object.fromEntries(out);
}

function read(raw: unknown, key: Key): unknown {
  if (key.shape !== undefined && isObject(raw)) return respell(raw, key.shape);
  if (key.number && typeof raw === 'string') return toNumber(raw) ?? raw;
  return raw;
}

/** What an object says beyond its shape; nulls say nothing. Undefined when there is none. */
export function beyond(value: Json, shape: Shape): Json | undefined {
  const rest = Object.entries(value).filter(([key, raw]) => raw !== null && !shape.has(key.toLowerCase()));
  return rest.length === 0 ? undefined : Object.fromEntries(rest);
}

const DEEPEST = 24;
/** True for what could exhaust the stack of whoever writes it down again. */
export function isTooDeep(value: unknown, depth = 0): boolean {
  if (typeof value !== 'object' || value === null) return false;
  if (depth > DEEPEST) return true;
  return Object.values(value).some((inner) => isTooDeep(inner, depth + 1));
}

/** A short fingerprint of some content, whatever the order of its keys. */
export const fingerprint = (content: unknown): string =>
  createHash('sha256')
    .update(JSON.stringify(sorted(content)))
    .digest('hex')
    .slice(0, 12);

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (!isObject(value)) return value;
  return Object.entries(value)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, inner]) => [key, sorted(inner)]);
}
