/** The low and the high half of the offset of FNV-1a with 64 bits, and its prime, 2^40 + 435. */
const OFFSET = [0x84222325, 0xcbf29ce4];
const REST = 435;

/** The value of a bit above 32. */
const WORD = 2 ** 32;

/**
 * The hash of weights, as `weightsHash` of the worker gives it for the current ones: FNV-1a over their
 * bytes.
 *
 * @param {Float32Array} weights tensor after tensor, each column by column
 * @returns {string} 16 hexadecimal digits
 */
export function weightsHash({ buffer, byteOffset, byteLength }) {
  let [low, high] = OFFSET;
  for (const byte of new Uint8Array(buffer, byteOffset, byteLength)) {
    low = (low ^ byte) >>> 0;
    const product = low * REST;
    // 2^40 times the low half moves it by 8 bits into the high one.
    high = (high * REST + Math.floor(product / WORD) + low * 256) % WORD;
    low = product % WORD;
  }
  return [high, low].map((half) => half.toString(16).padStart(8, '0')).join('');
}
