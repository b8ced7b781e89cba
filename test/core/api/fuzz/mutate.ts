/** Spoils answers in the ways that services, proxies and cables do, the same way for the same seed. */
import { gzipSync } from 'node:zlib';

export type Random = () => number;

/** Mulberry32: small, seeded, good enough to choose with. */
export function randomOf(seed: number): Random {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}
export const pick = <T>(random: Random, list: readonly T[]): T => {
  const chosen = list[Math.floor(random() * list.length)];
  if (chosen === undefined) throw new Error('nothing to choose from');
  return chosen;
};

type Node = Record<string | number, unknown>;
interface Place {
  readonly parent: Node;
  readonly key: string | number;
  readonly value: unknown;
}

/** Every place in a tree, but only some of the numbers in long lists. */
function placesOf(root: Node): readonly Place[] {
  const places: Place[] = [];
  const walk = (parent: Node): void => {
    for (const [key, value] of Object.entries(parent)) {
      places.push({ parent, key: Array.isArray(parent) ? Number(key) : key, value });
      if (typeof value === 'object' && value !== null) walk(value as Node);
    }
  };
  walk(root);
  return places;
}

/** Stand for what JSON.stringify cannot write; put in as text afterwards. */
const MARKS: readonly (readonly [string, () => string])[] = [
  ['@@HUGE@@', () => '1e999'],
  ['@@DEEP@@', () => '['.repeat(20_000) + ']'.repeat(20_000)],
  ['@@DEEPER@@', () => '{"a":'.repeat(3_000) + '1' + '}'.repeat(3_000)],
  ['@@LONG@@', () => LONG],
  ['@@PRECISE@@', () => '0.1234567890123456789012345678901234567890'],
];
const LONG = `[${'7,'.repeat(999_999)}7]`;

const WORDS = [
  ...[
    '',
    ' ',
    '...',
    'NaN',
    'null',
    '-',
    '1e999',
    '0x10',
    '12,5',
    '55.3',
    '-1e5',
    'QT999999',
    'LAeq',
    'Third',
  ],
  ...[
    'PT1S',
    '<b>',
    '\u0000',
    'é'.repeat(300),
    '../../x',
    "'; drop table records; --",
    '__proto__',
    'constructor',
  ],
];
const TIMES = [
  ...['0001-01-01T00:00:00Z', '9999-12-31T23:59:59Z', '-2026-03-02T00:00:00Z', '1970-01-01T00:00:00Z'],
  ...[
    '2026-02-30T05:20:00Z',
    '2026-03-02',
    '12:00',
    '2026-03-02T05:20:00+14:00',
    '2026-03-02T07:20:00+02:00',
  ],
  ...['2026-03-02T05:00:00', '275760-09-13T00:00:00Z', '2026-03-02T24:00:00Z', '1772427600', ''],
  // At the ends of what was asked for.
  ...['2026-03-02T04:59:56Z', '2026-03-02T04:59:59.9999999', '2026-03-02T05:59:58Z', '2026-03-02T06:00:00Z'],
];
/** What might stand in a field and be wrong all the same. */
const PLAUSIBLE: Readonly<Record<string, readonly unknown[]>> = {
  type: ['Octave', 'Third', 'LAeq', 'LCPeak', 'LZeq', 'laeq'],
  weighting: ['A', 'C', 'Z', 'z'],
  instrument: ['QT999999', 'qt123456', ' QT123456 ', null, 123456],
  name: ['63Hz', '1KHz', '1 khz', '99Hz'],
  sampleDuration: [100, 1_000, 60_000, '1000', 1, 0.1, 0, -1_000, 'PT1S', 1e12],
  duration: [60, 3_600, 30, 0, -60, 1e12, '60'],
  ...Object.fromEntries(['start', 'end', 'startTime', 'endTime', 'time'].map((key) => [key, TIMES])),
};
const NAMES = [
  'type',
  'instrument',
  'start',
  'startTime',
  'values',
  'name',
  'duration',
  'NewField',
  '__proto__',
];

