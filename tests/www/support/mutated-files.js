/** Files with random changes. */

/** Pieces that mean something in a header. */
const PIECES = [
  '"',
  '{',
  '}',
  '[',
  ']',
  ',',
  ':',
  '-',
  '\\"',
  '1e9',
  'null',
  '0',
  '99',
  'é',
  '\\u0000',
];

/**
 * Changes one byte, one bit, or a piece; removes, repeats or moves bytes. Two of three changes are in
 * the header.
 *
 * @param {Uint8Array<ArrayBuffer>} file
 * @param {number} header its length
 * @param {() => number} next
 */
function mutated(file, header, next) {
  const below = (/** @type {number} */ limit) => next() % limit;
  const at = Math.min(next() % 3 ? below(header) : below(file.length), file.length - 1);
  const count = 1 + below(9);
  const other = below(file.length);
  switch (below(6)) {
    case 0:
      return file.with(at, below(256));
    case 1:
      return file.with(at, file[at] ^ (1 << below(8)));
    case 2: {
      const piece = new TextEncoder().encode(PIECES[below(PIECES.length)]);
      const copy = file.slice();
      copy.set(piece.subarray(0, file.length - at), at);
      return copy;
    }
    case 3:
      return spliced(file, at, count, new Uint8Array());
    case 4:
      return spliced(file, at, 0, file.subarray(other, other + count));
    default:
      return spliced(file, at, count, file.subarray(other, other + count));
  }
}

/**
 * @param {Uint8Array} file
 * @param {number} at
 * @param {number} removed
 * @param {Uint8Array} added
 */
function spliced(file, at, removed, added) {
  const end = file.subarray(at + removed);
  const result = new Uint8Array(at + added.length + end.length);
  result.set(file.subarray(0, at));
  result.set(added, at);
  result.set(end, at + added.length);
  return result;
}

/**
 * Files with one change or several, without end.
 *
 * @param {ArrayBuffer} original
 * @param {() => number} next random number
 * @returns {Generator<Uint8Array<ArrayBuffer>, never>}
 */
export function* mutatedFiles(original, next) {
  const whole = new Uint8Array(original);
  const header = 8 + Number(new DataView(original).getBigUint64(0, true));
  for (;;) {
    let file = mutated(whole, header, next);
    while (next() % 3 === 0) file = mutated(file, header, next);
    yield file;
  }
}
