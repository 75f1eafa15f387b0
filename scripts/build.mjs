// Builds the wasm packages into www/pkg, and with them the static site into dist.

import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setup } from './setup.mjs';

const root = join(import.meta.dirname, '..');
const pkg = join(root, 'www/pkg');
const wasm = join(pkg, 'lstm_playground_bg.wasm');
const settings = join(pkg, 'settings.json');

/** What the wasm is made from. The folders count themselves, for a file removed. */
const sources = [
  ...['crate/src', 'crate/Cargo.toml', 'Cargo.toml', 'Cargo.lock', '.cargo/config.toml'],
  ...['rust-toolchain.toml', 'package-lock.json'],
];

/** @param {string} path */
function modified(path) {
  return statSync(path).mtimeMs;
}

/** The settings are written last, so they are older than the wasm when a build was interrupted. */
function wasmIsUpToDate() {
  if (!existsSync(wasm) || !existsSync(settings)) return false;
  const inputs = [...sources.map((path) => join(root, path)), wasm].flatMap((path) =>
    statSync(path).isDirectory()
      ? [path, ...readdirSync(path, { recursive: true }).map((name) => join(path, String(name)))]
      : [path],
  );
  return inputs.every((path) => modified(path) <= modified(settings));
}

/** @param {string} folder in the crate's @param {string[]} options of cargo */
function pack(folder, ...options) {
  const args = ['build', 'crate', '--target', 'web', '--release', '--out-dir', folder, ...options];
  execFileSync('wasm-pack', args, { cwd: root, stdio: 'inherit' });
}

async function buildWasm() {
  pack('../www/pkg', '--features', 'browser');
  pack('../www/pkg/gradient-check', '--features', 'gradient-check');
  const core = await import(join(pkg, 'lstm_playground.js'));
  core.initSync({ module: readFileSync(wasm) });
  writeFileSync(settings, JSON.stringify(core.settings(), null, 2));
}

try {
  setup({ forTests: false });
  if (wasmIsUpToDate()) console.log('www/pkg is up to date');
  else await buildWasm();
  execFileSync('vite', ['build'], { cwd: root, stdio: 'inherit' });
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
