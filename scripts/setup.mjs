// Makes sure that every tool is there and installs what is missing. It runs before any package is
// installed, so it needs nothing but Node.

import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { delimiter, join } from 'node:path';
import { findBrowser, findDriver, findOnPath } from './browser.mjs';

const root = join(import.meta.dirname, '..');
const wasmTarget = 'wasm32-unknown-unknown';
const wasmPackVersion = '0.15.1';

/**
 * @typedef {object} Tool
 * @property {string} name
 * @property {() => unknown} isThere in a version that will do
 * @property {string[][]} install commands, one after the other
 * @property {string} [otherwise] what to do by hand; left out, the install commands
 * @property {boolean} [forTests] not needed to build and serve
 */

/** @returns {Tool[]} in the order in which they need each other */
function tools() {
  const bindgenVersion = lockedBindgenVersion();
  return [
    {
      name: 'the npm packages',
      isThere: packagesMatchLock,
      install: [['npm', 'ci']],
    },
    {
      name: 'Rust',
      isThere: sysroot,
      install: [],
      otherwise: 'install rustup from https://rustup.rs, then run: rustup toolchain install stable',
    },
    {
      name: `Rust's ${wasmTarget} target`,
      isThere: () => existsSync(join(sysroot(), 'lib/rustlib', wasmTarget, 'lib')),
      install: [['rustup', 'target', 'add', wasmTarget]],
    },
    {
      name: 'rustfmt and clippy',
      isThere: () =>
        ['rustfmt', 'cargo-clippy'].every((tool) => existsSync(join(sysroot(), 'bin', tool))),
      install: [['rustup', 'component', 'add', 'rustfmt', 'clippy']],
      forTests: true,
    },
    {
      name: 'a C linker (cc)',
      isThere: () => findOnPath('cc'),
      install: aptInstall('gcc', 'libc6-dev'),
      otherwise: 'sudo apt-get install gcc libc6-dev, or install the C compiler of your system',
    },
    {
      // Without --locked: the lock file it was published with does not resolve.
      name: `wasm-bindgen-cli ${bindgenVersion}`,
      isThere: () => output('wasm-bindgen', '--version') === `wasm-bindgen ${bindgenVersion}`,
      install: [['cargo', 'install', 'wasm-bindgen-cli', '--version', bindgenVersion]],
    },
    {
      name: `wasm-pack ${wasmPackVersion}`,
      isThere: () => output('wasm-pack', '--version') === `wasm-pack ${wasmPackVersion}`,
      install: [['cargo', 'install', 'wasm-pack', '--version', wasmPackVersion, '--locked']],
    },
    {
      name: 'Chromium and its driver',
      isThere: () => findBrowser() && findDriver(),
      install: aptInstall('chromium', 'chromium-driver'),
      otherwise:
        'sudo apt-get install chromium chromium-driver; or install Chrome and a chromedriver of ' +
        'the same version, and set CHROME and CHROMEDRIVER to their paths',
      forTests: true,
    },
    {
      name: 'Python 3.11 or newer with venv',
      isThere: () => output('python3', '-c', pythonIsThere) === 'yes',
      install: aptInstall('python3', 'python3-venv'),
      otherwise: 'install Python 3.11 or newer from https://www.python.org',
      forTests: true,
    },
    { name: 'ONNX Runtime', ...pythonPackages('requirements.txt'), forTests: true },
  ];
}

const pythonIsThere = `
import ensurepip, sys, venv
if sys.version_info >= (3, 11): print("yes")
`;

/** The Python of the environment that holds other people's implementations. */
export const python = 'tests/interop/.venv/bin/python';

/**
 * What a file of requirements names, in that environment.
 * @param {string} requirements
 * @returns {Pick<Tool, 'isThere' | 'install'>}
 */
function pythonPackages(requirements) {
  const wanted = join('tests/interop', requirements);
  const installed = join('tests/interop/.venv', requirements);
  /** @param {string} path */
  const text = (path) => readFileSync(join(root, path), 'utf8');
  return {
    isThere: () => existsSync(join(root, installed)) && text(installed) === text(wanted),
    install: [
      ['python3', '-m', 'venv', 'tests/interop/.venv'],
      // The copy says afterwards that, and from what, it was installed.
      ['sh', '-c', `${python} -m pip install --quiet -r ${wanted} && cp ${wanted} ${installed}`],
    ],
  };
}

