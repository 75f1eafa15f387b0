/** The learnt and the unseen pieces of a lesson's text. */

/** @typedef {import('./lab.js').Lab} Lab */

/**
 * The pieces of the text, in their order; none before the network is made.
 *
 * @param {Lab} lab
 * @returns {{learnt: string[], unseen: string[]}}
 */
export function piecesOf({ text, session }) {
  const chars = [...text];
  const bounds = session.model?.textReport?.validationBlocks ?? [];
  const cuts = [0, ...bounds, chars.length];
  const pieces = cuts.slice(1).map((end, i) => chars.slice(cuts[i], end).join(''));
  return {
    learnt: pieces.filter((piece, i) => i % 2 === 0 && piece !== ''),
    unseen: pieces.filter((_, i) => i % 2 === 1),
  };
}

/**
 * The bits a letter of the unseen text, as the curve has them; before any training the text is read for it.
 *
 * @param {Lab} lab
 */
export const unseenBits = async (lab) =>
  lab.record.validationBits ?? bitsOf(lab, piecesOf(lab).unseen);

/**
 * The mean bits a letter of the present network on pieces of text, each read from the zero state.
 *
 * @param {Lab} lab
 * @param {string[]} pieces
 */
export async function bitsOf(lab, pieces) {
  let [bits, chars] = [0, 0];
  for (const piece of pieces) {
    const { surprise } = await lab.read(piece);
    // The first letter follows nothing.
    for (const each of surprise.slice(1)) bits += each;
    chars += surprise.length - 1;
  }
  return bits / chars;
}
