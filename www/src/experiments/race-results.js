/** The results of a race: a summary of each entry's runs, one run for each seed. */

import { meansOf, sumOf } from '../lib/means.js';

/**
 * @typedef {import('../shared/protocol.js').Config} Config
 * @typedef {import('../shared/protocol.js').TrainedTo} TrainedTo
 *
 * @typedef {object} RaceRun one entry with one seed
 * @property {number} entry its index
 * @property {Config} config
 * @property {number} weights
 * @property {TrainedTo[]} reports one a slice
 * @property {import('../shared/protocol.js').Sample} [sample] once the run is complete
 * @property {import('../shared/protocol.js').Recall} [recall] on another text of the same task, if the
 *   text is one of a task
 * @property {string} [hash] of the weights at the end
 * @property {string} [problem] the error that ended the run
 *
 * @typedef {object} EntryResult
 * @property {string} name
 * @property {number} weights
 * @property {number[]} x steps
 * @property {number[]} y bits per character: the mean over the complete runs, or the first run's
 *   while none is complete
 * @property {{low: number[], high: number[]}} band the lowest and highest of these runs
 * @property {boolean} isValidation true when `y` is of the validation text
 * @property {{step: number, bits: number} | undefined} lowest of `y`
 * @property {number} charsPerSecond
 * @property {number} milliseconds of training, the mean
 * @property {number} [recalled] the share of the characters needing memory that are predicted right,
 *   the mean
 * @property {import('../shared/protocol.js').Sample} [sample] of the first run
 * @property {string} [problem]
 */

/**
 * Bits per character of the validation text where there is any.
 *
 * @param {TrainedTo} report
 */
const bitsOf = ({ bitsPerChar, validationBits }) => validationBits ?? bitsPerChar;

/**
 * @param {readonly RaceRun[]} runs
 * @param {(config: Config) => string} nameOf
 * @returns {EntryResult[]} in the order of the entries
 */
export function raceResults(runs, nameOf) {
  const count = runs.reduce((most, { entry }) => Math.max(most, entry + 1), 0);
  return Array.from({ length: count }, (_, entry) => {
    const own = runs.filter((run) => run.entry === entry);
    return { ...resultOf(own), name: nameOf(own[0].config) };
  });
}

/**
 * @param {RaceRun[]} own all runs of an entry
 * @returns {Omit<EntryResult, 'name'>}
 */
function resultOf(own) {
  const complete = own.filter(({ sample }) => sample);
  const begun = own.filter(({ reports }) => reports.length > 0);
  // The mean of runs of different lengths would bend where one of them ends.
  const shown = complete.length > 0 ? complete : begun.slice(0, 1);
  const reports = (shown[0]?.reports ?? []).map((_, i) => shown.map((run) => run.reports[i]));
  const x = reports.map(([report]) => report.step);
  const { y, band } = meansOf(reports.map((all) => all.map(bitsOf)));
  const least = y.reduce((a, b) => Math.min(a, b), Infinity);
  const milliseconds = sumOf(reports.flat().map((report) => report.milliseconds));
  const recalls = complete.flatMap(({ recall }) => (recall ? [recall.accuracy] : []));
  const chars = sumOf(reports.flat().map((report) => report.chars));
  return {
    weights: own[0].weights,
    x,
    y,
    band,
    isValidation: reports.flat().some(({ validationBits }) => validationBits !== undefined),
    lowest: y.length > 0 ? { step: x[y.indexOf(least)], bits: least } : undefined,
    charsPerSecond: milliseconds > 0 ? (1000 * chars) / milliseconds : NaN,
    milliseconds: shown.length > 0 ? milliseconds / shown.length : NaN,
    recalled: recalls.length > 0 ? sumOf(recalls) / recalls.length : undefined,
    sample: complete[0]?.sample,
    problem: own.find(({ problem }) => problem)?.problem,
  };
}
