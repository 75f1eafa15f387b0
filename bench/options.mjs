import { parseArgs } from 'node:util';
import { contenders } from './contenders.mjs';

/**
 * @typedef {object} Options
 * @property {number} launches fresh browsers
 * @property {string[]} only names of contenders
 * @property {number[]} hidden sizes
 * @property {number[]} batch sizes
 * @property {string} json the file for all numbers
 */

/**
 * @param {string[]} args
 * @returns {Options}
 * @throws {Error} an option is unknown, or its value is wrong
 */
export function readOptions(args) {
  const { values } = parseArgs({
    args,
    options: {
      launches: { type: 'string', default: '5' },
      only: { type: 'string' },
      hidden: { type: 'string', default: '64,128,256,512' },
      batch: { type: 'string', default: '1,32' },
      torch: { type: 'boolean', default: false },
      json: { type: 'string', default: 'target/bench.json' },
    },
  });
  const names = Object.keys(contenders);
  const only = values.only?.split(',') ?? names.filter((name) => contenders[name].module);
  const unknown = only.find((name) => !names.includes(name));
  if (unknown !== undefined) {
    throw new Error(`--only takes some of ${names.join(', ')}, got ${unknown}`);
  }
  if (values.torch) only.push(...names.filter((name) => !contenders[name].module));
  const [launches, ...more] = counts('launches', values.launches);
  if (more.length > 0) throw new Error(`--launches takes one number, got ${values.launches}`);
  return {
    launches,
    only: [...new Set(only)],
    hidden: counts('hidden', values.hidden),
    batch: counts('batch', values.batch),
    json: values.json,
  };
}

/**
 * @param {string} name
 * @param {string} value
 */
function counts(name, value) {
  const numbers = value.split(',').map(Number);
  if (numbers.every((number) => Number.isInteger(number) && number > 0)) return numbers;
  throw new Error(`--${name} takes whole numbers above 0, such as 64,128, got ${value}`);
}
