/** Encoders, made by inverting `TextDecoder` over all characters of one and two bytes. */

import { decode } from '../../../www/src/texts/encodings.js';

/** @type {Map<string, Map<string, number[]>>} */
const tables = new Map();

/** @param {string} encoding */
function tableOf(encoding) {
  /** @type {Map<string, number[]>} */
  const table = new Map();
  /** @param {number[]} bytes */
  const add = (...bytes) => {
    const char = decode(Uint8Array.from(bytes), encoding);
    if ([...char].length === 1 && char !== '\uFFFD' && !table.has(char)) table.set(char, bytes);
  };
  for (let byte = 0; byte < 256; byte++) add(byte);
  if (/^(windows|koi8|iso|ibm|macintosh|x-mac)/i.test(encoding)) return table;
  for (let lead = 0x81; lead < 0xff; lead++) {
    for (let second = 0x30; second < 0xff; second++) add(lead, second);
  }
  return table;
}

/**
 * @param {string} text
 * @param {string} encoding
 * @returns {Uint8Array<ArrayBuffer>} throws when the encoding does not have a character
 */
export function encode(text, encoding) {
  if (/^utf-?8$/i.test(encoding)) return new TextEncoder().encode(text);
  if (/^utf-?16/i.test(encoding)) {
    const isLittle = /le$/i.test(encoding);
    const view = new DataView(new ArrayBuffer(2 * text.length));
    for (let i = 0; i < text.length; i++) view.setUint16(2 * i, text.charCodeAt(i), isLittle);
    return new Uint8Array(view.buffer);
  }
  if (!tables.has(encoding)) tables.set(encoding, tableOf(encoding));
  const table = tables.get(encoding);
  const bytes = [...text].flatMap((char) => {
    const found = table?.get(char);
    if (!found) throw new Error(`${encoding} has no "${char}"`);
    return found;
  });
  return Uint8Array.from(bytes);
}
