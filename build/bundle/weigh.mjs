/**
 * How much JavaScript the page loads until what is on show, packed as by gzip.
 *   node build/bundle/weigh.mjs
 */
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { gzipSync } from 'node:zlib';
import { page } from './targets.mjs';

/** What is loaded for what, each with all that is loaded before it. */
const STEPS = [
  ['fleet', ['renderer/main.ts', 'renderer/start.ts', 'renderer/views/fleet/Fleet.svelte']],
  [
    'levels',
    ['renderer/views/instrument/Instrument.svelte', 'renderer/views/instrument/levels/Levels.svelte'],
  ],
];
/** Loaded only by a browser that lacks Temporal. */
const POLYFILL = 'node_modules/temporal-polyfill/';

/** Builds the page in memory. Weights in bytes; `modules` are the sources of all of it, `entry` those that run at once; `polyfill` is not in `all`. */
export async function weighPage() {
  const { build } = await import('vite');
  const config = page('unused');
  const built = await build({ ...config, build: { ...config.build, write: false, sourcemap: false } });
  const chunks = built.output.filter(({ type }) => type === 'chunk');
  const holds = (chunk, source) =>
    Object.keys(chunk.modules).some((id) => id.replaceAll('\\', '/').includes(`/${source}`));
  const weight = (some) => some.reduce((sum, { code }) => sum + gzipSync(code, { level: 9 }).length, 0);
  const polyfill = chunks.filter((chunk) => holds(chunk, POLYFILL));
  const loaded = new Set();
  const load = (chunk) => {
    if (loaded.has(chunk)) return;
    loaded.add(chunk);
    for (const name of chunk.imports) load(chunks.find(({ fileName }) => fileName === name));
  };
  load(chunks.find(({ isEntry }) => isEntry));
  const entry = [...loaded].flatMap(({ modules }) => Object.keys(modules));
  const until = {};
  for (const [step, sources] of STEPS) {
    for (const source of sources) {
      const chunk = chunks.find((each) => holds(each, source));
      if (chunk === undefined) throw new Error(`no part of the page holds ${source}`);
      load(chunk);
    }
    until[step] = weight([...loaded]);
  }
  return {
    ...until,
    all: weight(chunks.filter((chunk) => !polyfill.includes(chunk))),
    polyfill: weight(polyfill),
    entry,
    modules: chunks.flatMap(({ modules }) => Object.keys(modules)),
  };
}

if (process.argv[1] && import.meta.url === pathToFileURL(path.resolve(process.argv[1])).href) {
  const { fleet, levels, all, polyfill } = await weighPage();
  const kB = (bytes) => `${(bytes / 1_000).toFixed(1)} kB`.padStart(9);
  console.log(`JavaScript of the page, gzipped
  until the fleet is on show  ${kB(fleet)}
  and an instrument's levels  ${kB(levels)}
  every screen and dialog     ${kB(all)}
  Temporal, where it lacks    ${kB(polyfill)}`);
}
