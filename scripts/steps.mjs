// The steps of a test run: each prints its heading, its output and its result. The run ends with
// the minutes of every step and the line `N passed, N failed`.

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

/** @type {({name: string, minutes: number} & Counts)[]} */
const results = [];

/**
 * Prints a step's heading, runs it, and records its result.
 * @param {string} name
 * @param {() => Counts | Promise<Counts>} run
 * @returns {Promise<boolean>} true if nothing failed
 */
export async function measure(name, run) {
  console.log(`\n== ${name}`);
  const start = performance.now();
  const { passed, failed } = await run();
  const seconds = (performance.now() - start) / 1000;
  results.push({ name, minutes: seconds / 60, passed, failed });
  if (passed + failed > 0) {
    console.log(`   ${passed} passed, ${failed} failed in ${seconds.toFixed(1)} s`);
  }
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
  return measure(name, async () => {
    const { succeeded, printed } = await output(command);
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
  return measure(name, () => {
    console.log(`   ${reason}`);
    return { passed: 0, failed: 0 };
  });
}

/**
 * @param {string[]} command
 * @returns {Promise<{succeeded: boolean, printed: string}>}
 */
function output(command) {
  return new Promise((resolve) => {
    let printed = '';
    // One pipe for both streams: with two, cargo's headings arrive among the wrong tests.
    const child = spawn('sh', ['-c', 'exec "$@" 2>&1', 'sh', ...command], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    child.stdout.setEncoding('utf8').on('data', (chunk) => {
      printed += chunk;
      process.stdout.write(chunk);
    });
    child.on('close', (code) => resolve({ succeeded: code === 0, printed }));
  });
}

/** Prints the minutes of every step, the failed steps and the sums, and sets the exit code. */
export function finish() {
  const total = { name: 'all', minutes: 0, passed: 0, failed: 0 };
  for (const { minutes, passed, failed } of results) {
    total.minutes += minutes;
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
