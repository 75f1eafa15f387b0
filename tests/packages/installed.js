import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after } from 'node:test';

const root = join(import.meta.dirname, '../..');

/**
 * Runs a command in a folder; its output is part of the error when it fails.
 *
 * @param {string} folder
 * @param {string} command
 * @param {string[]} args
 */
export function run(folder, command, ...args) {
  const options = { cwd: folder, encoding: /** @type {const} */ ('utf8') };
  try {
    return execFileSync(command, args, { ...options, stdio: ['ignore', 'pipe', 'pipe'] });
  } catch (error) {
    const { stdout, stderr } = /** @type {{stdout: string, stderr: string}} */ (error);
    throw new Error(`${command} ${args.join(' ')} fails: ${stdout}${stderr}`, { cause: error });
  }
}

/**
 * Makes the npm package, packs it as for the registry, and installs it into an empty folder.
 *
 * @returns {{folder: string, archive: string, files: string[]}} that folder, which is removed after the
 *   tests; the packed file; the paths in it
 */
export function installPackage() {
  run(root, process.execPath, 'scripts/package.mjs');
  const folder = mkdtempSync(join(tmpdir(), 'lstm-playground-'));
  after(() => rmSync(folder, { recursive: true }));
  const packed = run(join(root, 'package'), 'npm', 'pack', '--json', '--pack-destination', folder);
  // npm 11.19 writes an object by name; older versions write a list.
  const [{ filename, files }] = /** @type {any[]} */ (Object.values(JSON.parse(packed)));
  const archive = join(folder, filename);
  writeFileSync(join(folder, 'package.json'), '{"private": true, "type": "module"}');
  run(folder, 'npm', 'install', '--offline', '--no-audit', '--no-fund', archive);
  return { folder, archive, files: files.map((/** @type {{path: string}} */ { path }) => path) };
}

/**
 * Compiles a file of this folder beside an installed package, with every check, that of the package's
 * own types included.
 *
 * @param {string} folder
 * @param {string} file
 */
export function compile(folder, file) {
  cpSync(join(import.meta.dirname, file), join(folder, file));
  const compilerOptions = {
    ...{ strict: true, noEmit: true, skipLibCheck: false, types: [] },
    ...{ target: 'es2022', module: 'esnext', moduleResolution: 'bundler', jsx: 'react-jsx' },
  };
  const config = JSON.stringify({ compilerOptions, files: [file] });
  writeFileSync(join(folder, 'tsconfig.json'), config);
  run(folder, join(root, 'node_modules/.bin/tsc'), '-p', '.');
}

/** @param {string} path in the made package */
export const readPackage = (path) => readFileSync(join(root, 'package', path), 'utf8');
