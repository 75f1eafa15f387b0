// Checks that every tool is installed, and installs the missing ones. It runs before any package is
// installed, so it needs only Node.

import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { delimiter, join } from 'node:path';
import { createInterface } from 'node:readline/promises';
import {
  findBrowser,
  findDriver,
  findFirefox,
  findHeadlessBrowser,
  findOnPath,
} from './browser.mjs';

const root = join(import.meta.dirname, '..');
const wasmTarget = 'wasm32-unknown-unknown';
const wasmPackVersion = '0.15.1';
const geckodriverVersion = '0.37.1';
const cargoDenyVersion = '0.20.2';

/**
 * @typedef {object} Tool
 * @property {string} name
 * @property {() => unknown} isInstalled true if a suitable version is installed
 * @property {string[][]} [install] commands, run in order; they change this folder and the user's
 *   own, never the system
 * @property {string[]} [system] packages of Debian and Ubuntu
 * @property {string} [otherwise] advice for other systems; the default is the install commands
 * @property {boolean} [forTests] true if the build does not need it
 */

/** @returns {Tool[]} each after the tools that it needs */
function tools() {
  const bindgenVersion = lockedBindgenVersion();
  return [
    npmPackages('.'),
    {
      name: 'Rust',
      isInstalled: sysroot,
      otherwise: 'install rustup from https://rustup.rs, then run: rustup toolchain install stable',
    },
    {
      name: `Rust's ${wasmTarget} target`,
      isInstalled: () => existsSync(join(sysroot(), 'lib/rustlib', wasmTarget, 'lib')),
      install: [['rustup', 'target', 'add', wasmTarget]],
    },
    {
      name: 'rustfmt and clippy',
      isInstalled: () =>
        ['rustfmt', 'cargo-clippy'].every((tool) => existsSync(join(sysroot(), 'bin', tool))),
      install: [['rustup', 'component', 'add', 'rustfmt', 'clippy']],
      forTests: true,
    },
    {
      name: 'a C linker (cc)',
      isInstalled: () => findOnPath('cc'),
      system: ['gcc', 'libc6-dev'],
      otherwise: 'install the C compiler of your system',
    },
    {
      // Without --locked: its own lock file does not resolve.
      name: `wasm-bindgen-cli ${bindgenVersion}`,
      isInstalled: () => output('wasm-bindgen', '--version') === `wasm-bindgen ${bindgenVersion}`,
      install: [['cargo', 'install', 'wasm-bindgen-cli', '--version', bindgenVersion]],
      forTests: true,
    },
    {
      name: `wasm-pack ${wasmPackVersion}`,
      isInstalled: () => output('wasm-pack', '--version') === `wasm-pack ${wasmPackVersion}`,
      install: [['cargo', 'install', 'wasm-pack', '--version', wasmPackVersion, '--locked']],
      forTests: true,
    },
    {
      name: 'Chromium and its driver',
      isInstalled: () => findBrowser() && findDriver(),
      system: ['chromium', 'chromium-driver'],
      otherwise:
        'install Chrome and a chromedriver of the same version, and set CHROME and CHROMEDRIVER ' +
        'to their paths',
      forTests: true,
    },
    {
      name: 'Python 3.11 or newer with venv',
      isInstalled: () => output('python3', '-c', pythonIsInstalled) === 'yes',
      system: ['python3', 'python3-venv'],
      otherwise: 'install Python 3.11 or newer from https://www.python.org',
      forTests: true,
    },
    { name: 'ONNX Runtime', ...pythonPackages('requirements.txt'), forTests: true },
  ];
}

/**
 * The packages of a package-lock.json.
 * @param {string} folder
 * @returns {Tool}
 */
const npmPackages = (folder) => ({
  name: folder === '.' ? 'the npm packages' : `the npm packages of ${folder}`,
  isInstalled: () => packagesMatchLock(join(root, folder)),
  install: [['npm', 'ci', '--prefix', folder]],
});

/**
 * Installs the packages of tests that have a package-lock.json of their own.
 * @param {string} folder
 * @throws {Error} they could not be installed
 */
export const setupPackages = (folder) => ensure(npmPackages(folder));

