/** What is built from what: nine programs and the page. Only Electron and the native modules stay outside the bundles. */
import { builtinModules } from 'node:module';
import path from 'node:path';
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { root } from '../runtime.mjs';

/** Program → its entry. */
export const PROGRAMS = {
  main: 'electron/main/main.ts',
  preload: 'electron/preload/preload.ts',
  core: 'electron/core/process.ts',
  start: 'electron/core/start.ts',
  parser: 'electron/core/api/parse-worker.ts',
  writer: 'electron/core/transfer/write-worker.ts',
  secrets: 'electron/host/secrets-process.ts',
  demo: 'electron/demo/process.ts',
  cli: 'electron/cli/cli.ts',
};
export const OUTSIDE = ['electron', 'better-sqlite3', 'keytar'];

const LEAN = { compress: false, mangle: false, codegen: true };

/** Compiling the page takes most of a build, as it should; Vite need not say so each time. */
const checks = { pluginTimings: false };

/** Vite's configuration for one program: a single CommonJS file, which starts fastest and suits a sandboxed preload. */
export const program = (name, outDir) => ({
  root,
  configFile: false,
  logLevel: 'warn',
  build: {
    ssr: true,
    target: 'node20.18',
    outDir: path.join(outDir, 'electron'),
    emptyOutDir: false,
    minify: false,
    sourcemap: true,
    rolldownOptions: {
      checks,
      input: { [name]: path.join(root, PROGRAMS[name]) },
      external: [...OUTSIDE, /^node:/, ...builtinModules],
      // Names stay, so that what fails can be read; without comments and blanks it loads sooner and takes less memory.
      output: { format: 'cjs', entryFileNames: '[name].cjs', codeSplitting: false, minify: LEAN },
    },
  },
  ssr: { noExternal: true, external: OUTSIDE },
});

const packages = (...names) => new RegExp(`/node_modules/(${names.join('|')})/`);
/**
 * What is loaded together: in files of their own, its hundred small parts would pack worse. What the entry itself imports
 * is not among it, or all would be run before the entry has seen to Temporal.
 */
const TOGETHER = [
  { name: 'entry', test: /preload-helper|\/electron\/contract\/(rpc|result)\.ts$/, priority: 1 },
  { name: 'base', test: packages('svelte', 'clsx', 'esm-env', '@lucide') },
  { name: 'base', test: /\/renderer\/(components\/|state\/|views\/[^/]+$|(explain|format|router)[^/]+$)/ },
  {
    name: 'popups',
    test: packages('bits-ui', '@floating-ui', 'runed', 'svelte-toolbelt', 'tabbable', 'style-to-object'),
  },
  { name: 'charts', test: /\/node_modules\/uplot\/|\/renderer\/charts\// },
];

/** Vite's configuration for the page. Styles go to files of their own: its policy forbids inline ones. */
export const page = (outDir) => ({
  root: path.join(root, 'renderer'),
  base: './',
  configFile: false,
  logLevel: 'warn',
  // Only a browser without Temporal of its own is given one; the entry sees to that.
  resolve: {
    alias: [{ find: /^temporal-polyfill$/, replacement: path.join(root, 'renderer/temporal.ts') }],
  },
  plugins: [svelte({ configFile: false, emitCss: true, compilerOptions: { css: 'external' } })],
  build: {
    outDir: path.join(outDir, 'renderer'),
    emptyOutDir: false,
    target: 'chrome130',
    sourcemap: true,
    modulePreload: false,
    assetsInlineLimit: 0,
    rolldownOptions: { checks, output: { codeSplitting: { groups: TOGETHER } } },
  },
});
