/**
 * Equations in MathML Core, from a notation of one line: `i = σ(W_i x + R_i h + b_i)`,
 * `c' = f ⊙ c + i ⊙ g`.
 *
 * `_` makes the next word a subscript, `'` is a prime. Neighbours are multiplied, but σ and tanh
 * apply to the parenthesis that follows: MathML has an invisible operator for each, which screen
 * readers read out.
 *
 * @typedef {{tag: string, text: string}} Leaf `mi` a name, `mn` a number, `mo` an operator
 * @typedef {{tag: string, children: MathNode[]}} Marked `msub` a name with its subscript, `mrow` a
 *   name with its prime
 * @typedef {Leaf | Marked} MathNode
 */

const NAMESPACE = 'http://www.w3.org/1998/Math/MathML';
const TIMES = '\u2062';
const APPLY = '\u2061';
/** The prime is no superscript, because fonts already draw it raised. */
const PRIME = '\u2032';

/** A token; a subscript or a prime must follow a name. */
const TOKEN = new RegExp(
  [
    '(?<mi>[A-Za-z]+|σ)',
    '(?<mn>\\d+)',
    '(?<mo>[=+−⊙(),])',
    "(?<=[A-Za-zσ])(?:_(?<msub>[A-Za-z]+)|(?<mrow>'))",
    '(?<unknown>\\S)',
  ].join('|'),
  'gu',
);

/** @type {Record<string, Record<string, string>>} */
const attributes = {
  [TIMES]: { lspace: '0', rspace: '0.17em' }, // a thin space: R STM must not look like a name
  '(': { stretchy: 'false' },
  ')': { stretchy: 'false' },
};

/**
 * The invisible operator between two neighbours, unless one of them is an operator.
 *
 * @param {MathNode | undefined} before
 * @param {Leaf} after
 * @returns {Leaf[]}
 */
function between(before, after) {
  const text = before && 'text' in before ? before.text : '';
  if (!before || (before.tag === 'mo' && text !== ')')) return [];
  if (after.tag === 'mo' && after.text !== '(') return [];
  const isApplied = after.text === '(' && /^(σ|tanh)$/.test(text);
  return [{ tag: 'mo', text: isApplied ? APPLY : TIMES }];
}

/**
 * Reads an equation.
 *
 * @param {string} source
 * @returns {MathNode[]} in the order of reading
 * @throws {SyntaxError} for an unknown character, or a mark without a name
 */
export function parseMath(source) {
  /** @type {MathNode[]} */
  const nodes = [];
  for (const { groups = {} } of source.matchAll(TOKEN)) {
    const [[tag, text]] = Object.entries(groups).filter(([, match]) => match !== undefined);
    if (tag === 'unknown') throw new SyntaxError(`"${source}" has a "${text}" that means nothing`);
    if (tag === 'msub' || tag === 'mrow') {
      const mark = tag === 'msub' ? { tag: 'mi', text } : { tag: 'mo', text: PRIME };
      nodes.push({ tag, children: [...nodes.splice(-1), mark] });
    } else {
      nodes.push(...between(nodes.at(-1), { tag, text }), { tag, text });
    }
  }
  return nodes;
}

/**
 * @param {MathNode} node
 * @returns {Element}
 */
function element(node) {
  const made = document.createElementNS(NAMESPACE, node.tag);
  if ('children' in node) made.append(...node.children.map(element));
  else made.textContent = node.text;
  const own = 'text' in node ? (attributes[node.text] ?? {}) : {};
  for (const [name, value] of Object.entries(own)) made.setAttribute(name, value);
  return made;
}

/**
 * Makes the element of an equation.
 *
 * @param {string} source
 */
export const mathml = (source) => element({ tag: 'math', children: parseMath(source) });
