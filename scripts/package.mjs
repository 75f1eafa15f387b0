// npm run package: writes the npm package to package/, complete for `npm publish`.

import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { format, resolveConfig } from 'prettier';
import { bundlePackage } from './bundles.mjs';
import { manifest } from './package/manifest.mjs';
import { types } from './package/types.mjs';

const root = join(import.meta.dirname, '..');
const folder = join(root, 'package');

/** @param {string} path */
const read = (path) => readFileSync(join(root, path), 'utf8');

/**
 * @param {string} name
 * @param {string} text
 */
const write = (name, text) => writeFileSync(join(folder, name), text);

/**
 * @param {string} name
 * @param {string} text
 */
async function writeFormatted(name, text) {
  const style = await resolveConfig(join(root, name));
  write(name, await format(text, { ...style, filepath: name }));
}

/** The version of the crate, which is that of the package. */
function version() {
  const found = /^\[workspace\.package\]\nversion = "(.+)"$/m.exec(read('Cargo.toml'))?.[1];
  if (!found) throw new Error('Cargo.toml must name the version and does not: restore the file');
  return found;
}

rmSync(folder, { recursive: true, force: true });
const integrity = await bundlePackage(join(folder, 'dist'));
const { name, ...rest } = JSON.parse(read('npm/package.json'));
await writeFormatted('package.json', JSON.stringify({ name, version: version(), ...rest }));
await writeFormatted('lstm-playground.d.ts', types());
await writeFormatted('custom-elements.json', JSON.stringify(manifest()));
const readme = read('npm/README.md');
write('README.md', readme.replaceAll('{version}', version()).replaceAll('{integrity}', integrity));
for (const file of ['CHANGELOG.md', 'node.js']) write(file, read(join('npm', file)));
write('LICENSE', read('LICENSE'));
