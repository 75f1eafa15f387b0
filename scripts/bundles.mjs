// Makes the bundles of the site: in several files, in one script, in one page; and those of the
// npm package. Needs www/pkg. Run as a program, it writes dist.

import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { build, mergeConfig, parseAst } from 'vite';
import site, { entry, shared } from '../vite.config.js';
import { LICENCES, thirdPartyLicences } from './licences.mjs';

/** @typedef {import('vite').Plugin} Plugin */

const root = join(import.meta.dirname, '..');
const www = join(root, 'www');
const bundles = join(www, 'src/bundles');
const oneScript = 'lstm-playground.all.js';

/** A file of the sources by its name, and the file that takes its place. */
const replacement = (/** @type {string} */ name, /** @type {string} */ file) => ({
  find: new RegExp(`^\\.{1,2}/(?:.*/)?${name}\\.js$`),
  replacement: join(bundles, file),
});

/** The files that the site fetches, within the bundle. */
const inlined = [
  replacement('wasm-bytes', 'inlined-wasm.js'),
  replacement('model-bytes', 'inlined-models.js'),
];
const withoutLessons = replacement('lesson-loader', 'without-lessons.js');
const withoutGradientCheck = ['gradient-checking', 'gradient-checker'].map((name) =>
  replacement(name, 'without-gradient-check.js'),
);

/**
 * A package has no page of the playground beside its modules, to which a tag could link. Neither has the
 * one script, which is the same in the package, on a CDN and on any other host.
 */
const withoutFolder = { 'import.meta.url': 'undefined' };

/** @type {Plugin} Imports a file as a string: gzipped, and in base64. */
const packed = {
  name: 'packed',
  enforce: 'pre',
  load(id) {
    const [file, query] = id.split('?');
    if (query !== 'packed') return;
    const base64 = gzipSync(readFileSync(file), { level: 9 }).toString('base64');
    return `export default ${JSON.stringify(base64)}`;
  },
};

/** @type {Plugin} Makes every import static: in one file, what is loaded later needs 7 kB of wrappers. */
const staticImports = {
  name: 'static-imports',
  enforce: 'pre',
  transform(code, id) {
    if (!id.startsWith(www) || !code.includes('import(')) return;
    let heads = '';
    let body = '';
    let position = 0;
    for (const [index, { start, end, source }] of [...importsIn(parseAst(code))].entries()) {
      heads += `import * as part${index} from ${source.raw};`;
      body += `${code.slice(position, start)}Promise.resolve(part${index})`;
      position = end;
    }
    return { code: heads + body + code.slice(position), map: null };
  },
};

/**
 * The nodes of the expressions `import(…)`.
 *
 * @param {any} node
 * @returns {Generator<any>}
 */
function* importsIn(node) {
  if (node?.type === 'ImportExpression') yield node;
  else if (node && typeof node === 'object')
    for (const child of Object.values(node)) yield* importsIn(child);
}

/**
 * The tag with everything that it loads, as one module.
 *
 * @param {import('vite').AliasOptions} alias
 * @param {Record<string, string>} [define] expressions, and those that take their places
 */
async function inOneScript(alias, define) {
  const output = { codeSplitting: false, entryFileNames: oneScript };
  const bundle = await build({
    ...shared,
    configFile: false,
    logLevel: 'warn',
    plugins: [...shared.plugins, packed, staticImports],
    resolve: { alias },
    define: { ...shared.define, ...define },
    build: {
      ...shared.build,
      write: false,
      modulePreload: false,
      rolldownOptions: { input: entry, preserveEntrySignatures: 'strict', output },
    },
  });
  const { output: files } = /** @type {import('vite').Rolldown.RolldownOutput} */ (bundle);
  if (files.length !== 1)
    throw new Error(`one file must come out, got ${files.map(({ fileName }) => fileName)}`);
  return files[0].code;
}

/**
 * The page of a built site, with all that it loads.
 *
 * @param {string} folder of the site
 */
async function inOnePage(folder) {
  const script = await inOneScript(inlined);
  const read = (/** @type {string} */ path) => readFileSync(join(folder, path));
  const loads = /\s*<(?:link|script)\b[^>]*\b(?:href|src)="([^"]+)"[^>]*>(?:<\/script>)?/g;
  // The advice to open the one page, and the links to pages that are not beside it.
  const elsewhere = /\s*<(p class="from-disk"|nav\b).*?<\/(p|nav)>/gs;
  const index = String(read('index.html')).replaceAll(elsewhere, '');
  const page = index.replace(loads, (tag, path) => {
    if (path.endsWith('.css')) return `\n    <style>${String(read(path)).trim()}</style>`;
    if (path.endsWith('.svg'))
      return tag.replace(path, `data:image/svg+xml;base64,${read(path).toString('base64')}`);
    return '';
  });
  // Last in the page, so that its text is seen first.
  return page.replace('</body>', () => `<script type="module">${forHtml(script)}</script></body>`);
}

/**
 * A script without the letters that end it, or change its meaning, in a page.
 *
 * @param {string} script
 */
const forHtml = (script) => script.replace(/<(?=\/script|!--|script)/gi, '\\x3C');

/**
 * Writes the one script, its integrity, and the licences of all bundles.
 *
 * @param {string} folder
 */
async function writeOneScript(folder) {
  const script = await inOneScript(
    [...inlined, ...withoutGradientCheck, withoutLessons],
    withoutFolder,
  );
  const integrity = `sha384-${createHash('sha384').update(script).digest('base64')}`;
  const table = JSON.stringify({ [oneScript]: integrity }, null, 2);
  writeFileSync(join(folder, oneScript), script);
  writeFileSync(join(folder, 'integrity.json'), `${table}\n`);
  writeFileSync(join(folder, LICENCES), thirdPartyLicences());
  return integrity;
}

/**
 * Writes the site, with the one script and the one page.
 *
 * @param {string} folder
 * @param {import('vite').LogLevel} [logLevel]
 * @returns {Promise<string>} the integrity of the one script
 */
export async function bundleSite(folder, logLevel) {
  const several = mergeConfig(site, { build: { outDir: folder }, configFile: false, logLevel });
  await build(several);
  writeFileSync(join(folder, 'playground.html'), await inOnePage(folder));
  return writeOneScript(folder);
}

/**
 * Writes the modules of the npm package, which bundlers take as they are: a wasm module is a script
 * that is loaded later. The one script is beside them.
 *
 * @param {string} folder
 * @returns {Promise<string>} the integrity of the one script
 */
export async function bundlePackage(folder) {
  await build({
    ...shared,
    configFile: false,
    logLevel: 'warn',
    plugins: [...shared.plugins, packed],
    resolve: { alias: inlined },
    define: { ...shared.define, ...withoutFolder },
    build: {
      ...shared.build,
      outDir: folder,
      emptyOutDir: true,
      lib: { entry, formats: ['es'], fileName: 'lstm-playground' },
      rolldownOptions: { output: { minify: true } },
    },
  });
  return writeOneScript(folder);
}

if (import.meta.filename === process.argv[1]) {
  console.log(`${oneScript} has the integrity ${await bundleSite(join(root, 'dist'))}`);
}
