import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';

const root = join(import.meta.dirname, '../..');
const crate = ['-p', 'lstm-playground'];

/**
 * @param {string[]} args
 * @param {Record<string, string>} [environment]
 */
function cargo(args, environment) {
  const env = { ...process.env, ...environment };
  return execFileSync('cargo', args, { cwd: root, env, encoding: 'utf8' });
}

test('the package of the crate has the files of the recorded list', () => {
  const list = cargo(['package', ...crate, '--list', '--offline', '--allow-dirty', '--quiet']);
  const wanted = readFileSync(join(root, 'tests/fixtures/crate_files.txt'), 'utf8');
  const lines = (/** @type {string} */ text) => text.trim().split('\n');
  // Only a clone has this file.
  const files = lines(list).filter((file) => file !== '.cargo_vcs_info.json');
  assert.deepEqual(files, lines(wanted), 'the list is tests/fixtures/crate_files.txt');
});

test('the documentation of the crate has no warnings', () => {
  const options = ['--no-deps', '--all-features', '--quiet'];
  cargo(['doc', ...crate, ...options], { RUSTDOCFLAGS: '-D warnings' });
});
