/** Gives objects from the service their documented spelling: keys in any case, known aliases, numbers sent as text. */
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
