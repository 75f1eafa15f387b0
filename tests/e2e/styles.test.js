import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { serveRecorded, testInEveryBrowser } from './support/every-browser.js';

/** Properties that a browser may lack, because nothing needs them there. */
const MAY_LACK = [
  ...['field-sizing', 'scrollbar-width', 'text-wrap'], // nicer where they are
  'forced-color-adjust', // WebKit has no forced colours
  'user-select', // WebKit has it with a prefix, and `all: initial` resets that one
];

const www = join(import.meta.dirname, '../../www');
const sheets = readdirSync(www, { recursive: true, encoding: 'utf8' })
  .filter((path) => path.endsWith('.css'))
  .map((path) => readFileSync(join(www, path), 'utf8').replaceAll(/\/\*[^]*?\*\//g, ''));
const declarations = sheets.flatMap((sheet) =>
  [...sheet.matchAll(/(?<=[{;]\s*)([-\w]+)\s*:\s*([^;{}]+)(?=[;}])/g)].map(([, name, value]) => ({
    name,
    value: value.replace('!important', '').replaceAll(/\s+/g, ' ').trim(),
  })),
);
const variables = Object.fromEntries(declarations.map(({ name, value }) => [name, value]));
const selectors = sheets.flatMap((sheet) =>
  [...sheet.matchAll(/(?<=[{};]\s*|^\s*)([^{};@]+)(?=\{)/g)].map(([selector]) => selector.trim()),
);

const { url } = await serveRecorded();

testInEveryBrowser('no browser drops a declaration or a rule of the style sheets', async (page) => {
  assert.ok(declarations.length > 1000 && selectors.length > 400);
  await page.goto(`${url}/index.html`);
  await page.getByRole('button', { name: 'Train', exact: true }).waitFor();
  const { dropped, refused } = await page.evaluate(
    ({ declarations, selectors, variables }) => {
      const root = document.querySelector('lstm-playground')?.shadowRoot;
      const style = getComputedStyle(/** @type {Element} */ (root?.querySelector('.playground')));
      // A browser takes any value with a variable, until it knows what stands for it.
      const filled = (/** @type {string} */ value) => {
        for (let all = value; ;) {
          const next = all.replaceAll(
            /var\((--[-\w]+)(?:, ((?:[^()]|\((?:[^()]|\([^()]*\))*\))*))?\)/g,
            (_, name, otherwise) =>
              style.getPropertyValue(name) || otherwise || variables[name] || '1px',
          );
          if (next === all) return all;
          all = next;
        }
      };
      return {
        dropped: declarations
          .map(({ name, value }) => ({ name, value: filled(value) }))
          .filter(({ name, value }) => !name.startsWith('--') && !CSS.supports(name, value))
          .map(({ name, value }) => `${name}: ${value}`),
        refused: selectors.filter((selector) => {
          try {
            document.querySelector(selector);
          } catch {
            return true;
          }
        }),
      };
    },
    { declarations, selectors, variables },
  );
  const isNeeded = (/** @type {string} */ declaration) =>
    !MAY_LACK.some((name) => declaration.startsWith(`${name}:`));
  assert.deepEqual([...new Set(dropped)].filter(isNeeded), []);
  // Each browser has names of its own for the parts of its controls, in rules of their own.
  const isKeyframe = (/** @type {string} */ selector) => /^[\d.]+%$/.test(selector);
  const isOwn = (/** @type {string} */ selector) => /^[-\w]+::-(webkit|moz)-[-\w]+$/.test(selector);
  assert.deepEqual(
    refused.filter((selector) => !isOwn(selector) && !isKeyframe(selector)),
    [],
  );
});
