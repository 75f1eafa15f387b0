import js from '@eslint/js';
import globals from 'globals';

/** Where the modules in each folder of www/src may import from, besides their own folder. */
const mayImport = {
  lib: [],
  shared: ['../lib/', '../../pkg/settings.json'],
  worker: ['../lib/', '../shared/', '../../pkg/'],
  // Of the worker and the wasm no more than something to start and something to fetch.
  state: [
    '../lib/',
    '../shared/',
    '../worker/main.js?worker&inline',
    '../../pkg/lstm_playground_bg.wasm?url',
    '../../pkg/proof/lstm_playground_bg.wasm?url',
  ],
  views: ['../lib/', '../shared/'],
  element: ['../lib/', '../shared/', '../state/', '../views/'],
};

/** @param {[folder: string, allowed: string[]]} entry */
function importDirection([folder, allowed]) {
  const prefixes = allowed.map((path) => path.replaceAll(/[./?]/g, '\\$&'));
  // The core's own rule, no-restricted-imports, does not see import().
  const selector = `[source.value=/^(?!${[...prefixes, '$'].join('|')})\\.\\./]`;
  const message = `${folder}/ may import from ${['itself', ...allowed].join(', ')}, and from no other folder of ours.`;
  return {
    files: [`www/src/${folder}/**`],
    rules: { 'no-restricted-syntax': ['error', { selector, message }] },
  };
}

export default [
  { ignores: ['dist', 'target', 'tests/interop/.venv', 'www/pkg'] },
  { linterOptions: { reportUnusedDisableDirectives: 'error' } },
  js.configs.recommended,
  { files: ['www/src/**'], languageOptions: { globals: globals.browser } },
  { files: ['www/src/worker/**'], languageOptions: { globals: globals.worker } },
  {
    files: ['scripts/**', 'tests/**', 'bench/*.mjs', '*.config.js'],
    languageOptions: { globals: globals.nodeBuiltin },
  },
  { files: ['bench/**/*.js'], languageOptions: { globals: globals.worker } },
  // What a browser test hands to the page runs there.
  {
    files: ['tests/e2e/**', 'bench/in-browser.mjs', 'bench/inside.mjs'],
    languageOptions: { globals: globals.browser },
  },
  ...Object.entries(mayImport).map(importDirection),
];