/** What can happen to one place. */
const CHANGES: readonly ((random: Random, place: Place) => void)[] = [
  (_, { parent, key }) => {
    if (Array.isArray(parent)) parent.splice(Number(key), 1);
    else Reflect.deleteProperty(parent, key);
  },
  (random, { parent, key, value }) => rename(parent, key, pick(random, NAMES), value),
  (random, { parent, key, value }) =>
    rename(parent, key, random() < 0.5 ? String(key).toUpperCase() : String(key).toLowerCase(), value),
  // The same key twice, in another case and with another value.
  (random, { parent, key }) => put(parent, String(key).toUpperCase(), pick(random, WORDS)),
  (random, { parent, value }) => {
    if (Array.isArray(parent)) parent.splice(Math.floor(random() * parent.length), 0, structuredClone(value));
  },
  (_, { parent, key }) => put(parent, key, null),
  (random, { parent, key }) => put(parent, key, pick(random, WORDS)),
  (random, { parent, key }) => put(parent, key, pick(random, TIMES)),
  (random, { parent, key }) =>
    put(
      parent,
      key,
      pick(random, [0, -0, -1, 1e308, 5e-324, 2 ** 53, 60_000, 0.1, true, false, [], {}, [[]]]),
    ),
  (_, { parent, key, value }) => put(parent, key, String(value)),
  (_, { parent, key, value }) => put(parent, key, [value]),
  (_, { parent, key, value }) => put(parent, key, { value }),
  (_, { parent, key }) => put(parent, key, '@@HUGE@@'),
  (random, { parent, key }) => put(parent, key, pick(random, ['@@DEEP@@', '@@DEEPER@@', '@@PRECISE@@'])),
  (random, { parent, key }) => {
    if (random() < 0.02) put(parent, key, '@@LONG@@');
  },
  (_, { parent }) => swap(parent, 'start', 'end'),
  (_, { parent }) => swap(parent, 'startTime', 'endTime'),
  (random, { parent }) => {
    if (Array.isArray(parent)) parent.sort(() => random() - 0.5);
  },
  (random, { parent, key }) => {
    const field = pick(random, [...NAMES, 'gust', 'flag']);
    put(parent, Array.isArray(parent) ? key : field, pick(random, [5, 'x', [1], { a: 1 }]));
  },
];

function put(parent: Node, key: string | number, value: unknown): void {
  // As JSON.parse does it: a key such as `__proto__` is only ever a key.
  Object.defineProperty(parent, key, { value, enumerable: true, configurable: true, writable: true });
}
function rename(parent: Node, key: string | number, name: string, value: unknown): void {
  if (Array.isArray(parent)) return;
  Reflect.deleteProperty(parent, key);
  put(parent, name, value);
}
function swap(parent: Node, a: string, b: string): void {
  if (a in parent && b in parent) [parent[a], parent[b]] = [parent[b], parent[a]];
}

/** What can happen to the text on its way. */
const DAMAGES: readonly ((random: Random, text: string) => Uint8Array)[] = [
  (random, text) => Buffer.from(text.slice(0, Math.floor(random() * text.length))),
  (_, text) => Buffer.from(`<!doctype html><title>Log in</title>${text}`),
  (_, text) => Buffer.from(`\uFEFF${text}`),
  (_, text) => gzipSync(text),
  (_, text) => Buffer.from(text, 'utf16le'),
  (_, text) => Buffer.from(text + text),
  (_, text) => Buffer.from(`)]}',\n${text}`),
  (_, text) => Buffer.from(`{"data":${text}}`),
  (_, text) => Buffer.from(text.replaceAll('null', 'NaN')),
  (random, text) => {
    const bytes = Buffer.from(text);
    for (let i = 0; i < 3; i += 1) bytes[Math.floor(random() * bytes.length)] = Math.floor(random() * 256);
    return bytes;
  },
  () => Buffer.from(''),
];

function mutate(random: Random, root: Node): void {
  const places = placesOf(root).filter(({ parent }) => parent !== root || random() < 0.05);
  const known = places.filter(({ key }) => Object.hasOwn(PLAUSIBLE, key));
  if (known.length > 0 && random() < 0.4) {
    const { parent, key } = pick(random, known);
    put(parent, key, pick(random, PLAUSIBLE[key] ?? []));
  } else if (places.length > 0) pick(random, CHANGES)(random, pick(random, places));
}

/** An answer with one to four things wrong with it; one time in eight its text is damaged, too. */
export function spoil(answer: unknown, seed: number): Uint8Array<ArrayBuffer> {
  const random = randomOf(seed);
  const root: Node = { answer: structuredClone(answer) };
  for (let count = 1 + Math.floor(random() * 4); count > 0; count -= 1) mutate(random, root);
  let text = JSON.stringify(root['answer'] ?? null);
  for (const [mark, written] of MARKS) text = text.replace(`"${mark}"`, () => written()).replaceAll(mark, '');
  const bytes = random() < 1 / 8 ? pick(random, DAMAGES)(random, text) : Buffer.from(text);
  return new Uint8Array(bytes);
}
