// Runs every check there is, one after the other, and ends with one line: `N passed, N failed`.

import { spawn } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { onnxRuntime } from './interop.mjs';
import { python, setup, setupPyTorch, setupValgrind } from './setup.mjs';

process.chdir(join(import.meta.dirname, '..'));

const total = { passed: 0, failed: 0 };
/** @type {string[]} */
const failures = [];

/**
 * @param {string} name
 * @param {{passed: number, failed: number}} counts
 * @param {number} start as `performance.now()` gave it
 */
function record(name, counts, start) {
  total.passed += counts.passed;
  total.failed += counts.failed;
  if (counts.failed > 0) failures.push(name);
  const seconds = ((performance.now() - start) / 1000).toFixed(1);
  console.log(`   ${counts.passed} passed, ${counts.failed} failed in ${seconds} s`);
}

/** @param {string} name */
function heading(name) {
  console.log(`\n== ${name}`);
  return performance.now();
}

/**
 * Runs one command with its output shown as it comes.
 * @param {string} name
 * @param {string[]} command
 * @param {RegExp} [counter] finds the command's own counts, by the groups `passed` and `failed`;
 *   without it the exit code counts as one
 * @returns {Promise<boolean>} whether it went well
 */
async function step(name, command, counter) {
  const start = heading(name);
  const { ok, printed } = await new Promise((resolve) => {
    let printed = '';
    // One pipe for both streams: with two, cargo's headings arrive among the wrong tests.
    const child = spawn('sh', ['-c', 'exec "$@" 2>&1', 'sh', ...command], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    child.stdout.setEncoding('utf8').on('data', (chunk) => {
      printed += chunk;
      process.stdout.write(chunk);
    });
    child.on('close', (code) => resolve({ ok: code === 0, printed }));
  });

  const counts = { passed: ok && !counter ? 1 : 0, failed: 0 };
  if (counter) {
    for (const { groups } of stripVTControlCharacters(printed).matchAll(counter)) {
      counts.passed += Number(groups?.passed ?? 0);
      counts.failed += Number(groups?.failed ?? 0);
    }
  }
  // No test at all is a mistake in the set-up, and a crash may come before the first count.
  if (counts.failed === 0 && (!ok || counts.passed === 0)) counts.failed = 1;
  record(name, counts, start);
  return counts.failed === 0;
}

const rustCounts = /^test result: \w+\. (?<passed>\d+) passed; (?<failed>\d+) failed/gm;
const nodeCounts = /^ℹ (?:pass (?<passed>\d+)|(?:fail|cancelled) (?<failed>\d+))$/gm;

/**
 * @param {string} folder
 * @param {string[]} options
 */
function nodeTest(folder, ...options) {
  // Named one by one, because Node 20 and 22 read a folder's name differently.
  const files = existsSync(folder)
    ? readdirSync(folder, { recursive: true })
        .filter((file) => String(file).endsWith('.test.js'))
        .map((file) => join(folder, String(file)))
    : [];
  const named = files.length > 0 ? files : [folder];
  return [process.execPath, '--test', '--test-reporter=spec', ...options, ...named];
}

const start = heading('set-up');
try {
  setup({ forTests: true });
} catch (error) {
  console.log(error instanceof Error ? error.message : error);
  record('set-up', { passed: 0, failed: 1 }, start);
}

const clippy = ['cargo', 'clippy', '--workspace'];
const wasmTarget = ['--target', 'wasm32-unknown-unknown'];
const denyWarnings = ['--', '-D', 'warnings'];
const driver = process.env.CHROMEDRIVER ? ['--chromedriver', process.env.CHROMEDRIVER] : [];

const built = await step('build', [process.execPath, 'scripts/build.mjs']);
await step('rustfmt', ['cargo', 'fmt', '--all', '--check']);
await step('clippy, native', [...clippy, '--all-targets', ...denyWarnings]);
await step('clippy, wasm32', [...clippy, '--lib', '--tests', ...wasmTarget, ...denyWarnings]);
await step('clippy, wasm32 without a browser', [
  ...clippy,
  ...['-p', 'lstm-playground', '--lib', ...wasmTarget, ...denyWarnings],
]);
await step('clippy, the proof', [
  ...clippy,
  ...[
    '-p',
    'lstm-playground',
    '--lib',
    '--features',
    'gradient-check',
    ...wasmTarget,
    ...denyWarnings,
  ],
]);
await step('cargo test', ['cargo', 'test', '--no-fail-fast'], rustCounts);
await step('ONNX Runtime agrees', ['sh', '-c', onnxRuntime]);
if (setupPyTorch()) {
  await step('PyTorch agrees', [python, 'tests/interop/check.py']);
} else {
  heading('PyTorch agrees');
  console.log(
    '   PyTorch cannot be installed here: the fixtures stand for it, which the same scripts wrote,\n' +
      '   and with which tests/pytorch.rs has compared every cell above.',
  );
}
if (setupValgrind()) {
  await step('instructions', [process.execPath, 'scripts/instructions.mjs']);
} else {
  heading('instructions');
  console.log('   Not counted: it takes Linux on x86-64, and Valgrind.');
}
await step(
  'wasm-pack test',
  ['wasm-pack', 'test', '--headless', '--chrome', ...driver],
  rustCounts,
);
await step('tsc', ['tsc']);
await step('eslint', ['eslint', '--max-warnings', '0', '.']);
await step('prettier', ['prettier', '--check', '.']);
await step('node --test', nodeTest('tests/www'), nodeCounts);
if (built) {
  await step('the built page', nodeTest('tests/e2e', '--test-concurrency=1'), nodeCounts);
} else {
  record('the built page', { passed: 0, failed: 1 }, heading('the built page, not built'));
}

if (failures.length > 0) console.log(`\nFailed: ${failures.join('; ')}`);
console.log(`\n${total.passed} passed, ${total.failed} failed`);
process.exitCode = total.failed > 0 ? 1 : 0;
