/**
 * The counters of a checkpoint by their names in the crate (`Progress`), as strings: JSON has no
 * Infinity.
 */

import json from '../../pkg/counters.json' with { type: 'json' };
import { isPlain } from './safetensors.js';
import { quoted, refuse } from './run-file-error.js';

/** @typedef {import('../../pkg/lstm_playground.js').CounterNames} CounterNames */

const { counts: COUNTS, constants: CONSTANTS } = /** @type {CounterNames} */ (json);

/** The names of the counters; the losses of the streams of a validation pass follow them. */
export const COUNTERS = [...COUNTS, ...CONSTANTS];

/** @typedef {typeof COUNTERS[number]} CounterName */

/** The stops, by the counter `stop`; 0 for none. */
export const STOPS = /** @type {const} */ ([undefined, 'patience', 'maxSteps']);

/** The written forms of the numbers that `String` writes. */
const NUMBER = /^(-?Infinity|-?\d+(\.\d+)?(e[+-]\d+)?)$/;

/**
 * The number that a string stands for; undefined where it stands for none.
 *
 * @param {unknown} text
 */
export const numberOf = (text) =>
  typeof text === 'string' && NUMBER.test(text) ? Number(text) : undefined;

/**
 * @param {Float64Array} counters of a checkpoint
 * @returns {Record<CounterName, string>}
 */
export const writtenCounters = (counters) =>
  /** @type {any} */ (
    Object.fromEntries(COUNTERS.map((name, index) => [name, String(counters[index])]))
  );

/**
 * @param {unknown} written
 * @returns {Record<CounterName, number>}
 */
export function readCounters(written) {
  if (!isPlain(written)) refuse('"counters" is not an object', 'strings by name');
  const other = Object.keys(written).find((name) => !COUNTERS.some((known) => known === name));
  if (other !== undefined) refuse(`there is a counter ${quoted(other)}`, COUNTERS.join(', '));
  const read = COUNTERS.map((name) => {
    const number = numberOf(written[name]);
    if (number === undefined) {
      refuse(`the counter ${name} is ${quoted(written[name])}`, 'a number as a string');
    }
    return /** @type {const} */ ([name, number]);
  });
  /** @type {Record<CounterName, number>} */
  const counters = /** @type {any} */ (Object.fromEntries(read));
  const broken = COUNTS.find((name) => counters[name] < 0 || !Number.isSafeInteger(counters[name]));
  if (broken) refuse(`the counter ${broken} is ${counters[broken]}`, 'a whole number');
  if (counters.stop >= STOPS.length) {
    refuse(`the counter stop is ${counters.stop}`, 'at most 2');
  }
  // After a rollback, validation results of later steps stay.
  for (const name of /** @type {const} */ (['last_good_step', 'pass_step'])) {
    if (counters[name] > counters.step) {
      refuse(`the counter ${name} is ${counters[name]}`, `at most ${counters.step}, the step`);
    }
  }
  const { best_validation_loss: best } = counters;
  if (!Number.isFinite(best))
    refuse(`the counter best_validation_loss is ${best}`, 'a finite number');
  for (const name of /** @type {const} */ (['beta_1_power', 'beta_2_power'])) {
    if (!(counters[name] >= 0 && counters[name] <= 1)) {
      refuse(`the counter ${name} is ${counters[name]}`, 'a number from 0 to 1');
    }
  }
  return counters;
}
