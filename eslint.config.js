/** Lint, and who may import whom: each folder's list of forbidden directions stands here once. */
import path from 'node:path';
import js from '@eslint/js';
import svelte from 'eslint-plugin-svelte';
import globals from 'globals';
import ts from 'typescript-eslint';
import { sharedProgramParser } from './build/test/lint-program.mjs';

const parser = sharedProgramParser({
  tsconfig: path.join(import.meta.dirname, 'test/tsconfig.json'),
  folders: ['electron', 'renderer', 'test'].map((folder) => path.join(import.meta.dirname, folder)),
});

/** Forbids imports in some files: `[glob of files, ...[pattern, why]]`. */
const forbid = (files, ...bans) => ({
  files,
  rules: {
    'no-restricted-imports': ['error', { patterns: bans.map(([regex, message]) => ({ regex, message })) }],
  },
});
const ELECTRON = ['^electron(/|$)', 'only main and preload know Electron'];
const MAIN = ['(^|/)main/', 'main is reached only through the host contract'];
const RENDERER = ['(^|/)renderer/', 'nothing under electron/ knows the renderer'];
const CORE = ['(^|/)core/', 'main knows the core only as a bundle'];
const SQL = ['better-sqlite3|(^|/)db/', 'SQL stays in core/db'];
const DB_TYPES_OK = [
  'better-sqlite3|(^|/)db/(?!archive$|[a-z]+-store$)',
  'SQL stays in core/db; only the types of the archive and its stores travel',
];
const API = ['(^|/)api/', 'the wire stays in core/api'];
const UPLOT = ['^uplot', 'only charts/TimeSeries.svelte knows uPlot'];
const UP = ['(^|/)(cli|demo)/(?!key$)', 'the core knows no face of itself, and of the demo only its key'];
const PURE = ['^(node:|better-sqlite3|electron|pino)', 'this folder is pure'];

export default ts.config(
  { ignores: ['dist/', 'release/', 'node_modules/', 'test-results/', 'bench-results/'] },
  js.configs.recommended,
  { files: ['**/*.ts', '**/*.svelte'], extends: [ts.configs.strictTypeChecked] },
  { files: ['**/*.ts'], languageOptions: { parser } },
  // After typescript-eslint: its configs set the parser, and .svelte files need Svelte's.
  ...svelte.configs.recommended,
  {
    files: ['**/*.ts'],
    languageOptions: {
      parserOptions: {
        project: ['electron', 'electron/main', 'renderer', 'test'].map((dir) => `${dir}/tsconfig.json`),
      },
    },
    rules: {
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      // Factories return plain objects whose functions never use `this`.
      '@typescript-eslint/unbound-method': 'off',
      eqeqeq: 'error',
      'no-console': 'error',
    },
  },
  {
    files: ['**/*.svelte', '**/*.svelte.ts'],
    languageOptions: {
      parserOptions: {
        parser,
        project: 'renderer/tsconfig.json',
        extraFileExtensions: ['.svelte'],
      },
      globals: globals.browser,
    },
    rules: {
      'prefer-const': 'off',
      'svelte/prefer-const': 'error',
      'svelte/no-at-html-tags': 'error',
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
    },
  },
  { files: ['**/*.mjs', '*.js'], languageOptions: { globals: globals.node } },
  {
    files: ['build/runtime-loader/**/*.js'],
    languageOptions: { sourceType: 'commonjs', globals: globals.node },
  },
  forbid(['electron/contract/**'], ['^(?!zod$|\\./)', 'the contract imports zod and itself, nothing else']),
  forbid(['electron/main/**', 'electron/preload/**'], CORE, RENDERER, SQL, UP),
  forbid(['electron/core/**'], ELECTRON, MAIN, RENDERER, UP),
  forbid(['electron/core/api/**'], ELECTRON, MAIN, RENDERER, UP, DB_TYPES_OK),
  forbid(['electron/core/db/**'], ELECTRON, MAIN, RENDERER, UP, API),
  forbid(['electron/core/{sync,transfer,export,jobs}/**'], ELECTRON, MAIN, RENDERER, UP, DB_TYPES_OK),
  forbid(
    [
      'electron/core/series/**',
      'electron/core/acoustics/**',
      'electron/core/**/plan.ts',
      'electron/core/jobs/retry.ts',
      'electron/core/api/pacer.ts',
    ],
    ELECTRON,
    MAIN,
    RENDERER,
    UP,
    DB_TYPES_OK,
    PURE,
    ['(^|/)(handlers|core|process)$', 'pure files import contract types and each other'],
  ),
  // The utility-process entry is the one place in the core that may use Electron's network stack.
  forbid(['electron/core/process.ts'], MAIN, RENDERER, UP),
  forbid(['electron/demo/**'], ELECTRON, MAIN, RENDERER, CORE, [
    '(^|/)cli/',
    'the demo service is on its own',
  ]),
  forbid(['electron/cli/**'], ELECTRON, MAIN, RENDERER),
  forbid(
    ['renderer/**'],
    ELECTRON,
    ['electron/(?!contract)', 'the renderer knows only the contract'],
    ['^node:', 'no Node in the page'],
    UPLOT,
  ),
  // The page takes the contract's types alone: its schemas would bring the library that validates.
  {
    files: ['renderer/**/*.ts', 'renderer/**/*.svelte'],
    rules: {
      '@typescript-eslint/no-restricted-imports': [
        'error',
        {
          patterns: [
            {
              regex: 'contract/(?!(rpc|result|site-zones|default-name|bytes-text|usual-.*|zoom)$)',
              message: 'only its types: what the page needs of it stands in files without schemas',
              allowTypeImports: true,
            },
          ],
        },
      ],
    },
  },
  forbid(
    ['renderer/charts/**'],
    ELECTRON,
    ['electron/(?!contract)', 'the renderer knows only the contract'],
    ['^node:', 'no Node in the page'],
  ),
  forbid(
    ['renderer/components/**'],
    ELECTRON,
    UPLOT,
    ['electron/(?!contract)', 'the renderer knows only the contract'],
    ['^node:', 'no Node in the page'],
    ['(^|/)(state|api)(/|$)', 'components take props'],
  ),
);
