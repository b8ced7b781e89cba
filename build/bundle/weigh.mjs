/**
 * How much JavaScript the page loads until what is on show, packed as by gzip.
 *   node build/bundle/weigh.mjs [--json]
 */
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { gzipSync } from 'node:zlib';
import { page } from './targets.mjs';

const FLEET = 'renderer/views/fleet/Fleet.svelte';
/** Loaded only by a browser that lacks Temporal, then before anything else. */
const POLYFILL = 'node_modules/temporal-polyfill/';

const holds = (chunk, source) =>
  Object.keys(chunk.modules).some((id) => id.replaceAll('\\', '/').includes(`/${source}`));
const packed = ({ code }) => gzipSync(code, { level: 9 }).length;

/**
 * What must be loaded for each part of the page that is loaded by itself: the part, what leads to it from the entry on, and all that
 * these import; where several ways lead to it, by the heaviest. @returns chunk → chunks, the entry first
 */
function neededFor(chunks, weight) {
  const named = (fileNames) => chunks.filter(({ fileName }) => fileNames.includes(fileName));
  const needed = new Map();
  const enter = (chunk, before) => {
    const added = new Set();
    const add = (each) => {
      if (before.has(each) || added.has(each)) return;
      added.add(each);
      named(each.imports).forEach(add);
    };
    add(chunk);
    const loaded = new Set([...before, ...added]);
    if (weight(needed.get(chunk) ?? []) >= weight(loaded)) return;
    needed.set(chunk, loaded);
    for (const { dynamicImports } of added)
      for (const next of named(dynamicImports)) if (!loaded.has(next)) enter(next, loaded);
  };
  enter(
    chunks.find(({ isEntry }) => isEntry),
    new Set(),
  );
  return needed;
}

/**
 * Builds the page in memory. Weights in bytes, none with the polyfill but `polyfill`: `fleet` until the first screen is on show, `parts` each
 * screen, dialog and printed page by name with all it needs from a start on, `all` together. `modules` are the sources of all, `entry` those
 * that run at once.
 */
export async function weighPage() {
  const { build } = await import('vite');
  const config = page('unused');
  // As it is shipped, whoever asks: a test runner has a mode of its own.
  const mode = process.env.NODE_ENV;
  process.env.NODE_ENV = 'production';
  const built = await build({
    ...config,
    build: { ...config.build, write: false, sourcemap: false },
  }).finally(() => {
    if (mode === undefined) delete process.env.NODE_ENV;
    else process.env.NODE_ENV = mode;
  });
  const chunks = built.output.filter(({ type }) => type === 'chunk');
  const weights = new Map(chunks.map((chunk) => [chunk, packed(chunk)]));
  const weight = (some) => [...some].reduce((sum, chunk) => sum + weights.get(chunk), 0);
  const polyfill = chunks.filter((chunk) => holds(chunk, POLYFILL));
  const [[, first], ...rest] = neededFor(
    chunks.filter((chunk) => !polyfill.includes(chunk)),
    weight,
  );
  const fleet = rest.find(([chunk]) => holds(chunk, FLEET));
  if (fleet === undefined) throw new Error(`no part of the page holds ${FLEET}`);
  return {
    fleet: weight(fleet[1]),
    parts: rest.map(([{ name }, loaded]) => [name, weight(loaded)]),
    all: weight(chunks.filter((chunk) => !polyfill.includes(chunk))),
    polyfill: weight(polyfill),
    entry: [...first].flatMap(({ modules }) => Object.keys(modules)),
    modules: chunks.flatMap(({ modules }) => Object.keys(modules)),
  };
}

function print({ fleet, parts, all, polyfill }) {
  const line = (bytes, what) => console.log(`${(bytes / 1_000).toFixed(1).padStart(7)} kB  ${what}`);
  console.log('JavaScript of the page, gzipped, without Temporal');
  line(fleet, 'until the fleet is on show');
  for (const [name, bytes] of parts.toSorted(([, a], [, b]) => b - a)) line(bytes, `with ${name}`);
  line(all, 'all of it');
  line(polyfill, 'Temporal, where the browser lacks it');
}

if (process.argv[1] && import.meta.url === pathToFileURL(path.resolve(process.argv[1])).href) {
  const weight = await weighPage();
  if (process.argv.includes('--json')) console.log(JSON.stringify(weight));
  else print(weight);
}
