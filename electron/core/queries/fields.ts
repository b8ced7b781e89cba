/** Reads one value of an API object as the type it should have; anything else is absent, never a guess. */
type Data = Readonly<Record<string, unknown>>;

export const text = (value: unknown): string | undefined =>
  typeof value === 'string' && value !== '' ? value : undefined;
export const finite = (value: unknown): number | undefined =>
  typeof value === 'number' && Number.isFinite(value) ? value : undefined;
export const flag = (value: unknown): boolean | undefined => (typeof value === 'boolean' ? value : undefined);
export const texts = (value: unknown): readonly string[] =>
  Array.isArray(value) ? value.filter((item): item is string => typeof item === 'string') : [];
export const object = (value: unknown): Data | undefined =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Data) : undefined;

/** A field whatever the case of its key: nested objects keep the spelling they came in. */
export function field(data: Data, name: string): unknown {
  if (name in data) return data[name];
  const wanted = name.toLowerCase();
  for (const key of Object.keys(data)) if (key.toLowerCase() === wanted) return data[key];
  return undefined;
}

/** Numbers in their places; what is no number is missing, and a list without any is none. */
export function numbersIn(list: unknown): readonly (number | null)[] {
  if (!Array.isArray(list)) return [];
  const numbers = list.map((value: unknown) => finite(value) ?? null);
  return numbers.every((value) => value === null) ? [] : numbers;
}
