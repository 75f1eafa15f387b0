/**
 * The longest piece of a text that stands word for word in another, the first of several: by a suffix automaton of the
 * text (Blumer et al. 1985, https://doi.org/10.1016/0304-3975(85)90157-4), through which the other is led once.
 *
 * @param {string} text
 * @param {string} source
 * @returns {{start: number, length: number}} in UTF-16 code units of the text; of no length when nothing is copied
 */
export function longestCopied(text, source) {
  const { next, link, length, end } = automatonOf(text);
  let best = { start: 0, length: 0 };
  let state = 0;
  let matched = 0;
  for (let at = 0; at < source.length; at++) {
    const unit = source.charCodeAt(at);
    while (state > 0 && !next[state].has(unit)) {
      state = link[state];
      matched = length[state];
    }
    const after = next[state].get(unit);
    if (after === undefined) continue;
    state = after;
    matched++;
    if (matched > best.length) best = { start: end[state] - matched, length: matched };
  }
  return best;
}

/** All pieces of a text: each path from state 0 is one. @param {string} text */
function automatonOf(text) {
  /** @type {Map<number, number>[]} */
  const next = [new Map()];
  /** The state of the longest shorter ending that also stands elsewhere; the longest piece; where it first ends. */
  const [link, length, end] = [[-1], [0], [0]];
  let last = 0;
  for (let at = 0; at < text.length; at++) {
    const unit = text.charCodeAt(at);
    const state = next.length;
    next.push(new Map());
    length.push(at + 1);
    end.push(at + 1);
    let from = last;
    for (; from >= 0 && !next[from].has(unit); from = link[from]) next[from].set(unit, state);
    last = state;
    if (from < 0) {
      link.push(0);
      continue;
    }
    const to = Number(next[from].get(unit));
    if (length[to] === length[from] + 1) {
      link.push(to);
      continue;
    }
    const clone = next.length;
    next.push(new Map(next[to]));
    link.push(clone, link[to]);
    length.push(length[from] + 1);
    end.push(end[to]);
    link[to] = clone;
    for (; from >= 0 && next[from].get(unit) === to; from = link[from]) next[from].set(unit, clone);
  }
  return { next, link, length, end };
}
