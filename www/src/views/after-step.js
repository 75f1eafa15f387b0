import { formatCount } from '../lib/format.js';

/** @typedef {{step: number, isBest?: boolean}} Model the step of its weights */

/**
 * "465 steps, best".
 *
 * @param {Model} model
 */
export const stepOf = ({ step, isBest }) => formatCount(step, 'step') + (isBest ? ', best' : '');

/**
 * "after 465 steps, best".
 *
 * @param {Model} model
 */
export const afterStep = (model) => `after ${stepOf(model)}`;
