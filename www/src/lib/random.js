/**
 * A small seeded generator of random integers: the same seed gives the same integers everywhere.
 *
 * @param {number} seed
 * @returns {() => number} uniform in 0 to 2^32 - 1
 */
export function seededIntegers(seed) {
  let state = seed >>> 0;
  return () => {
    // A Weyl sequence, mixed by two rounds of multiply and shift.
    state = (state + 0x9e3779b9) >>> 0;
    let x = state;
    x = Math.imul(x ^ (x >>> 16), 0x21f0aaad);
    x = Math.imul(x ^ (x >>> 15), 0x735a2d97);
    return (x ^ (x >>> 15)) >>> 0;
  };
}

/**
 * A small seeded generator of random numbers: the same seed gives the same numbers everywhere.
 *
 * @param {number} seed
 * @returns {() => number} uniform in 0 (inclusive) to 1 (exclusive)
 */
export function seededRandom(seed) {
  const next = seededIntegers(seed);
  return () => next() / 2 ** 32;
}
