/** The licences of all programs of others that the page contains. */

import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

const root = join(import.meta.dirname, '..');
/** @param {string} path */
const read = (path) => readFileSync(path, 'utf8');

export const LICENCES = 'THIRD-PARTY-LICENSES.txt';
const RULE = '-'.repeat(80);

/** @param {string[]} args of cargo, which prints */
const cargo = (...args) =>
  execFileSync('cargo', [...args, '--locked'], {
    ...{ cwd: root, encoding: 'utf8' },
    maxBuffer: 2 ** 26,
  });

/** The crates that are compiled into the wasm modules: their folders, by name and version. */
function crates() {
  const target = 'wasm32-unknown-unknown';
  const tree = cargo(
    ...['tree', '-p', 'lstm-playground', '--target', target, '--prefix', 'none', '-f', '{p}|'],
    ...['--features', 'browser,gradient-check', '-e', 'normal,no-proc-macro'],
  );
  const { packages } = JSON.parse(
    cargo('metadata', '--format-version', '1', '--filter-platform', target, '--all-features'),
  );
  const all = new Map(
    packages.map((/** @type {Record<string, string>} */ one) => [
      `${one.name} v${one.version}`,
      one,
    ]),
  );
  const names = new Set(tree.split('\n').map((line) => line.split('|')[0]));
  return [...names]
    .filter((name) => all.get(name)?.source) // ours has none
    .map((name) => {
      const { version, license, manifest_path: manifest, ...one } = all.get(name);
      return { name: one.name, version, license, folder: dirname(manifest) };
    });
}

/** The packages of npm in the bundles. */
function packages() {
  const { dependencies } = JSON.parse(read(join(root, 'package.json')));
  return Object.keys(dependencies).map((name) => {
    const folder = join(root, 'node_modules', name);
    const { version, license } = JSON.parse(read(join(folder, 'package.json')));
    return { name, version, license, folder };
  });
}

/**
 * The licence of Rust's standard library: the MIT License, as we have it.
 *
 * @param {string} ours
 */
export function licenceOfRust(ours) {
  const line = /^Copyright .*$/m;
  if (!line.test(ours)) throw new Error('LICENSE has no line with a copyright');
  return ours.replace(line, 'Copyright (c) The Rust Project Contributors');
}

/**
 * The licence of a package. Where it may be chosen, MIT's is the shortest.
 *
 * @param {{name: string, folder: string}} one
 */
export function licenceOf({ name, folder }) {
  const files = readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isFile() && /^(licen[cs]e|copying|copyright)/i.test(entry.name))
    .map((entry) => entry.name);
  const isMit = files.some((file) => file.startsWith('LICENSE-MIT'));
  const texts = files
    .filter((file) => !isMit || !/^LICENSE-(APACHE|ZLIB)|^LICENSE$/.test(file))
    .sort()
    .map((file) => read(join(folder, file)).replaceAll('\r', '').trim());
  if (texts.length === 0) throw new Error(`${name} has no file with its licence`);
  return texts.join('\n\n');
}

/** The text that stands beside the playground wherever it is given to others. */
export function thirdPartyLicences() {
  const rust = licenceOfRust(read(join(root, 'LICENSE')).trim());
  /** @type {Map<string, string[]>} the names of those that have a licence, by its text */
  const owners = new Map([[rust, ['the standard library of Rust (MIT OR Apache-2.0)']]]);
  const all = [...packages(), ...crates()].sort((a, b) => (a.name < b.name ? -1 : 1));
  for (const one of all) {
    const text = licenceOf(one);
    const title = `${one.name} ${one.version} (${one.license})`;
    owners.set(text, [...(owners.get(text) ?? []), title]);
  }
  const parts = [...owners].map(([text, titles]) => `${titles.join('\n')}\n\n${text}\n`);
  return [`The playground contains these programs of others.\n`, ...parts].join(`\n${RULE}\n`);
}
