import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { Linter } from 'eslint';
import globals from 'globals';
import { parseAst } from 'vite';
import { withoutSinks } from '../../scripts/sinks.mjs';

const dist = join(import.meta.dirname, '../../dist');

const linter = new Linter();
const config = {
  linterOptions: { reportUnusedDisableDirectives: 'off' },
  languageOptions: { ecmaVersion: 2025, sourceType: 'module', globals: globals.browser },
  rules: withoutSinks,
};

/**
 * Finds the strings of a script, which the build writes as templates, and the scripts of workers among
 * them.
 *
 * @param {any} node
 * @param {{templates: any[], workers: string[]}} found
 */
function findStrings(node, found) {
  if (node.type === 'TemplateLiteral' && node.expressions.length === 0) found.templates.push(node);
  const text = node.type === 'Literal' ? node.value : node.value?.cooked;
  if (typeof text === 'string' && text.includes('postMessage(')) found.workers.push(text);
  for (const name in node) {
    const child = node[name];
    if (typeof child !== 'object' || child === null) continue;
    if (node.type !== 'TaggedTemplateExpression' || name !== 'quasi') findStrings(child, found);
  }
  return found;
}

/**
 * @param {string} script
 * @returns {{sinks: string[], workers: number}} the number of workers whose scripts are strings in it
 */
function sinksIn(script) {
  const { templates, workers } = findStrings(parseAst(script), { templates: [], workers: [] });
  let code = '';
  let position = 0;
  for (const { start, end, quasis } of templates) {
    code += script.slice(position, start) + JSON.stringify(quasis[0].value.cooked);
    position = end;
  }
  code += script.slice(position);
  const messages = linter.verify(code, /** @type {any} */ (config), { allowInlineConfig: false });
  const sinks = messages.map(({ message, column, line }) => {
    const around = code.split('\n')[line - 1].slice(Math.max(0, column - 60), column + 60);
    return `${message}: ${around}`;
  });
  return {
    sinks: [...sinks, ...workers.flatMap((worker) => sinksIn(worker).sinks)],
    workers: workers.length,
  };
}

/**
 * The scripts of the site, and the one within its one page, which has every module. The one script has
 * some of them: it is left out, for each takes seconds.
 */
const bundles = new Map(
  readdirSync(dist, { recursive: true })
    .map(String)
    .filter((path) => /\.(js|html)$/.test(path) && !path.endsWith('.all.js'))
    .flatMap((path) => {
      const text = readFileSync(join(dist, path), 'utf8');
      if (path.endsWith('.js')) return [[path, text]];
      const [, script] = /<script type="module">([^]*?)<\/script>/.exec(text) ?? [];
      return script ? [[path, script]] : [];
    }),
);

test('no bundle has a way from a text to markup or code, nor have its workers', () => {
  assert.ok(bundles.has('playground.html') && bundles.has('lstm-playground.js'));
  let count = 0;
  for (const [path, code] of bundles) {
    const { sinks, workers } = sinksIn(code);
    count += workers;
    assert.deepEqual(sinks, [], path);
  }
  assert.ok(count >= 2, `the scripts of workers are read, got ${count}`);
});

test('the check finds every kind of way', () => {
  for (const code of [
    'a.innerHTML = b',
    'a["outerHTML"] = b',
    'Object.assign(a, { innerHTML: b })',
    'a.insertAdjacentHTML("beforeend", b)',
    'document.write(b)',
    'new DOMParser()',
    'new Function(b)',
    'Function("a")()',
    'eval(b)',
    'setTimeout("a()", 1)',
    'a.srcdoc = b',
    'a.setHTMLUnsafe(b)',
    'range.createContextualFragment(b)',
    'document.createElement("script")',
    'document.createElementNS(ns, "foreignObject")',
    'a.src = b',
    'a.setAttribute("onclick", b)',
    'a.setAttribute("style", b)',
    'import(b)',
    'import(`./${b}.js`)',
    'document.createElement(`iframe`)',
    'trustedTypes.createPolicy("default", {})',
    'a.href = "javascript:b()"',
    'navigator.sendBeacon(b)',
    'new WebSocket(b)',
    'new window.RTCPeerConnection(b)',
    'const worker = "postMessage(1); eval(a)"',
  ]) {
    assert.notDeepEqual(sinksIn(code).sinks, [], code);
  }
  assert.deepEqual(sinksIn('a.textContent = b; import("./c.js"); setTimeout(d, 1)').sinks, []);
});
