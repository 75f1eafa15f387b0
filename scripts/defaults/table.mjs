// The table of `npm run defaults`.

import { READINGS } from './points.mjs';

/**
 * @typedef {import('../../www/src/shared/protocol.js').Config} Config
 *
 * @typedef {object} Reading a line of the program of crate/examples/search.rs
 * @property {string} text the file
 * @property {number} [baseline] bits of the best n-gram model
 * @property {string} name of the job
 * @property {number} step
 * @property {{step: number, bits: number | null}} best the lowest validation so far
 *
 * @typedef {object} Searched a text and its jobs
 * @property {string} name
 * @property {string} file
 * @property {number} chars
 * @property {number} distinctChars
 * @property {{name: string, config: Config, steps: number[]}[]} jobs the first is the suggestion
 */

/**
 * The rows of a text: the suggestion, and the best found.
 *
 * @param {Searched} searched
 * @param {Reading[]} readings
 */
export function rowsOf({ name, file, chars, distinctChars, jobs }, readings) {
  const own = readings.filter(({ text }) => text === file);
  const baseline = own.find((reading) => reading.baseline)?.baseline;
  /** @param {number} index of the reading @param {string} job */
  const bitsOf = (index, job) => {
    const { steps } = jobs.find((one) => one.name === job) ?? jobs[0];
    return own.find((one) => one.name === job && one.step === steps[index])?.best.bits ?? Infinity;
  };
  const best = READINGS.map((_, index) => {
    const all = jobs.map((job) => ({ job, bits: bitsOf(index, job.name) }));
    return all.reduce((low, one) => (one.bits < low.bits ? one : low));
  });
  const cells = best.map(({ bits }, index) => {
    const suggested = bitsOf(index, jobs[0].name);
    const percent = 100 * (suggested / bits - 1);
    return `${format(suggested)} / ${format(bits)}, ${percent.toFixed(1)} %`;
  });
  return [
    [name, chars, distinctChars, baseline === undefined ? '' : format(baseline), ...cells],
    [shown(jobs[0].config), shown(best[1].job.config)],
  ];
}

/** The heading, a line for each text, and its settings below. @param {ReturnType<typeof rowsOf>[]} rows */
export function table(rows) {
  const seconds = READINGS.map((reading) => `${reading} s`);
  const head = ['text', 'letters', 'distinct', 'n-gram', ...seconds];
  const lines = [head, head.map(() => '---'), ...rows.map(([figures]) => figures)];
  const settings = rows.map(([[name], [suggested, best]]) => [name, suggested, best]);
  const second = [['text', 'suggestion', 'best at 30 s'], ['---', '---', '---'], ...settings];
  return [lines, second]
    .map((part) => part.map((row) => `| ${row.join(' | ')} |`).join('\n'))
    .join('\n\n');
}

/** @param {number} bits */
const format = (bits) => (bits === Infinity ? '–' : bits.toFixed(3));

/** The settings that the search changes, in short. @param {Config} config */
export function shown(config) {
  const { numLayers, hiddenSize, batchSize, seqLen, learningRate, schedule, dropout, weightDecay } =
    config;
  const parts = [
    `${numLayers} × ${hiddenSize}`,
    `batch ${batchSize} × ${seqLen}`,
    `${learningRate} ${schedule}`,
  ];
  if (dropout) parts.push(`dropout ${dropout}`);
  if (weightDecay) parts.push(`decay ${weightDecay}`);
  return parts.join(', ');
}
