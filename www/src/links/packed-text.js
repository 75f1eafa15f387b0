/** Texts in links: UTF-8, deflated, in the letters of base64url. */

/** The greatest size of a text in a link, in bytes of UTF-8. */
export const MAX_BYTES = 2 ** 18;
/** The greatest length of its packed form: what cannot be deflated grows a little, base64 by a third. */
const MAX_PACKED = Math.ceil((MAX_BYTES * 1.01 * 4) / 3);
/** The characters that are converted at once: a function takes only so many arguments. */
const PORTION = 2 ** 13;

const FORMAT = 'deflate-raw';

/**
 * @param {string} text
 * @returns {Promise<string>}
 * @throws {RangeError} for a text above `MAX_BYTES`
 */
export async function packText(text) {
  const bytes = new TextEncoder().encode(text);
  if (bytes.length > MAX_BYTES) throw new RangeError(`${bytes.length} bytes`);
  const packed = await through(bytes, new CompressionStream(FORMAT), MAX_PACKED);
  let letters = '';
  for (let i = 0; i < packed.length; i += PORTION) {
    letters += String.fromCharCode(...packed.subarray(i, i + PORTION));
  }
  return btoa(letters).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
}

/**
 * @param {string} packed
 * @returns {Promise<string>}
 * @throws {Error} for what `packText` has not made, and without inflating more than `MAX_BYTES`
 */
export async function unpackText(packed) {
  if (packed.length > MAX_PACKED) throw new RangeError(`${packed.length} letters`);
  const letters = atob(packed.replaceAll('-', '+').replaceAll('_', '/'));
  const bytes = Uint8Array.from(letters, (letter) => letter.charCodeAt(0));
  const inflated = await through(bytes, new DecompressionStream(FORMAT), MAX_BYTES);
  return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(inflated);
}

/**
 * Sends bytes through a stream, which is ended as soon as too many come out of it.
 *
 * @param {Uint8Array<ArrayBuffer>} bytes
 * @param {CompressionStream | DecompressionStream} stream
 * @param {number} most
 * @returns {Promise<Uint8Array<ArrayBuffer>>}
 */
async function through(bytes, stream, most) {
  const reader = new Blob([bytes]).stream().pipeThrough(stream).getReader();
  const taken = new Uint8Array(most);
  let length = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return taken.slice(0, length);
    if (length + value.length > most) {
      reader.cancel().catch(() => {}); // it may have failed meanwhile
      throw new RangeError(`above ${most} bytes`);
    }
    taken.set(value, length);
    length += value.length;
  }
}
