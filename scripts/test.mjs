// npm test: runs every check except those of npm run test:long. Compilers use one core most of the
// time, so steps run two at a time on the two cores that the time is planned for.

import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { modelCard, onnxRuntime, pyTorchModels, pyTorchTraining, savedRun } from './interop.mjs';
import { python, setup, setupBrowsers, setupPyTorch, setupValgrind } from './setup.mjs';
import { finish, measure, nodeCounts, rustCounts, skip, step } from './steps.mjs';

process.chdir(join(import.meta.dirname, '..'));

/** The first words of a test file that measures time, or needs all cores, followed by the reason. */
const ALONE = '// Runs alone: ';

/**
 * The test files of a folder, which are named, because Node 20 and 22 read a folder's name
 * differently.
 *
 * @param {string} folder
 */
const filesIn = (folder) =>
  existsSync(folder)
    ? readdirSync(folder, { recursive: true })
        .filter((file) => String(file).endsWith('.test.js'))
        .map((file) => join(folder, String(file)))
        .sort()
    : [];

/** @param {string} file */
const isAlone = (file) => readFileSync(file, 'utf8').startsWith(ALONE);

/**
 * @param {string[]} files
 * @param {number} concurrency the number of files at a time
 */
const nodeTest = (files, concurrency) => [
  ...[process.execPath, '--test', '--test-reporter=spec', `--test-concurrency=${concurrency}`],
  ...files,
];

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

const building = step('build', [process.execPath, 'scripts/build.mjs']);

async function rust() {
  await step('rustfmt', ['cargo', 'fmt', '--all', '--check']);
  await step('clippy, native', [...clippy, '--workspace', '--all-targets', ...denyWarnings]);
  await step('clippy, wasm32', [...clippy, '--lib', '--tests', ...wasmTarget, ...denyWarnings]);
  await step('clippy, without the browser', [...clippy, ...library, ...denyWarnings]);
  await step('clippy, gradient check', [...clippy, ...library, ...gradientCheck, ...denyWarnings]);
  await step('cargo test', ['cargo', 'test', '--no-fail-fast'], rustCounts);
  if (hasValgrind) {
    await step('instructions', [process.execPath, 'scripts/instructions.mjs']);
  } else {
    await skip('instructions', 'Not counted: this needs Linux on x86-64, and Valgrind.');
  }
  await step('wasm-pack test', inBrowser, rustCounts);
}

async function otherMachines() {
  await building;
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
        '   them, and tests/engine/pytorch.rs compares every cell with them. Nothing replaces the\n' +
        '   steps in which PyTorch loads exported models, trains on and gives them back.',
    );
  }
}

async function javaScript() {
  await building;
  await step('tsc', ['tsc']);
  await step('eslint', ['eslint', '--max-warnings', '0', '.']);
  await step('prettier', ['prettier', '--check', '.']);
  await step('scripts and exports', nodeTest(filesIn('tests/scripts'), 1), nodeCounts);
  await step('node --test', nodeTest(filesIn('tests/www'), 2), nodeCounts);
}

await Promise.all([rust().then(otherMachines), javaScript()]);
if (await building) {
  const files = filesIn('tests/e2e');
  const together = files.filter((file) => !isAlone(file));
  await step('the built page', nodeTest(together, 2), nodeCounts);
  await step('the built page, alone', nodeTest(files.filter(isAlone), 1), nodeCounts);
} else {
  await measure('the built page, which is missing', () => ({ passed: 0, failed: 1 }));
}
finish();
