import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { licenceOf, licenceOfRust, thirdPartyLicences } from '../../scripts/licences.mjs';
import { isAllowed } from './support/licences.js';

const root = join(import.meta.dirname, '../..');
const read = (/** @type {string} */ path) => readFileSync(join(root, path), 'utf8');
const json = (/** @type {string} */ path) => JSON.parse(read(path));

/** The folders with packages of npm of their own. */
const FOLDERS = ['.', 'bench', 'tests/hosts', 'tests/packages'];
/** Licences of what reaches a reader. */
const OF_PAGE = ['MIT', 'Apache-2.0', 'ISC', 'BSD-2-Clause', 'BSD-3-Clause', '0BSD'];
/** More licences of programs that only build and test. */
const OF_TOOLS = [...OF_PAGE, 'MPL-2.0', 'BlueOak-1.0.0', 'CC-BY-4.0'];
/** Packages of which each file only names the Apache License, whose text stands beside it for others. */
const NAMES_ONLY = ['idb-keyval'];
/** Packages that may run a script when they are installed: it fetches a program for this machine. */
const MAY_INSTALL = ['esbuild'];
const REGISTRY = 'https://registry.npmjs.org/';
const [NATIVE, WASM] = ['x86_64-unknown-linux-gnu', 'wasm32-unknown-unknown'];
const CRATES = 'registry+https://github.com/rust-lang/crates.io-index';

const deny = read('deny.toml');
/**
 * The texts of a list in deny.toml.
 *
 * @param {string} name
 */
function textsIn(name) {
  const [, list] = new RegExp(`^${name} = \\[([^\\]]*)\\]`, 'm').exec(deny) ?? assert.fail(name);
  return [...list.matchAll(/"([^"]+)"/g)].map(([, text]) => text);
}

/** @param {string[]} args */
const cargo = (...args) =>
  execFileSync('cargo', [...args, '--locked'], { cwd: root, encoding: 'utf8' });

/**
 * The packages of a folder's lock file by their names, with their versions.
 *
 * @param {string} folder
 * @returns {[name: string, entry: Record<string, any>][]}
 */
