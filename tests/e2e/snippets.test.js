import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { bundlePackage } from '../../scripts/bundles.mjs';
import { openPage, serve } from './support/browser.js';
import { controls } from './support/controls.js';

const root = join(import.meta.dirname, '../..');
const read = (/** @type {string} */ path) => readFileSync(join(root, path), 'utf8');

const folder = mkdtempSync(join(tmpdir(), 'lstm-playground-'));
after(() => rmSync(folder, { recursive: true }));
await bundlePackage(folder);
const modules = readdirSync(folder).map((name) => [
  `/npm/${name}`,
  readFileSync(join(folder, name)),
]);

/** The host of the files, which is not that of the page. */
const { url: files } = await serve();
const integrity = JSON.parse(read('dist/integrity.json'))['lstm-playground.all.js'];

/** A bundle of the snippet, and a tag. */
const bundled =
  '<script type="module" src="/npm/lstm-playground.js"></script><lstm-playground preset="dates">';

/**
 * The snippets of a document, each with the policy below it.
 *
 * @param {string} path
 */
function snippetsIn(path) {
  const blocks = /```(html|js)\n([^`]+?)```\n\n```text\n([^`]+?)\n```/g;
  return [...read(path).matchAll(blocks)].map(([, language, code, policy]) => {
    const html = language === 'html' ? code : code.replace("import 'lstm-playground';\n", bundled);
    const here = (/** @type {string} */ text) =>
      text.replaceAll('https://your.host', files).replace('sha384-…', integrity);
    return { html: here(html), policy: here(policy) };
  });
}

const snippets = snippetsIn('docs/embedding.md');

test('the README has the same snippets', () => {
  assert.equal(snippets.length, 3);
  assert.deepEqual(snippetsIn('README.md'), snippets);
});

for (const [index, name] of ['the one script', 'the npm package', 'a frame'].entries()) {
  test(`${name} trains with the policy beside its snippet alone`, async (t) => {
    const { html, policy } = snippets[index];
    const page = `<!doctype html><html lang="en"><head><meta charset="utf-8" /><title>A page</title>
      <meta http-equiv="content-security-policy" content="default-src 'none'; ${policy}" />
      </head><body>${html}</body></html>`;
    const { url, served } = await serve({ ...Object.fromEntries(modules), '/page.html': page });
    const opened = await openPage(t, `${url}/page.html`, { permissions: ['clipboard-write'] });
    const body = html.includes('<iframe')
      ? opened.frameLocator('iframe').locator('body')
      : opened.locator('body');
    const ui = controls(body);
    await ui.train.click();
    await ui.figures.steps.getByText(/^[1-9]/).waitFor();
    if (html.includes('<iframe')) {
      await body.getByRole('button', { name: 'Share', exact: true }).click();
      const dialog = body.getByRole('dialog', { name: 'Share this setup' });
      await dialog.getByRole('button', { name: 'Copy link', exact: true }).click();
      await body.getByRole('button', { name: 'Copied', exact: true }).waitFor();
    }
    const others = [...served.keys()].filter((path) => !/^\/(npm\/|page)/.test(path));
    assert.deepEqual(others, [], 'the host of the page has nothing else');
  });
}
