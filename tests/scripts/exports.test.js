import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';

const root = join(import.meta.dirname, '../..');
const target = 'wasm32-unknown-unknown';
const compiled = join(root, 'target', target, 'debug/lstm_playground.wasm');

/** Names that the linker adds to every module. */
const ofLinker = new Set(['memory', '__data_end', '__heap_base']);

test('a program for wasm32 gets no exports of the crate without the feature browser', async () => {
  const options = ['--lib', '--target', target, '--target-dir', 'target'];
  execFileSync('cargo', ['build', '--quiet', '-p', 'lstm-playground', ...options], { cwd: root });
  const module = await WebAssembly.compile(readFileSync(compiled));
  const names = WebAssembly.Module.exports(module).map(({ name }) => name);
  assert.deepEqual(
    names.filter((name) => !ofLinker.has(name)),
    [],
  );
  assert.deepEqual(WebAssembly.Module.imports(module), []);
});
