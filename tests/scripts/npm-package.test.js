import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { OBSERVED } from '../../www/src/element/observed-attributes.js';
import { UNOBSERVED } from '../../www/src/element/unobserved-attributes.js';
import { CONTROL_NAMES } from '../../www/src/element/reader-controls.js';
import { attributeOf, samplingOptions } from '../../www/src/settings/settings.js';
import { compile, installPackage, readPackage, run } from '../packages/installed.js';

const root = join(import.meta.dirname, '../..');
const { folder, files } = installPackage();
const manifest = JSON.parse(readPackage('custom-elements.json'));
const [{ declarations }] = manifest.modules;
const [tag] = declarations;
const documentation = readFileSync(join(root, 'docs/embedding.md'), 'utf8');

/** @typedef {{name: string, description: string}} Named */

/** @param {Named[]} list */
const namesOf = (list) => list.map(({ name }) => name).sort();

/**
 * The names that the tables of docs/embedding.md have.
 *
 * @param {string} kind the head of their first column
 */
function documented(kind) {
  const blocks = documentation.split(/\n\n+/);
  const tables = blocks.filter((block) => new RegExp(`^\\| ${kind} +\\|`).test(block));
  return [...tables.join('\n').matchAll(/^\| `([\w-]+)/gm)].map(([, name]) => name);
}

test('the package has the files that it names', () => {
  const own = files.filter((path) => !path.startsWith('dist/'));
  assert.deepEqual(own.sort(), [
    ...['CHANGELOG.md', 'LICENSE', 'README.md', 'custom-elements.json', 'lstm-playground.d.ts'],
    ...['node.js', 'package.json'],
  ]);
  const { exports, jsdelivr, unpkg, customElements } = JSON.parse(readPackage('package.json'));
  const entries = Object.values(exports).flatMap((entry) =>
    typeof entry === 'string' ? [entry] : Object.values(entry),
  );
  const named = [...entries, jsdelivr, unpkg, `./${customElements}`];
  for (const path of named) assert.ok(files.includes(path.slice(2)), `${path} is missing`);
  for (const { path } of manifest.modules) assert.ok(files.includes(path), `${path} is missing`);
});

test('the packages of npm, of Rust and of Python have one version', () => {
  const { version } = JSON.parse(readPackage('package.json'));
  const python = readFileSync(join(root, 'python/pyproject.toml'), 'utf8');
  assert.equal(/^version = "(.+)"$/m.exec(python)?.[1], version);
  assert.match(readPackage('CHANGELOG.md'), new RegExp(`^## ${version}$`, 'm'));
});

test('the README has the integrity of the one script', () => {
  const { 'lstm-playground.all.js': integrity } = JSON.parse(readPackage('dist/integrity.json'));
  assert.ok(readPackage('README.md').includes(`integrity="${integrity}"`));
  assert.doesNotMatch(readPackage('README.md'), /\{\w+\}"/);
});

for (const entry of ['lstm-playground', 'lstm-playground/all']) {
  test(`Node imports ${entry}: an inert class`, () => {
    const script = `const { LstmPlayground } = await import('${entry}');
      if (globalThis.customElements) throw new Error('the tag is not needed here');
      console.log(typeof LstmPlayground, Object.getOwnPropertyNames(LstmPlayground.prototype).join());`;
    const printed = run(folder, process.execPath, '--input-type=module', '-e', script);
    assert.equal(printed, 'function constructor\n');
  });
}

test('a program in TypeScript compiles, in a project without React', () => {
  compile(folder, 'consumer.ts');
});

test('the types of the package are those of the sources', () => {
  run(root, 'node_modules/.bin/tsc', '-p', 'tests/packages/tsconfig.json');
});

test('custom-elements.json has the members of the tag', async () => {
  // The globals of a browser that the class needs.
  const browser = {
    HTMLElement: class {},
    CSSStyleSheet: class {
      replaceSync() {}
    },
  };
  const customElements = { get() {}, define() {} };
  Object.assign(globalThis, browser, { customElements });
  const entry = join(root, 'package/dist/lstm-playground.js');
  const { LstmPlayground } = await import(pathToFileURL(entry).href);
  const attributes = namesOf(tag.attributes);
  const observed = LstmPlayground.observedAttributes;
  for (const name of observed) {
    const isKnown = attributes.some((known) => known === name || isRendered(known, name));
    assert.ok(isKnown, `${name} is observed, and not in the manifest`);
  }
  const chain = [LstmPlayground.prototype, Object.getPrototypeOf(LstmPlayground.prototype)];
  const members = chain.flatMap(Object.getOwnPropertyNames);
  const internal = /^(constructor|connected.*|disconnected.*|attributeChanged.*)$/;
  const own = members.filter((name) => !internal.test(name)).sort();
  assert.deepEqual(namesOf(tag.members), own);
});

/** @param {Named} attribute */
const isSetting = ({ description }) => description.includes(' Allowed: ');

/**
 * True for the name of an attribute as renderers write it.
 *
 * @param {string} known
 * @param {string} name
 */
const isRendered = (known, name) => known.replaceAll('-', '') === name.toLowerCase();

const own = tag.attributes.filter((/** @type {Named} */ attribute) => !isSetting(attribute));
const ofKind = (/** @type {string} */ kind) =>
  tag.members.filter((/** @type {{kind: string}} */ member) => member.kind === kind);

test('custom-elements.json has the attributes that the sources name', () => {
  assert.deepEqual(namesOf(own), [...OBSERVED, ...UNOBSERVED].sort());
});

test('docs/embedding.md names the controls of a reader', () => {
  const [table] = documentation.match(/^\| name +\| control[^]*?\n\n/m) ?? [''];
  const named = [...table.matchAll(/`([\w-]+)`/g)].map(([, name]) => name);
  const options = samplingOptions.map(({ name }) => attributeOf(name)); // documented as a whole
  const names = CONTROL_NAMES.filter((name) => !options.includes(name));
  assert.deepEqual(
    names.filter((name) => !named.includes(name)),
    [],
  );
});

for (const [kind, list] of Object.entries({
  attribute: own,
  property: [...ofKind('field'), ...tag.cssProperties],
  method: ofKind('method'),
  event: tag.events,
})) {
  test(`docs/embedding.md and custom-elements.json have every ${kind} of the other`, () => {
    assert.deepEqual(documented(kind).sort(), namesOf(list));
  });
}

test('docs/embedding.md documents every part', () => {
  const sentence = /The parts ([^.]*?) take rules/.exec(documentation)?.[1] ?? '';
  const names = [...sentence.matchAll(/`(\w+)`/g)].map(([, name]) => name);
  assert.deepEqual(names.sort(), namesOf(tag.cssParts));
});