const packagesOf = (folder) =>
  Object.entries(json(join(folder, 'package-lock.json')).packages)
    .filter(([path]) => path !== '')
    .map(([path, entry]) => [path.replace(/^.*node_modules\//, ''), entry]);

for (const folder of FOLDERS) {
  test(`the npm packages of ${folder} are locked: from one registry, by their hashes, without scripts`, () => {
    const manifest = json(join(folder, 'package.json'));
    const lock = json(join(folder, 'package-lock.json'));
    for (const kind of ['dependencies', 'devDependencies'])
      assert.deepEqual(lock.packages[''][kind], manifest[kind], `npm install: ${kind}`);
    const versions = Object.values({ ...manifest.dependencies, ...manifest.devDependencies });
    for (const version of versions) assert.match(version, /^\d+\.\d+\.\d+$/, 'an exact version');
    for (const [name, entry] of packagesOf(folder)) {
      assert.match(entry.integrity ?? '', /^sha512-/, name);
      assert.ok((entry.resolved ?? REGISTRY).startsWith(REGISTRY), `${name}: ${entry.resolved}`);
      assert.ok(!entry.hasInstallScript || MAY_INSTALL.includes(name), `${name} runs a script`);
      assert.ok(isAllowed(entry.license, OF_TOOLS), `${name} has the licence ${entry.license}`);
    }
  });
}

/**
 * The rows of a table in docs/dependencies.md.
 *
 * @param {string} head of its first column
 */
function documented(head) {
  const [, rows] =
    new RegExp(`^\\| ${head} +\\|[^\\n]*\\n\\|[^\\n]*\\n((?:\\|[^\\n]*\\n)+)`, 'm').exec(
      read('docs/dependencies.md'),
    ) ?? [];
  assert.ok(rows, `docs/dependencies.md has a table of ${head}`);
  return rows
    .split('\n')
    .filter(Boolean)
    .map((row) => row.split('|').slice(1, -1).map(plain));
}

/** @param {string} cell */
const plain = (cell) => cell.trim().replaceAll('`', '');

test('docs/dependencies.md has the npm packages of the page, and they have none', () => {
  const { dependencies } = json('package.json');
  const locked = new Map(packagesOf('.'));
  const rows = Object.entries(dependencies).map(([name, version]) => {
    const { license, dependencies: own = {} } = locked.get(name) ?? assert.fail(name);
    assert.deepEqual(own, {}, `${name} has packages of its own`);
    assert.ok(isAllowed(license, OF_PAGE), `${name}: ${license}`);
    return [name, version, license];
  });
  assert.deepEqual(
    documented('npm package').map((row) => row.slice(0, 3)),
    rows,
  );
  const shipped = packagesOf('.').filter(([, { dev, devOptional }]) => !dev && !devOptional);
  assert.deepEqual(shipped.map(([name]) => name).sort(), Object.keys(dependencies).sort());
});

/**
 * Crates as rows of name, version and licence, by name and version.
 *
 * @param {string[]} args of `cargo tree`
 * @returns {Map<string, string[]>}
 */
function cratesIn(...args) {
  const lines = cargo('tree', ...args, '--prefix', 'none', '-f', '{p}|{l}').split('\n');
  const rows = lines
    .filter((line) => line && !line.startsWith('lstm-playground'))
    .map((line) => /^(\S+) v(\S+).*\|(.*?)(?: \(\*\))?$/.exec(line)?.slice(1) ?? assert.fail(line));
  return new Map(rows.map((row) => [row.join(' '), row]));
}

/**
 * The crates that are compiled into ours: not those that only run meanwhile.
 *
 * @param {string} target
 * @param {string} features
 */
const cratesOf = (target, features) =>
  cratesIn(
    ...['-p', 'lstm-playground', '--target', target, '--features', features],
    ...['-e', 'normal,no-proc-macro'],
  );

test('docs/dependencies.md has every crate of the page, and of programs with the feature files', () => {
  const page = cratesOf(WASM, 'browser,gradient-check');
  const programs = cratesOf(NATIVE, 'files');
  const all = [...new Map([...page, ...programs])].sort(([a], [b]) => (a < b ? -1 : 1));
  const rows = all.map(([key, row]) => [
    ...row,
    [page.has(key) && 'page', programs.has(key) && 'programs'].filter(Boolean).join(', '),
  ]);
  assert.ok(rows.length > 20, `${rows.length} crates`);
  const written = rows.map((row) => `| ${row.join(' | ')} |`).join('\n');
  assert.deepEqual(documented('crate'), rows, `the rows are\n${written}`);
});

test('the text beside the page has the licence of all that it contains', () => {
  const parts = thirdPartyLicences().split(/^-{80}$/m);
  const apache = 'TERMS AND CONDITIONS FOR USE, REPRODUCTION';
  const isWhole = (/** @type {string} */ part) =>
    part.includes(apache) || /permission is hereby granted/i.test(part);
  assert.ok(parts.some((part) => part.includes(apache)));
  const page = documented('crate').filter((row) => row[3].startsWith('page'));
  for (const [name, version, licence] of [...documented('npm package'), ...page]) {
    const title = `\n${name} ${version} (${licence})\n`;
    const [part, ...others] = parts.filter((part) => part.includes(title));
    assert.deepEqual(others, [], name);
    const isNamed = /Licensed under the Apache License, Version 2\.0/.test(part);
    assert.ok(NAMES_ONLY.includes(name) ? isNamed : isWhole(part), name);
  }
  const count = parts.join('').match(/^\S+ \d[\w.]* \(.*\)$/gm)?.length;
  assert.equal(count, 2 + page.length, 'and of nothing else');
});

test('a folder with licences is no file with one, and a changed LICENSE is no licence of Rust', (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'licences-'));
  t.after(() => rmSync(folder, { recursive: true }));
  mkdirSync(join(folder, 'LICENSES'));
  assert.throws(() => licenceOf({ name: 'a crate', folder }), /a crate has no file/);
  writeFileSync(join(folder, 'LICENSE'), 'its licence\n');
  assert.equal(licenceOf({ name: 'a crate', folder }), 'its licence');
  assert.match(licenceOfRust(read('LICENSE')), /^Copyright \(c\) The Rust Project Contributors$/m);
  assert.throws(() => licenceOfRust('MIT License\n\n(c) the makers'), /LICENSE has no line/);
});

test('every crate that builds or tests has an allowed licence, and one version', () => {
  const allowed = textsIn('allow');
  /** @type {Map<string, Set<string>>} */
  const versions = new Map();
  for (const target of [NATIVE, WASM]) {
    const all = cratesIn(
      '--workspace',
      '--all-features',
      '--target',
      target,
      '-e',
      'normal,build,dev',
    );
    for (const [name, version, licence] of all.values()) {
      assert.ok(isAllowed(licence, allowed), `${name} has the licence ${licence}`);
      versions.set(name, (versions.get(name) ?? new Set()).add(version));
    }
  }
  assert.ok(versions.size > 50, `${versions.size} crates`);
  const several = [...versions].filter(([, all]) => all.size > 1).map(([name]) => name);
  const skipped = [...deny.matchAll(/\bcrate = "([^"]+)"/g)].map(([, name]) => name);
  assert.deepEqual(several.sort(), skipped.sort(), 'skip in deny.toml has these');
});

test('every crate of Cargo.lock comes from the registry, by its hash', () => {
  const blocks = read('Cargo.lock').split('[[package]]').slice(1);
  assert.ok(blocks.length > 50, `${blocks.length} crates`);
  for (const block of blocks) {
    const [, name] = /^name = "(.+)"$/m.exec(block) ?? assert.fail(block);
    if (/^lstm-playground/.test(name)) continue;
    assert.equal(/^source = "(.+)"$/m.exec(block)?.[1], CRATES, name);
    assert.match(block, /^checksum = "[0-9a-f]{64}"$/m, name);
  }
});

test('the workflows name every action by its commit', () => {
  const folder = '.github/workflows';
  const lines = readdirSync(join(root, folder)).flatMap((file) =>
    [...read(join(folder, file)).matchAll(/^.*\buses: *(.*)$/gm)].map(([, action]) => action),
  );
  assert.ok(lines.length > 3, `${lines.length} actions`);
  for (const action of lines) assert.match(action, /^[\w/-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/);
});

test('licence expressions are read as SPDX means them', () => {
  for (const [expression, allowed, is] of /** @type {[string, string[], boolean][]} */ ([
    ['MIT', ['MIT'], true],
    ['GPL-3.0', ['MIT'], false],
    ['MIT/Apache-2.0', ['MIT'], true],
    ['MIT AND GPL-3.0', ['MIT'], false],
    ['(MIT OR Apache-2.0) AND Unicode-3.0', ['MIT', 'Unicode-3.0'], true],
    ['(MIT OR Apache-2.0) AND Unicode-3.0', ['MIT'], false],
    ['Zlib OR (MIT AND GPL-3.0)', ['MIT'], false],
    ['Apache-2.0 WITH LLVM-exception OR GPL-2.0', ['Apache-2.0'], false],
    ['MIT) OR MIT', ['MIT'], false],
    ['', ['MIT'], false],
  ])) {
    assert.equal(isAllowed(expression, allowed), is, expression);
  }
});
