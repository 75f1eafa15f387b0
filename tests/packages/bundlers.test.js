import assert from 'node:assert/strict';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { test } from 'node:test';
import * as esbuild from 'esbuild';
import { build, createServer } from 'vite';
import webpack from 'webpack';
import { openPage, serve } from '../e2e/support/browser.js';
import { controls, openTab } from '../e2e/support/controls.js';
import { reachState, reachStep } from '../e2e/support/records.js';
import { installPackage, readPackage } from './installed.js';

const TEXT = 'a tag is a small thing, a tag is a whole thing. '.repeat(10);

const { folder } = installPackage();
writeFileSync(join(folder, 'main.js'), `import 'lstm-playground';\n`);
const policy = /```text\n(.+)\n```/.exec(readPackage('README.md'))?.[1];
assert.ok(policy, 'the README has a policy');
const html = `<!doctype html><html lang="en"><head><meta charset="utf-8" /><title>A lesson</title>
  <meta http-equiv="content-security-policy" content="${policy}" />
  <link rel="icon" href="data:," /><script type="module" src="./main.js"></script></head>
  <body><lstm-playground text="${TEXT}" hidden-size="8"></lstm-playground></body></html>`;
writeFileSync(join(folder, 'index.html'), html);

/**
 * Each bundles main.js with its defaults into a folder.
 *
 * @type {Record<string, (outDir: string) => Promise<string[]>>} the warnings
 */
const bundlers = {
  async Vite(outDir) {
    /** @type {string[]} */
    const warnings = [];
    const tell = (/** @type {string} */ message) => void warnings.push(message);
    const customLogger = {
      ...{ info() {}, warn: tell, warnOnce: tell, error: tell, clearScreen() {} },
      ...{ hasWarned: false, hasErrorLogged: () => false },
    };
    await build({ root: folder, base: './', configFile: false, customLogger, build: { outDir } });
    return warnings;
  },

  async esbuild(outdir) {
    const { warnings } = await esbuild.build({
      ...{ absWorkingDir: folder, entryPoints: ['main.js'], outdir },
      ...{ bundle: true, splitting: true, minify: true, format: 'esm', logLevel: 'silent' },
    });
    writeFileSync(join(outdir, 'index.html'), html);
    return warnings.map(({ text }) => text);
  },

  async webpack(path) {
    const options = { mode: 'production', context: folder, entry: './main.js', output: { path } };
    const stats = await promisify(webpack)(/** @type {webpack.Configuration} */ (options));
    writeFileSync(join(path, 'index.html'), html);
    const { warnings = [], errors = [] } = stats?.toJson({ warnings: true, errors: true }) ?? {};
    return [...warnings, ...errors].map(({ message }) => message);
  },
};

/**
 * Asks for a link, for which a bundle knows no playground; trains, in a page with the policy of the
 * package's README; and checks gradients, whose code comes last.
 *
 * @param {import('playwright-core').Page} page
 */
async function useTag(page) {
  const ui = controls(page);
  const answer = await page
    .locator('lstm-playground')
    .evaluate((/** @type {any} */ tag) =>
      tag.link().catch((/** @type {Error} */ { name }) => name),
    );
  assert.equal(answer, 'LinkError');
  await ui.train.click();
  await reachStep(page, 5);
  await ui.pause.click();
  await reachState(page, 'paused');
  await openTab(page, 'Cell');
  await ui.checkGradients.click();
  await ui.agreed.waitFor();
}

for (const [name, bundle] of Object.entries(bundlers)) {
  test(`${name} bundles the package without a warning, and the tag works`, async (t) => {
    const outDir = join(folder, name);
    assert.deepEqual(await bundle(outDir), []);
    const files = readdirSync(outDir, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map(({ parentPath, name }) => join(parentPath, name));
    const base = `/${name}`;
    const paths = files.map((file) => [file.replace(outDir, base), readFileSync(file)]);
    const { url, served } = await serve(Object.fromEntries(paths));
    await useTag(await openPage(t, `${url}${base}/index.html`));
    const missing = [...served].filter(([, body]) => body.length === 0).map(([path]) => path);
    assert.deepEqual(missing, [], 'files that the server lacks');
    assert.ok(served.size > 5, 'several files');
  });
}

test("Vite's server for development serves the package", async (t) => {
  const server = await createServer({
    ...{ root: folder, configFile: false, logLevel: 'silent' },
    server: { port: 0, host: '127.0.0.1' },
  });
  t.after(() => server.close());
  await server.listen();
  await useTag(await openPage(t, String(server.resolvedUrls?.local[0])));
});
