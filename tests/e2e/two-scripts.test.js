import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';
import { openPage, serve } from './support/browser.js';
import { moreSteps, records } from './support/records.js';

const TEXT = 'two scripts define one tag, and one of them is in use. '.repeat(20);
const TAG = `<lstm-playground text="${TEXT}" hidden-size="8" workers="1"></lstm-playground>`;
const WARNING = /^Two scripts define <lstm-playground>: version (.+) is in use, (.+) is not\. /;

/** @param {string} name */
const built = (name) => readFile(new URL(`../../dist/${name}`, import.meta.url), 'utf8');
const [module, script] = await Promise.all([
  built('lstm-playground.js'),
  built('lstm-playground.all.js'),
]);
const version = /version="?`?([\d.]+)/.exec(module)?.[1] ?? '';

/** @param {string} code of a version of the tag, of which this makes an older one */
function older(code) {
  const parts = code.split(version);
  assert.ok(version && parts.length > 1, 'the code has its version');
  return parts.join('0.0.1');
}

/**
 * Opens a page with the tag and two scripts, one after the other.
 *
 * @param {import('node:test').TestContext} t
 * @param {string[]} scripts HTML
 * @param {Record<string, string>} [files]
 */
async function open(t, scripts, files) {
  const { url } = await serve({
    ...files,
    '/post.html': `<!doctype html><html lang="en"><head><title>A post</title>
      <link rel="icon" href="data:," /></head><body>${TAG}${scripts.join('')}</body></html>`,
  });
  const page = await openPage(t, 'about:blank');
  /** @type {string[]} */
  const warnings = [];
  page.on('console', (message) => {
    if (message.type() === 'warning') warnings.push(message.text());
  });
  await page.goto(`${url}/post.html`);
  await page.evaluate(() => /** @type {any} */ (document.querySelector('lstm-playground')).train());
  await moreSteps(page, 3);
  assert.deepEqual((await records(page)).errors, []);
  const inUse = await page.evaluate(
    () => /** @type {any} */ (customElements.get('lstm-playground')).version,
  );
  return { warnings, inUse };
}

/** @param {string} src */
const moduleTag = (src) => `<script type="module" src="${src}"></script>`;

test('of two versions the first is in use, and the second says so', async (t) => {
  // A host of its own has the older version with all its files.
  const { url: host } = await serve({ '/lstm-playground.js': older(module) });
  for (const [first, second] of [
    [`${host}/lstm-playground.js`, '/lstm-playground.js'],
    ['/lstm-playground.js', `${host}/lstm-playground.js`],
  ]) {
    const { warnings, inUse } = await open(t, [moduleTag(first), moduleTag(second)]);
    const [used, unused] = first.startsWith(host) ? ['0.0.1', version] : [version, '0.0.1'];
    assert.equal(inUse, used);
    assert.deepEqual(
      warnings.map((warning) => WARNING.exec(warning)?.slice(1)),
      [[used, unused]],
    );
  }
});

test('an older script in one file and the newer one in several are told likewise', async (t) => {
  const { warnings, inUse } = await open(
    t,
    [moduleTag('/older.js'), moduleTag('/lstm-playground.js')],
    { '/older.js': older(script) },
  );
  assert.equal(inUse, '0.0.1');
  assert.deepEqual(
    warnings.map((warning) => WARNING.exec(warning)?.slice(1)),
    [['0.0.1', version]],
  );
});

test('the same version from two addresses is no matter to tell', async (t) => {
  const { url: host } = await serve();
  const { warnings, inUse } = await open(t, [
    moduleTag('/lstm-playground.js'),
    moduleTag(`${host}/lstm-playground.js`),
    moduleTag('/lstm-playground.all.js'),
  ]);
  assert.equal(inUse, version);
  assert.deepEqual(warnings, []);
});