const pythonIsInstalled = `
import ensurepip, sys, venv
if sys.version_info >= (3, 11): print("yes")
`;

/** The Python of the virtual environment with PyTorch and ONNX Runtime. */
export const python = 'tests/interop/.venv/bin/python';

/**
 * The packages of a requirements file, in the virtual environment.
 * @param {string} requirements
 * @returns {Pick<Tool, 'isInstalled' | 'install'>}
 */
function pythonPackages(requirements) {
  const wanted = join('tests/interop', requirements);
  const installed = join('tests/interop/.venv', requirements);
  /** @param {string} path */
  const text = (path) => readFileSync(join(root, path), 'utf8');
  return {
    isInstalled: () => existsSync(join(root, installed)) && text(installed) === text(wanted),
    install: [
      ['python3', '-m', 'venv', 'tests/interop/.venv'],
      // The copy is the record of a complete installation.
      ['sh', '-c', `${python} -m pip install --quiet -r ${wanted} && cp ${wanted} ${installed}`],
    ],
  };
}

/**
 * Installs Valgrind where the recorded counts of instructions hold: on Linux and x86-64.
 * @returns {Promise<boolean>} true if instructions can be counted
 */
export async function setupValgrind() {
  if (process.platform !== 'linux' || process.arch !== 'x64') return false;
  const isInstalled = () => findOnPath('valgrind');
  return tryToEnsure({ name: 'Valgrind', isInstalled, system: ['valgrind'] });
}

/**
 * Installs PyTorch, some gigabytes.
 * @returns {Promise<boolean>} true if it is now installed
 */
export async function setupPyTorch() {
  return tryToEnsure({ name: 'PyTorch', ...pythonPackages('requirements-torch.txt') });
}

/**
 * Installs cargo-deny.
 * @returns {Promise<boolean>} true if it is now installed
 */
export const setupCargoDeny = () =>
  tryToEnsure({
    name: `cargo-deny ${cargoDenyVersion}`,
    isInstalled: () => output('cargo', 'deny', '--version') === `cargo-deny ${cargoDenyVersion}`,
    // Compiled in half the time, and it runs for seconds.
    install: [
      ['cargo', 'install', 'cargo-deny', '--version', cargoDenyVersion, '--locked', '--debug'],
    ],
  });

/** Installs Firefox and WebKit with their drivers, and says what it cannot install. */
export async function setupBrowsers() {
  await tryToEnsure({
    name: 'Chromium without windows',
    isInstalled: () => findHeadlessBrowser() !== findBrowser() || Boolean(process.env.CHROME),
    system: ['chromium-headless-shell'],
  });
  /** @type {Record<string, Tool[]>} */
  const browsers = {
    Firefox: [
      { name: 'Firefox', isInstalled: findFirefox, system: ['firefox-esr'] },
      {
        // Debian has no package of it.
        name: `geckodriver ${geckodriverVersion}`,
        isInstalled: () => findOnPath('geckodriver'),
        install: [['cargo', 'install', 'geckodriver', '--version', geckodriverVersion, '--locked']],
      },
    ],
    WebKit: [
      {
        name: "WebKit's driver and Xvfb",
        isInstalled: () => findOnPath('WebKitWebDriver') && findOnPath('Xvfb'),
        system: ['webkit2gtk-driver', 'xvfb'],
      },
    ],
  };
  for (const [browser, wanted] of Object.entries(browsers)) {
    for (const tool of wanted) {
      if (await tryToEnsure(tool)) continue;
      const commands = commandLine(installation(tool));
      console.log(`${tool.name}: missing, so no test runs in ${browser}. To install: ${commands}`);
      break;
    }
  }
}

/**
 * Installs the missing tools, and leaves PATH and CHROMEDRIVER set for child processes.
 * @param {{forTests: boolean}} options
 * @throws {Error} a tool is missing and could not be installed
 */