/** @returns {boolean} whether instructions can be counted: the bounds are of this platform */
export function setupValgrind() {
  if (process.platform !== 'linux' || process.arch !== 'x64') return false;
  const isThere = () => findOnPath('valgrind');
  return tryToEnsure({ name: 'Valgrind', isThere, install: aptInstall('valgrind') });
}

/** @returns {boolean} whether PyTorch is there, after an attempt to install it: some gigabytes */
export function setupPyTorch() {
  return tryToEnsure({ name: 'PyTorch', ...pythonPackages('requirements-torch.txt') });
}

/**
 * Installs what is missing, and leaves PATH, CHROME and CHROMEDRIVER set for child processes.
 * @param {{forTests: boolean}} options
 * @throws {Error} a tool is missing and could not be installed
 */
export function setup({ forTests }) {
  // node_modules/.bin stands first because wasm-pack takes any wasm-opt it finds, and the old ones
  // of some distributions break the module; cargo's folder last, for shells that do not have it.
  process.env.PATH = [
    join(root, 'node_modules/.bin'),
    process.env.PATH,
    join(process.env.CARGO_HOME ?? join(homedir(), '.cargo'), 'bin'),
  ].join(delimiter);
  // Else rustup fetches a missing component by itself, and replaces the compiler by the newest.
  process.env.RUSTUP_AUTO_INSTALL = '0';

  for (const tool of tools()) {
    if (forTests || !tool.forTests) ensure(tool);
  }
  if (forTests) {
    process.env.CHROME = findBrowser();
    process.env.CHROMEDRIVER = findDriver();
  }
}

/** @param {Tool} tool */
function ensure(tool) {
  if (tryToEnsure(tool)) return;
  const otherwise = tool.otherwise ?? commandLine(tool);
  throw new Error(`${tool.name}: missing, and not installed. Do this instead: ${otherwise}`);
}

/**
 * @param {Tool} tool
 * @returns {boolean} whether it is there now
 */
function tryToEnsure(tool) {
  if (tool.isThere()) return true;
  if (tool.install.length > 0) console.log(`Installing ${tool.name}: ${commandLine(tool)}`);
  for (const [command, ...args] of tool.install) {
    spawnSync(command, args, { cwd: root, stdio: ['ignore', 'inherit', 'inherit'] });
  }
  // Asked again rather than trusting exit codes: `apt-get update` fails for reasons that do not matter.
  return Boolean(tool.isThere());
}

/** @param {Tool} tool */
function commandLine({ install }) {
  return install.map((command) => command.join(' ')).join(' && ');
}

/** @param {string[]} packages */
function aptInstall(...packages) {
  const prefix = process.getuid?.() === 0 ? [] : ['sudo', '-n'];
  return [
    [...prefix, 'apt-get', 'update'],
    [...prefix, 'apt-get', 'install', '-y', '--no-install-recommends', ...packages],
  ];
}

/**
 * @param {string} command
 * @param {string[]} args
 * @returns {string} what it printed, or '' when it is not there or failed
 */
function output(command, ...args) {
  const { status, stdout } = spawnSync(command, args, { cwd: root, encoding: 'utf8' });
  return status === 0 ? stdout.trim() : '';
}

function sysroot() {
  return output('rustc', '--print', 'sysroot');
}

function lockedBindgenVersion() {
  const lock = readFileSync(join(root, 'Cargo.lock'), 'utf8');
  const version = /^name = "wasm-bindgen"\nversion = "(.+)"$/m.exec(lock)?.[1];
  if (!version) throw new Error('Cargo.lock must name wasm-bindgen and does not: restore the file');
  return version;
}

/** npm keeps its own account of what it installed; packages for other platforms are not in it. */
function packagesMatchLock() {
  const account = join(root, 'node_modules/.package-lock.json');
  if (!existsSync(account)) return false;
  const installed = JSON.parse(readFileSync(account, 'utf8')).packages;
  const wanted = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')).packages;
  return Object.keys(wanted).every(
    (path) =>
      path === '' ||
      (path in installed
        ? installed[path].version === wanted[path].version
        : wanted[path].optional),
  );
}
