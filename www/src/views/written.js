import { el } from '../lib/dom.js';

/** A written text, the prompt and what is copied apart from the rest. @param {import('../shared/protocol.js').Sample} sample */
export function written({ prompt, text, copied = { start: 0, length: 0 } }) {
  const end = copied.start + copied.length;
  return [
    el('span', { class: 'prompt' }, prompt),
    text.slice(0, copied.start),
    el('mark', {}, text.slice(copied.start, end)),
    text.slice(end),
  ];
}
