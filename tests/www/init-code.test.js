import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { initSync as initCheck } from '../../www/pkg/gradient-check/lstm_playground.js';
import { initSync } from '../../www/pkg/lstm_playground.js';
import { initCode } from '../../www/src/worker/init-code.js';

/** @param {string} name of a module in `www/pkg` */
const read = (name) =>
  new WebAssembly.Module(readFileSync(new URL(`../../www/pkg/${name}`, import.meta.url)));
const MODEL = read('lstm_playground_bg.wasm');
const CHECK = read('gradient-check/lstm_playground_bg.wasm');
const OTHER_VERSION = /of another version than the page: reload the page\.$/;

/** @param {unknown} error */
const throwing = (error) => () => {
  throw error;
};

test('code without an import that its module needs is told to be of another version', () => {
  assert.throws(
    () => initCode(initCheck, MODEL, 'gradientcheck_new'),
    ({ message, cause }) => OTHER_VERSION.test(message) && cause instanceof WebAssembly.LinkError,
  );
});

test('code without any import is told to be of another version', () => {
  const instantiate = (/** @type {{module: WebAssembly.Module}} */ { module }) =>
    new WebAssembly.Instance(module, {}).exports;
  assert.throws(
    () => initCode(instantiate, MODEL, 'playground_new'),
    ({ message, cause }) => OTHER_VERSION.test(message) && cause instanceof TypeError,
  );
});

test('a module without the needed export is told to be of another version', () => {
  assert.throws(() => initCode(initSync, CHECK, 'playground_new'), { message: OTHER_VERSION });
});

for (const error of [
  new RangeError('WebAssembly.Instance(): Out of memory'),
  new WebAssembly.CompileError('blocked by the policy of the page'),
  new WebAssembly.RuntimeError('unreachable'),
  Object.assign(new Error('out of memory'), { name: 'InternalError' }),
]) {
  test(`an error of the kind ${error.name} keeps its own words`, () => {
    assert.throws(() => initCode(throwing(error), MODEL, 'playground_new'), error);
  });
}
