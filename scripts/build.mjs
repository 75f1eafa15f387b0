// Builds the wasm modules into www/pkg, and with them the static site into dist.

import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { setup } from './setup.mjs';

const root = join(import.meta.dirname, '..');
const pkg = join(root, 'www/pkg');
const wasm = join(pkg, 'lstm_playground_bg.wasm');
const settings = join(pkg, 'settings.json');

/** The sources of www/pkg. A folder's own time changes when a file in it is removed. */
const sources = [
  '.cargo/config.toml',
  'Cargo.lock',
  'Cargo.toml',
  'crate/Cargo.toml',
  'crate/src',
  'package-lock.json',
  'rust-toolchain.toml',
  'scripts/bindgen',
  'scripts/build.mjs',
];

/**
 * The options of rustc. What must be inlined is marked so in the crate; its thresholds are too high
 * for the rest. With these the gzipped module is 11 kB smaller, and a training step of an LSTM takes
 * 0 to 3 % longer (docs/engine.md).
 */
const compilation = ['-C', 'llvm-args=-inline-threshold=10 -inlinehint-threshold=50'];

/**
 * The options of wasm-opt. The far end of the stack lies at the lowest addresses, which nothing
 * uses; --low-memory-unused lets it fold small offsets into loads. rustc has inlined already; a
 * second round makes the gzipped module larger and not faster.
 */
const optimizations = [
  '-O3',
  '--converge',
  '--low-memory-unused',
  '--flexible-inline-max-function-size=0',
  '--one-caller-inline-max-function-size=0',
  '--strip-producers',
  '--strip-target-features', // last: wasm-opt itself reads them
];

/**
 * Replaces the folder of cargo's sources in the messages of panics, for the same bytes on every machine.
 */
const cargoHome = process.env.CARGO_HOME ?? join(homedir(), '.cargo');
const remapped = `--config=target.wasm32-unknown-unknown.rustflags=["--remap-path-prefix=${cargoHome}=cargo"]`;

/** @param {string} path */
function modified(path) {
  return statSync(path).mtimeMs;
}

/** The build writes the settings last, so an interrupted build leaves them older than the wasm. */
function wasmIsUpToDate() {
  if (!existsSync(wasm) || !existsSync(settings)) return false;
  const inputs = [...sources.map((path) => join(root, path)), wasm].flatMap((path) =>
    statSync(path).isDirectory()
      ? [path, ...readdirSync(path, { recursive: true }).map((name) => join(path, String(name)))]
      : [path],
  );
  return inputs.every((path) => modified(path) <= modified(settings));
}

/**
 * @param {string} command
 * @param {string[]} args
 */
function run(command, ...args) {
  execFileSync(command, args, { cwd: root, stdio: 'inherit' });
}

/**
 * Compiles the crate for the browser, writes the JavaScript beside it, and optimizes the module.
 * @param {string} folder of the result
 * @param {string} feature of the crate
 */
function buildModule(folder, feature) {
  const target = ['--target', 'wasm32-unknown-unknown', '--target-dir', 'target'];
  // As a cdylib alone: beside an rlib, rustc keeps functions for other crates.
  const kind = ['--release', '--lib', '--crate-type', 'cdylib', '--features', feature];
  run(
    'cargo',
    remapped,
    'rustc',
    '-p',
    'lstm-playground',
    ...target,
    ...kind,
    '--',
    ...compilation,
  );
  const compiled = 'target/wasm32-unknown-unknown/release/lstm_playground.wasm';
  run('target/bindgen/bindgen', compiled, folder);
  const module = join(folder, 'lstm_playground_bg.wasm');
  run('wasm-opt', module, '-o', module, ...optimizations);
}

async function buildWasm() {
  const bindgen = ['-p', 'lstm-playground-bindgen', '--profile', 'bindgen'];
  run('cargo', 'build', ...bindgen, '--target-dir', 'target');
  rmSync(pkg, { recursive: true, force: true });
  buildModule(pkg, 'browser');
  const second = join(pkg, 'gradient-check');
  buildModule(second, 'gradient-check');
  const core = await import(join(second, 'lstm_playground.js'));
  core.initSync({ module: readFileSync(join(second, 'lstm_playground_bg.wasm')) });
  // In several files, because every page with the tag loads the settings at once, the others later.
  const { cells, counters, ...table } = core.settings();
  const json = (/** @type {unknown} */ value) => JSON.stringify(value, null, 2);
  writeFileSync(join(pkg, 'cells.json'), json(cells));
  writeFileSync(join(pkg, 'counters.json'), json(counters));
  writeFileSync(settings, json(table));
}

try {
  await setup({ forTests: false });
  if (wasmIsUpToDate()) console.log('www/pkg is up to date');
  else await buildWasm();
  run(process.execPath, 'scripts/bundles.mjs');
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
