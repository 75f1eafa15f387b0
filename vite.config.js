import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { defineConfig } from 'vite';
import { workerSource } from './scripts/worker-source.mjs';

const www = resolve(import.meta.dirname, 'www');
const element = 'lstm-playground';

/** The version of the crate, which is that of the tag. */
const version = /^version = "(.+)"$/m.exec(
  readFileSync(resolve(import.meta.dirname, 'Cargo.toml'), 'utf8'),
)?.[1];

/** The address of the tag's script in the sources. */
export const entry = resolve(www, `src/element/${element}.js`);

let isReplaced = false;

/**
 * @type {import('vite').Plugin} The code that fetches the files of a part at once. Vite's own waits for
 * style sheets too, which no part has, and is a tenth of the tag's script.
 */
const preload = {
  name: 'preload',
  enforce: 'pre',
  buildStart: () => void (isReplaced = false),
  load(id) {
    if (id !== '\0vite/preload-helper.js') return undefined;
    isReplaced = true;
    return `const known = new Set();
export const __vitePreload = (load, files = [], base) => {
  for (const file of files) {
    const { href } = new URL(file, base);
    if (known.has(href)) continue;
    known.add(href);
    const link = Object.assign(document.createElement('link'), { rel: 'modulepreload', href });
    link.crossOrigin = '';
    document.head.append(link);
  }
  return load();
};`;
  },
  buildEnd(error) {
    if (!error && !isReplaced) this.error('the code of Vite that preloads has another name');
  },
};

/** The options of every bundle. */
export const shared = /** @satisfies {import('vite').UserConfig} */ ({
  root: www,
  define: { __VERSION__: JSON.stringify(version) },
  base: './', // the site works in any folder of any host
  plugins: [workerSource],
  build: {
    target: 'es2022',
    // The oldest versions of docs/browsers.md. They have light-dark(): for older ones Vite would use
    // variables that a host page lacks.
    cssTarget: ['chrome125', 'firefox128', 'safari18'],
    assetsInlineLimit: 0, // a strict host page forbids data: URLs
  },
  worker: { format: 'iife' }, // the only format that works everywhere for a worker within a script
});

/** @type {import('vite').Plugin} From a disk, browsers load no style sheet with this attribute. */
const stylesFromDisk = {
  name: 'styles-from-disk',
  transformIndexHtml: {
    order: 'post',
    handler: (html) =>
      html.replaceAll('<link rel="stylesheet" crossorigin ', '<link rel="stylesheet" '),
  },
};

/** The site, in several files; scripts/bundles.mjs has the other bundles. */
export default defineConfig({
  ...shared,
  plugins: [...shared.plugins, preload, stylesFromDisk],
  build: {
    ...shared.build,
    outDir: resolve(import.meta.dirname, 'dist'),
    emptyOutDir: true,
    modulePreload: { polyfill: false }, // these browsers preload without a script
    rolldownOptions: {
      input: {
        index: resolve(www, 'index.html'),
        learn: resolve(www, 'learn.html'),
        teach: resolve(www, 'teach.html'),
        embed: resolve(www, 'embed.html'),
        bench: resolve(www, 'bench.html'),
        [element]: entry,
      },
      output: {
        // The code that the widget shares with its later parts, in one file: many small ones are more bytes.
        // Nothing of it belongs to the small script of the tag.
        codeSplitting: {
          includeDependenciesRecursively: false,
          groups: [
            {
              name: 'common',
              test: new RegExp(
                `pkg/cells\\.json$|src/(${[
                  'lib/(dom|download|format|random|svg|chart|chart-lines|chart-scales|drawings|colour-map|next-task|notifier|on-resize|worker-client|heartbeat-.*)',
                  'views/(visible|model-choice-view|after-step|sample-text|settings/field|charts/(chart-view|theme))',
                  'cells/(cells|gate-names|quantities)',
                  'inspection/unit-statistics',
                  'settings/(prompt-help|baseline-names|schedule|written-value)',
                  'texts/(presets|grammar|lines|program|rhyme|tales|tunes)',
                  'experiments/experiment-model',
                  'runs/(cores|core-budget)',
                  'element/(styles/sheets|saved-runs|loaded)',
                ].join('|')})\\.js$`,
              ),
            },
          ],
        },
        // Other people's pages load the element by this name, so it has no hash.
        entryFileNames: ({ name }) =>
          name === element ? `${element}.js` : 'assets/[name]-[hash].js',
      },
    },
  },
  preview: { port: 4173, strictPort: false },
});
