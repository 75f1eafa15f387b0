// npm test: runs every check except those of npm run test:long, one after the other.

import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { modelCard, onnxRuntime, pyTorchModels, pyTorchTraining, savedRun } from './interop.mjs';
import { python, setup, setupBrowsers, setupPyTorch, setupValgrind } from './setup.mjs';
import { finish, measure, nodeCounts, rustCounts, skip, step } from './steps.mjs';

process.chdir(join(import.meta.dirname, '..'));

/**
 * @param {string} folder
 * @param {string[]} options
 */
function nodeTest(folder, ...options) {
  // The files are named, because Node 20 and 22 read a folder's name differently.
  const files = existsSync(folder)
    ? readdirSync(folder, { recursive: true })
        .filter((file) => String(file).endsWith('.test.js'))
        .map((file) => join(folder, String(file)))
    : [];
  const named = files.length > 0 ? files : [folder];
  return [process.execPath, '--test', '--test-reporter=spec', ...options, ...named];
}

let hasPyTorch = false;
let hasValgrind = false;
await measure('set-up', async () => {
  try {
    await setup({ forTests: true });
    hasPyTorch = await setupPyTorch();
    hasValgrind = await setupValgrind();
    await setupBrowsers();
    return { passed: 0, failed: 0 };
  } catch (error) {
    console.log(error instanceof Error ? error.message : error);
    return { passed: 0, failed: 1 };
  }
});

const clippy = ['cargo', 'clippy'];
const wasmTarget = ['--target', 'wasm32-unknown-unknown'];
const library = ['-p', 'lstm-playground', '--lib', ...wasmTarget];
const gradientCheck = ['--features', 'gradient-check'];
const denyWarnings = ['--', '-D', 'warnings'];
const chromedriver = process.env.CHROMEDRIVER ? ['--chromedriver', process.env.CHROMEDRIVER] : [];
const inBrowser = ['wasm-pack', 'test', '--headless', '--chrome', ...chromedriver];

const built = await step('build', [process.execPath, 'scripts/build.mjs']);
await step('rustfmt', ['cargo', 'fmt', '--all', '--check']);
await step('clippy, native', [...clippy, '--workspace', '--all-targets', ...denyWarnings]);
await step('clippy, wasm32', [...clippy, '--lib', '--tests', ...wasmTarget, ...denyWarnings]);
await step('clippy, without the browser', [...clippy, ...library, ...denyWarnings]);
await step('clippy, gradient check', [...clippy, ...library, ...gradientCheck, ...denyWarnings]);
await step('cargo test', ['cargo', 'test', '--no-fail-fast'], rustCounts);
await step('ONNX Runtime agrees', ['sh', '-c', onnxRuntime]);
await step('Python reads a saved run', ['sh', '-c', savedRun]);
await step('the model card works', ['sh', '-c', modelCard]);
if (hasPyTorch) {
  await step('PyTorch agrees', [python, 'tests/interop/check.py']);
  await step('PyTorch loads the models', ['sh', '-c', pyTorchModels]);
  await step('PyTorch trains on', ['sh', '-c', pyTorchTraining]);
} else {
  await skip(
    'PyTorch agrees',
    'PyTorch cannot be installed here. Its recorded results replace it: the same scripts wrote\n' +
      '   them, and tests/engine/pytorch.rs has compared every cell with them above. Nothing replaces the\n' +
      '   steps in which PyTorch loads exported models, trains on and gives them back.',
  );
}
if (hasValgrind) {
  await step('instructions', [process.execPath, 'scripts/instructions.mjs']);
} else {
  await skip('instructions', 'Not counted: this needs Linux on x86-64, and Valgrind.');
}
await step('wasm-pack test', inBrowser, rustCounts);
await step('tsc', ['tsc']);
await step('eslint', ['eslint', '--max-warnings', '0', '.']);
await step('prettier', ['prettier', '--check', '.']);
await step('scripts and exports', nodeTest('tests/scripts'), nodeCounts);
await step('node --test', nodeTest('tests/www'), nodeCounts);
if (built) {
  await step('the built page', nodeTest('tests/e2e', '--test-concurrency=1'), nodeCounts);
} else {
  await measure('the built page, which is missing', () => ({ passed: 0, failed: 1 }));
}
finish();
