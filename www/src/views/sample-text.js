import { el } from '../lib/dom.js';

const NOTHING = { start: 0, length: 0, chars: 0 };

/**
 * The nodes of a written text, with its prompt and its copied piece marked.
 *
 * @param {import('../shared/protocol.js').Sample} sample
 */
export function sampleText({ prompt, text, copied = NOTHING }) {
  const end = copied.start + copied.length;
  return [
    el('span', { class: 'prompt' }, prompt),
    text.slice(0, copied.start),
    el('mark', {}, text.slice(copied.start, end)),
    text.slice(end),
  ];
}
