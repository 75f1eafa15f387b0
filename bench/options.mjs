import { parseArgs } from 'node:util';
import { contenders } from './contenders.mjs';

/**
 * @typedef {object} Options
 * @property {number} launches fresh launches of each program for the table of speeds
 * @property {number} learning fresh launches for the table of validation bits
 * @property {string[]} only names of contenders
 * @property {number[]} hidden sizes in the table of speeds
 * @property {number[]} batch sizes in the table of speeds
 * @property {string} json the file for all numbers
 */

/** The defaults that --all changes. */
const ALL = { launches: '5', learning: '3', hidden: '64,128,256,512' };

/**
 * @param {string[]} args
 * @returns {Options}
 * @throws {Error} an option is unknown, or its value is wrong
 */
export function readOptions(args) {
  const { values } = parseArgs({
    args,
    options: {
      all: { type: 'boolean' },
      launches: { type: 'string' },
      learning: { type: 'string' },
      only: { type: 'string' },
      hidden: { type: 'string' },
      batch: { type: 'string' },
      json: { type: 'string' },
    },
  });
  const defaults = { launches: '3', learning: '1', hidden: '128', batch: '1,32' };
  const given = { ...defaults, ...(values.all && ALL), ...values };
  const names = Object.keys(contenders);
  const only = values.only?.split(',') ?? names;
  const unknown = only.find((name) => !names.includes(name));
  if (unknown !== undefined) {
    throw new Error(`--only takes some of ${names.join(', ')}, got ${unknown}`);
  }
  return {
    launches: count('launches', given.launches),
    learning: count('learning', given.learning),
    only: [...new Set(only)],
    hidden: sizes('hidden', given.hidden),
    batch: sizes('batch', given.batch),
    json: values.json ?? 'target/bench.json',
  };
}

/**
 * @param {string} name
 * @param {string} value
 */
function count(name, value) {
  if (/^\d+$/.test(value)) return Number(value);
  throw new Error(`--${name} takes a whole number, 0 for none, got ${value}`);
}

/**
 * @param {string} name
 * @param {string} value
 */
function sizes(name, value) {
  const numbers = value.split(',').map(Number);
  if (numbers.every((number) => Number.isInteger(number) && number > 0)) return numbers;
  throw new Error(`--${name} takes whole numbers above 0, such as 64,128, got ${value}`);
}
