/** The other libraries: packages that only the benchmark installs. */

import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const folder = import.meta.dirname;

/** @param {string} path */
const json = (path) => JSON.parse(readFileSync(join(folder, path), 'utf8'));

/** @returns {Record<string, string>} versions by name */
export function wantedPeers() {
  return json('package.json').devDependencies;
}

/** Installs them if one is missing or has another version. */
export function installPeers() {
  const areThere = Object.entries(wantedPeers()).every(([name, version]) => {
    const path = join('node_modules', name, 'package.json');
    return existsSync(join(folder, path)) && json(path).version === version;
  });
  if (areThere) return;
  console.log('Installing the peers: npm ci --prefix bench');
  // None of these packages needs its install scripts.
  const args = ['ci', '--prefix', folder, '--ignore-scripts', '--no-audit', '--no-fund'];
  execFileSync('npm', args, { stdio: 'inherit' });
}
