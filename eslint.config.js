import js from '@eslint/js';
import globals from 'globals';
import { dirname, join, relative } from 'node:path';
import { MAY_FETCH, withoutSinks } from './scripts/sinks.mjs';

/**
 * Folders of www/src, each with the folders and files that its modules may import in addition to
 * their own. A folder stands above those that it imports.
 *
 * @type {Record<string, string[]>}
 */
const mayImport = {
  lib: [],
  shared: ['lib'],
  worker: [
    'lib',
    'shared',
    '../pkg/lstm_playground.js',
    '../pkg/lstm_playground_bg.wasm?url', // for the benchmark; the page sends other workers a module
    '../pkg/gradient-check/lstm_playground.js',
  ],
  cells: ['lib', 'shared', '../pkg/cells.json'],
  settings: ['lib', 'shared', 'cells', '../pkg/settings.json'],
  texts: ['lib', 'shared', 'settings'],
  files: ['lib', 'shared', 'cells', 'settings', 'texts', '../pkg/counters.json'],
  storage: ['lib'],
  links: ['lib', 'settings', 'texts'], // setups in addresses and in other people's pages
  inspection: ['lib', 'shared', 'cells'],
  runs: [
    ...['lib', 'shared', 'cells', 'settings', 'texts', 'files', 'inspection'],
    'worker/main.js?worker&inline&source', // only to start it
    '../pkg/lstm_playground_bg.wasm?url', // only to fetch it
    '../pkg/gradient-check/lstm_playground_bg.wasm?url',
    '../../python/char_model.py?raw', // they leave with an exported model
    '../../python/train.py?raw',
  ],
  bundles: [
    '../pkg/lstm_playground_bg.wasm?packed', // in the place of what runs/ fetches
    '../pkg/gradient-check/lstm_playground_bg.wasm?packed',
    'lessons/models/recall.safetensors?packed',
  ],
  experiments: ['lib', 'shared', 'cells', 'settings', 'texts', 'inspection', 'runs'],
  lessons: [
    ...['lib', 'shared', 'cells', 'settings', 'texts', 'files', 'inspection', 'runs'],
    ...['experiments', 'lessons/strings'],
    'lessons/models/recall.safetensors?url', // only to fetch it
  ],
  views: ['lib', 'shared'],
  'views/charts': ['lib', 'cells'],
  'views/cells': ['lib', 'cells', 'views', 'views/charts'],
  'views/links': ['lib', 'views'],
  'views/texts': ['lib', 'texts', 'settings', 'views', 'views/settings'], // fields beside the text
  'views/settings': ['lib', 'settings', 'views'],
  'views/runs': ['lib', 'settings', 'views', 'views/charts', 'views/settings'],
  'views/live': ['lib', 'cells', 'views', 'views/charts'],
  'views/inspection': ['lib', 'cells', 'inspection', 'views', 'views/charts'],
  'views/experiments': [
    ...['lib', 'cells', 'settings', 'texts', 'views', 'views/charts'],
    'experiments/race-results.js', // pure arithmetic
  ],
  'views/lessons': ['lib', 'views'],
  element: [
    ...['lib', 'shared', 'cells', 'settings', 'texts', 'inspection', 'runs', 'experiments'],
    ...['links', 'storage', 'views/cells', 'views/texts', 'views/settings', 'views/runs'],
    ...['views/inspection', 'views/links', 'views/lessons', 'lessons'],
    'views/charts/theme.js', // light or dark, for paper
    ...['views/live', 'views/experiments', 'element/styles'],
  ],
};

/** Reports an import from a folder that is not below the importing one. */
const importDirection = {
  /** @param {import('eslint').Rule.RuleContext} context */
  create(context) {
    const src = join(import.meta.dirname, 'www/src');
    const folder = relative(src, dirname(context.filename));
    const allowed = mayImport[folder] ?? [];
    /** @param {any} node */
    const check = (node) => {
      const source = String(node.source.value);
      if (!source.startsWith('.')) return;
      const file = relative(src, join(dirname(context.filename), source));
      const isAllowed = [folder, ...allowed].some(
        (from) => from === dirname(file) || from === file,
      );
      if (isAllowed) return;
      const names = ['itself', ...allowed].join(', ');
      const message = `${folder}/ may import from ${names}; not ${file}.`;
      context.report({ node, message });
    };
    return { ImportDeclaration: check, ImportExpression: check, ExportAllDeclaration: check };
  },
};

export default [
  {
    ignores: ['dist', 'package', 'python/**/*.all.js', 'target', 'tests/interop/.venv', 'www/pkg'],
  },
  { linterOptions: { reportUnusedDisableDirectives: 'error' } },
  js.configs.recommended,
  { files: ['www/src/**', 'python/**'], languageOptions: { globals: globals.browser } },
  { files: ['www/src/worker/**'], languageOptions: { globals: globals.worker } },
  {
    files: ['scripts/**', 'tests/**', 'bench/*.mjs', '*.config.js'],
    languageOptions: { globals: globals.nodeBuiltin },
  },
  { files: ['bench/**/*.js'], languageOptions: { globals: globals.worker } },
  // Functions that these pass to the page run there.
  {
    files: [
      'tests/e2e/**',
      'tests/long/**',
      'tests/hosts/**',
      'tests/scripts/webdriver.test.js',
      'bench/autosave.mjs',
      'bench/in-browser.mjs',
      'bench/inside.mjs',
      'bench/usable.mjs',
      'scripts/pictures.mjs',
      'scripts/soak/**',
    ],
    languageOptions: { globals: globals.browser },
  },
  { files: ['www/src/**', 'python/**'], rules: withoutSinks },
  {
    files: ['www/src/**', 'python/**'],
    ignores: MAY_FETCH,
    rules: { 'no-restricted-globals': ['error', 'fetch'] },
  },
  {
    files: ['www/src/*/**/*.js'],
    plugins: { local: { rules: { 'import-direction': importDirection } } },
    rules: { 'local/import-direction': 'error' },
  },
];
