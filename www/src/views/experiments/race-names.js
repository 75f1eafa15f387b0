/** The names of the networks in a race. */

import { hasForgetBias } from '../../cells/cells.js';

/** @typedef {import('../../shared/protocol.js').Config} Config */

/**
 * Short names, for the ends of lines: the cells, numbered where two are the same.
 *
 * @param {readonly Config[]} configs
 */
export function shortNames(configs) {
  const cells = configs.map(({ cell }) => cell);
  const areDifferent = new Set(cells).size === cells.length;
  return cells.map((cell, index) => (areDifferent ? cell : `${cell} ${index + 1}`));
}

/**
 * Names with the sizes, and with the settings in which the networks differ.
 *
 * @param {readonly Config[]} configs
 */
export function fullNames(configs) {
  const biases = configs.filter(({ cell }) => hasForgetBias(cell)).map((own) => own.forgetBias);
  const optimizers = new Set(configs.map(({ optimizer }) => optimizer));
  const clips = new Set(configs.map(({ gradClip }) => gradClip));
  const short = shortNames(configs);
  return configs.map((config, index) => {
    const { cell, hiddenSize, numLayers, forgetBias, optimizer, gradClip } = config;
    const parts = [short[index], `${numLayers > 1 ? `${numLayers} × ` : ''}${hiddenSize} units`];
    if (hasForgetBias(cell) && new Set(biases).size > 1) {
      parts.push(`forget bias ${String(forgetBias).replace('-', '−')}`);
    }
    if (optimizers.size > 1) parts.push(optimizer);
    if (clips.size > 1) parts.push(gradClip > 0 ? `clipped at ${gradClip}` : 'not clipped');
    return parts.join(', ');
  });
}
