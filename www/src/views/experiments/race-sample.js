import { el } from '../../lib/dom.js';
import { sampleText } from '../sample-text.js';

/**
 * The text that a network of a race has written, or why there is none.
 *
 * @param {import('../../experiments/race-results.js').EntryResult} result
 */
export function raceSample({ name, sample, problem }) {
  const text = sample ? sampleText(sample) : ['…'];
  return el(
    'figure',
    {},
    el('figcaption', {}, name),
    ...(problem ? [el('p', { class: 'problem' }, problem)] : []),
    ...(problem && !sample ? [] : [el('pre', { class: 'sample' }, ...text)]),
  );
}
