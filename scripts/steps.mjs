// The steps of a test run: each prints its heading, its output and its result. Steps may run side by
// side; then one prints at once, and the others when it has ended. The run ends with the minutes of
// every step and the line `N passed, N failed`.

import { spawn } from 'node:child_process';
import { stripVTControlCharacters } from 'node:util';

/**
 * @typedef {object} Counts
 * @property {number} passed
 * @property {number} failed
 */

/** The counts in the output of cargo's tests. */
export const rustCounts = /^test result: \w+\. (?<passed>\d+) passed; (?<failed>\d+) failed/gm;

/** The counts in the output of Node's tests. */
export const nodeCounts = /^ℹ (?:pass (?<passed>\d+)|(?:fail|cancelled) (?<failed>\d+))$/gm;

/** @typedef {{name: string, minutes: number} & Counts} Result */

/**
 * The steps in the order of their start.
 *
 * @type {Result[]}
 */
const results = [];
const begin = performance.now();

/**
 * The outputs of the steps that run, in the order of their start. The first one prints.
 *
 * @type {{kept: string, hasEnded: boolean}[]}
 */
const outputs = [];

/** Opens the output of a step. */
function openOutput() {
  const output = { kept: '', hasEnded: false };
  outputs.push(output);
  return {
    /** @param {string} text */
    print(text) {
      if (output === outputs[0]) process.stdout.write(text);
      else output.kept += text;
    },
    close() {
      output.hasEnded = true;
      while (outputs[0]?.hasEnded) {
        outputs.shift();
        process.stdout.write(outputs[0]?.kept ?? '');
      }
    },
  };
}

/**
 * Prints a step's heading, runs it, and records its result.
 * @param {string} name
 * @param {(print: (text: string) => void) => Counts | Promise<Counts>} run
 * @returns {Promise<boolean>} true if nothing failed
 */
export async function measure(name, run) {
  const { print, close } = openOutput();
  print(`\n== ${name}\n`);
  const result = { name, minutes: 0, passed: 0, failed: 0 };
  results.push(result);
  const start = performance.now();
  Object.assign(result, await run(print));
  const seconds = (performance.now() - start) / 1000;
  result.minutes = seconds / 60;
  const { passed, failed } = result;
  if (passed + failed > 0) {
    print(`   ${passed} passed, ${failed} failed in ${seconds.toFixed(1)} s\n`);
  }
  close();
  return failed === 0;
}

/**
 * A step that is one command, whose output is shown as it arrives.
 * @param {string} name
 * @param {string[]} command
 * @param {RegExp} [counter] finds the command's own counts, by the groups `passed` and `failed`;
 *   without it the exit code counts as one
 * @returns {Promise<boolean>} true if nothing failed
 */
export function step(name, command, counter) {
  return measure(name, async (print) => {
    const { succeeded, printed } = await run(command, print);
    const counts = { passed: succeeded && !counter ? 1 : 0, failed: 0 };
    if (counter) {
      for (const { groups } of stripVTControlCharacters(printed).matchAll(counter)) {
        counts.passed += Number(groups?.passed ?? 0);
        counts.failed += Number(groups?.failed ?? 0);
      }
    }
    // A run without tests is a mistake in the set-up, and a crash may come before the first count.
    if (counts.failed === 0 && (!succeeded || counts.passed === 0)) counts.failed = 1;
    return counts;
  });
}

/**
 * @param {string} name
 * @param {string} reason
 */
export function skip(name, reason) {
  return measure(name, (print) => {
    print(`   ${reason}\n`);
    return { passed: 0, failed: 0 };
  });
}

/**
 * @param {string[]} command
 * @param {(text: string) => void} print
 * @returns {Promise<{succeeded: boolean, printed: string}>}
 */
function run(command, print) {
  return new Promise((resolve) => {
    let printed = '';
    // One pipe for both streams: with two, cargo's headings arrive among the wrong tests.
    const child = spawn('sh', ['-c', 'exec "$@" 2>&1', 'sh', ...command], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    child.stdout.setEncoding('utf8').on('data', (chunk) => {
      printed += chunk;
      print(chunk);
    });
    child.on('close', (code) => resolve({ succeeded: code === 0, printed }));
  });
}

/**
 * Prints the minutes of every step and of the whole run, the failed steps and the sums, and sets the
 * exit code.
 */
export function finish() {
  const minutes = (performance.now() - begin) / 60_000; // less than the sum, where steps overlap
  const total = { name: 'all, some of it side by side', minutes, passed: 0, failed: 0 };
  for (const { passed, failed } of results) {
    total.passed += passed;
    total.failed += failed;
  }
  console.log('\nminutes  passed  failed  step');
  for (const { name, minutes, passed, failed } of [...results, total]) {
    const columns = [minutes.toFixed(1), String(passed), String(failed)];
    console.log(`${columns.map((text) => text.padStart(6)).join('  ')}   ${name}`);
  }
  const failures = results.filter(({ failed }) => failed > 0).map(({ name }) => name);
  if (failures.length > 0) console.log(`\nFailed: ${failures.join('; ')}`);
  console.log(`\n${total.passed} passed, ${total.failed} failed`);
  process.exitCode = total.failed > 0 ? 1 : 0;
}
