import { nextTask } from './next-task.js';

/** Characters between two looks at the clock. */
const LOOK = 1024;
/** Milliseconds of a slice. */
const SLICE = 20;

/** Divides long work into slices of time, between which a worker answers and a page draws. */
class Slices {
  #end = performance.now() + SLICE;

  /** Lets others work where the slice is over. */
  async next() {
    if (performance.now() < this.#end) return;
    await nextTask();
    this.#end = performance.now() + SLICE;
  }
}

/**
 * @typedef {object} Piece of a text
 * @property {number} start in UTF-16 code units
 * @property {number} length in UTF-16 code units
 * @property {number} chars its length in characters
 */

/**
 * Finds the longest piece of a text that a source contains, the first of equally long ones, with a
 * suffix automaton of the text (Blumer et al. 1985, https://doi.org/10.1016/0304-3975(85)90157-4),
 * which reads the source once.
 *
 * @param {string} text
 * @param {string} source
 * @returns {Promise<Piece>} empty when nothing is copied
 */
export async function longestCopied(text, source) {
  const chars = [...text];
  const slices = new Slices();
  const { next, link, length, end } = await suffixAutomaton(chars, slices);
  let best = { start: 0, length: 0 };
  let state = 0;
  let matched = 0;
  let index = 0;
  for (const char of source) {
    if (++index % LOOK === 0) await slices.next();
    while (state > 0 && !next[state].has(char)) {
      state = link[state];
      matched = length[state];
    }
    const after = next[state].get(char);
    if (after === undefined) continue;
    state = after;
    matched++;
    if (matched > best.length) best = { start: end[state] - matched, length: matched };
  }
  const before = chars.slice(0, best.start).join('').length;
  const piece = chars.slice(best.start, best.start + best.length).join('');
  return { start: before, length: piece.length, chars: best.length };
}

/**
 * The suffix automaton of a text: each path from state 0 is a piece.
 *
 * @param {string[]} text its characters
 * @param {Slices} slices
 */
async function suffixAutomaton(text, slices) {
  /** @type {Map<string, number>[]} */
  const next = [new Map()];
  /** The state of the longest suffix that also occurs elsewhere. */
  const link = [-1];
  /** The length of the state's longest piece. */
  const length = [0];
  /** The end of that piece's first occurrence. */
  const end = [0];
  let last = 0;
  for (let index = 0; index < text.length; index++) {
    if (index % LOOK === LOOK - 1) await slices.next();
    const char = text[index];
    const state = next.length;
    next.push(new Map());
    length.push(index + 1);
    end.push(index + 1);
    let from = last;
    for (; from >= 0 && !next[from].has(char); from = link[from]) next[from].set(char, state);
    last = state;
    if (from < 0) {
      link.push(0);
      continue;
    }
    const to = Number(next[from].get(char));
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
    for (; from >= 0 && next[from].get(char) === to; from = link[from]) next[from].set(char, clone);
  }
  return { next, link, length, end };
}