export async function setup({ forTests }) {
  // node_modules/.bin stands first, for its wasm-opt: the old versions of some distributions
  // break the module. Cargo's folder stands last, for shells without it.
  process.env.PATH = [
    join(root, 'node_modules/.bin'),
    process.env.PATH,
    join(process.env.CARGO_HOME ?? join(homedir(), '.cargo'), 'bin'),
  ].join(delimiter);
  // Otherwise rustup fetches a missing component by itself, and updates the compiler with it.
  process.env.RUSTUP_AUTO_INSTALL = '0';

  for (const tool of tools()) {
    if (forTests || !tool.forTests) await ensure(tool);
  }
  if (forTests) process.env.CHROMEDRIVER = findDriver();
}

/** @param {Tool} tool */
async function ensure(tool) {
  if (await tryToEnsure(tool)) return;
  const commands = commandLine(installation(tool));
  const remedy = [commands && `run ${commands}`, tool.otherwise].filter(Boolean).join('; or ');
  throw new Error(`${tool.name}: missing, and not installed. Do this instead: ${remedy}`);
}

/**
 * @param {Tool} tool
 * @returns {Promise<boolean>} true if the tool is now installed
 */
async function tryToEnsure(tool) {
  if (tool.isInstalled()) return true;
  const commands = installation(tool);
  if (commands.length === 0) return false;
  if (tool.system) {
    if (!findOnPath('apt-get')) return false;
    const permission = systemPermission({
      isRoot: process.getuid?.() === 0,
      isCI: Boolean(process.env.CI),
      hasTerminal: Boolean(process.stdin.isTTY && process.stdout.isTTY),
    });
    if (permission === 'refused') return false;
    if (permission === 'to ask' && !(await agreed(tool.name, commands))) return false;
  }
  console.log(`Installing ${tool.name}: ${commandLine(commands)}`);
  for (const [command, ...args] of commands) {
    spawnSync(command, args, { cwd: root, stdio: [tool.system ? 'inherit' : 'ignore', 1, 2] });
  }
  // A second check instead of exit codes: `apt-get update` also fails for irrelevant reasons.
  return Boolean(tool.isInstalled());
}

/**
 * The permission to install system packages: given to root and in CI; at a terminal the user is
 * asked; refused elsewhere.
 * @param {{isRoot: boolean, isCI: boolean, hasTerminal: boolean}} where
 * @returns {'given' | 'to ask' | 'refused'}
 */
export function systemPermission({ isRoot, isCI, hasTerminal }) {
  if (isRoot || isCI) return 'given';
  return hasTerminal ? 'to ask' : 'refused';
}

/**
 * @param {string} name
 * @param {string[][]} commands
 */
async function agreed(name, commands) {
  const terminal = createInterface({ input: process.stdin, output: process.stdout });
  const question = `${name}: missing. Install it with ${commandLine(commands)}? (y/N) `;
  const answer = await terminal.question(question);
  terminal.close();
  return /^y(es)?$/i.test(answer.trim());
}

/**
 * @param {Tool} tool
 * @returns {string[][]} the commands that install it
 */
function installation({ install = [], system }) {
  if (!system) return install;
  // In CI nobody can type a password.
  const sudo = process.env.CI ? ['sudo', '-n'] : ['sudo'];
  const prefix = process.getuid?.() === 0 ? [] : sudo;
  return [
    [...prefix, 'apt-get', 'update'],
    [...prefix, 'apt-get', 'install', '-y', '--no-install-recommends', ...system],
  ];
}

/** @param {string[][]} commands */
function commandLine(commands) {
  return commands.map((command) => command.join(' ')).join(' && ');
}

/**
 * @param {string} command
 * @param {string[]} args
 * @returns {string} the output, or '' if the command is missing or fails
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

/**
 * npm records the installed packages; optional packages for other platforms are absent.
 * @param {string} folder
 */
function packagesMatchLock(folder) {
  const record = join(folder, 'node_modules/.package-lock.json');
  if (!existsSync(record)) return false;
  const installed = JSON.parse(readFileSync(record, 'utf8')).packages;
  const wanted = JSON.parse(readFileSync(join(folder, 'package-lock.json'), 'utf8')).packages;
  return Object.keys(wanted).every(
    (path) =>
      path === '' ||
      (path in installed
        ? installed[path].version === wanted[path].version
        : wanted[path].optional),
  );
}
