/**
 * Random input: one way to make it, to report a failure and to repeat it.
 *
 * Every case has a seed of its own, the one before plus 1, so that a case that fails is repeated alone.
 * The first seed is fixed here, and so `npm test` tries the same cases every time; `npm run fuzz` takes
 * another each time, and prints it.
 */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { seededRandom } from '../../../www/src/lib/random.js';

const { FUZZ_SEED, FUZZ_SECONDS, FUZZ_CASES, FUZZ_FAILURES } = process.env;
const FIRST_SEED = Number(FUZZ_SEED ?? 20_241);
const SECONDS = Number(FUZZ_SECONDS ?? 5);
/** The number of cases, where a failure is repeated. */
const REPEATED = FUZZ_CASES === undefined ? undefined : Number(FUZZ_CASES);

/** The number of failures after which it stops. */
const FAILURES = Number(FUZZ_FAILURES ?? 1);
/** Seconds of a run that is not one of `npm test`. */
const LONG = 30;
/** Letters of a failure that are printed. */
const LONGEST = 3000;

/** @typedef {() => number} Random Random numbers from 0 to 1 */

/**
 * @template T
 * @param {Random} random
 * @param {readonly T[]} choices
 * @returns {T}
 */
export const pick = (random, choices) => choices[Math.floor(random() * choices.length)];

/**
 * A whole number from 0 to below the limit.
 *
 * @param {Random} random
 * @param {number} limit
 */
export const below = (random, limit) => Math.floor(random() * limit);

/**
 * A test of random cases.
 *
 * @param {string} target as `--only` names it: the file is fuzz-TARGET.test.js
 * @param {string} sentence on the behaviour
 * @param {(random: Random, seed: number) => void | Promise<void>} run tries one case, and throws where it
 *   fails
 * @param {object} [options]
 * @param {number} [options.least] cases, also where they take longer than the seconds
 * @param {number} [options.leastLong] cases of a run of half a minute and more
 * @param {(t: import('node:test').TestContext) => unknown} [options.begin] prepares
 *   for the cases; what it returns ends them
 * @param {(count: number, t: import('node:test').TestContext) => void | Promise<void>} [options.end]
 *   checks all cases together
 */
export function fuzz(target, sentence, run, { least = 1, leastLong = least, begin, end } = {}) {
  test(sentence, async (t) => {
    const stop = await begin?.(t);
    const start = process.hrtime.bigint(); // a target may have a clock of its own
    const elapsed = () => Number(process.hrtime.bigint() - start) / 1e9;
    let count = 0;
    let failures = 0;
    const enough = SECONDS < LONG ? least : leastLong;
    const goesOn = () =>
      REPEATED === undefined ? count < enough || elapsed() < SECONDS : count < REPEATED;
    try {
      for (; goesOn(); count++) {
        const seed = (FIRST_SEED + count) >>> 0;
        try {
          await run(seededRandom(seed), seed);
        } catch (cause) {
          const error = failure(target, seed, count, cause);
          if (++failures >= FAILURES) throw error;
          t.diagnostic(error.message);
        }
      }
      assert.equal(failures, 0, 'cases that fail');
      if (REPEATED === undefined) await end?.(count, t);
    } finally {
      if (typeof stop === 'function') stop();
    }
    const seconds = elapsed();
    const speed = Math.round(count / seconds);
    t.diagnostic(
      `fuzz ${target}: ${count} cases from seed ${FIRST_SEED} in ${seconds.toFixed(1)} s, ${speed} a second`,
    );
  });
}

/**
 * @param {string} target
 * @param {number} seed
 * @param {number} count of the cases before
 * @param {unknown} cause
 */
function failure(target, seed, count, cause) {
  const said = (cause instanceof Error ? cause.message : String(cause)).slice(0, LONGEST);
  const again = `npm run fuzz -- --only ${target} --seed ${seed} --cases 1`;
  const all = `npm run fuzz -- --only ${target} --seed ${FIRST_SEED} --cases ${count + 1}`;
  const message = `${said}\nThe case repeats by: ${again}\nWith those before it: ${all}`;
  return new assert.AssertionError({
    message,
    operator: 'fuzz',
    stackStartFn: failure,
    ...{ cause },
  });
}

/**
 * The shortest part of a sequence that fails, as far as it is found within some tries: steps are left
 * out while the rest still fails.
 *
 * @template T
 * @param {T[]} steps of which all together fail
 * @param {(steps: T[]) => Promise<boolean>} fails
 * @param {number} [tries]
 */
export async function shrink(steps, fails, tries = 150) {
  for (let size = Math.ceil(steps.length / 2); size > 0;) {
    let isShorter = false;
    for (let at = 0; at < steps.length && tries > 0;) {
      const rest = [...steps.slice(0, at), ...steps.slice(at + size)];
      tries--;
      if (rest.length > 0 && (await fails(rest))) {
        steps = rest;
        isShorter = true;
      } else at += size;
    }
    if (tries <= 0) break;
    if (!isShorter || size > 1) size = size === 1 ? 0 : Math.ceil(size / 2);
  }
  return steps;
}
