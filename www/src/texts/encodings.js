/** The encoding of a file: told by its mark or its form, or guessed from its letters. */

import { bitsOf } from './plausibility.js';

/** The encodings, the most usual first. */
const ENCODINGS = (
  'UTF-8 windows-1252 windows-1251 GB18030 Shift_JIS EUC-KR Big5 windows-1250 windows-1254 ' +
  'windows-1256 windows-1253 windows-1255 windows-1257 KOI8-R EUC-JP ISO-8859-2 windows-874 ' +
  'ISO-8859-5 ISO-8859-6 ISO-8859-7 ISO-8859-15 KOI8-U IBM866 macintosh windows-1258 ' +
  'ISO-2022-JP UTF-16LE UTF-16BE'
).split(' ');

/**
 * Encodings with characters of two bytes: the lowest and the highest lead byte of the common
 * ideographs or syllables, and the lowest second byte.
 *
 * @type {Record<string, [from: number, to: number, second: number]>}
 */
const PAIRS = {
  GB18030: [0xb0, 0xd7, 0xa1],
  Big5: [0xa4, 0xc6, 0x40],
  Shift_JIS: [0x88, 0x98, 0x40],
  'EUC-JP': [0xb0, 0xcf, 0xa1],
  'EUC-KR': [0xb0, 0xc8, 0xa1],
};

/** The bits that a common character of two bytes saves, and a kana in Chinese or Korean costs. */
const COMMON = 3;
const FOREIGN_KANA = 8;

/** A guess looks at this many blocks of this many bytes; an even number, for UTF-16. */
const BLOCKS = 16;
const BLOCK = 512;

/**
 * @param {Uint8Array} bytes
 * @param {string} encoding
 * @param {boolean} [isCut] a character that is cut at the end is left out
 */
export function decode(bytes, encoding, isCut = false) {
  const decoder = new TextDecoder(encoding);
  // In two parts, because Node 20 reads windows-1252 as ISO-8859-1 in one.
  const text = decoder.decode(bytes, { stream: true });
  return isCut ? text : text + decoder.decode();
}

/**
 * The encodings of a file, the likeliest first: one where a mark or the form leaves no doubt.
 *
 * @param {Uint8Array} bytes
 * @param {boolean} [isCut]
 * @returns {string[]}
 */
export function encodingsOf(bytes, isCut) {
  const [first, second, third] = bytes;
  if (first === 0xff && second === 0xfe) return ['UTF-16LE'];
  if (first === 0xfe && second === 0xff) return ['UTF-16BE'];
  if (first === 0xef && second === 0xbb && third === 0xbf) return ['UTF-8'];
  if (!bytes.includes(0) && !bytes.includes(0x1b) && isUtf8(bytes, isCut)) return ['UTF-8'];
  const sample = sampleOf(bytes);
  // Half a bit a place: the less usual an encoding, the more has to speak for it.
  return ENCODINGS.map((encoding, at) => ({
    encoding,
    bits: at / 2 + bitsOfReading(sample, encoding),
  }))
    .sort((a, b) => a.bits - b.bits)
    .map(({ encoding }) => encoding);
}

/**
 * @param {Uint8Array} bytes
 * @param {boolean} [isCut]
 */
function isUtf8(bytes, isCut) {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes, { stream: isCut });
    return true;
  } catch {
    return false;
  }
}

/**
 * True for a byte that ASCII text does not have.
 *
 * @param {number} byte
 */
const isTelling = (byte) => byte > 0x7e || byte < 9 || byte === 0x1b;

/**
 * The first blocks of a file with bytes that ASCII text does not have: these depend on the encoding.
 *
 * @param {Uint8Array} bytes
 */
function sampleOf(bytes) {
  /** @type {number[]} */
  const sample = [];
  for (let at = 0; at < bytes.length && sample.length < BLOCKS * BLOCK; at += BLOCK) {
    const block = bytes.subarray(at, at + BLOCK);
    if (block.some(isTelling)) sample.push(...block);
  }
  return Uint8Array.from(sample);
}

/**
 * @param {Uint8Array} bytes
 * @param {string} encoding
 */
function bitsOfReading(bytes, encoding) {
  const text = decode(bytes, encoding);
  const bits = bitsOf(text);
  if (!PAIRS[encoding]) return bits;
  const kana = encoding.includes('J') ? 0 : (text.match(/[\u3041-\u30fa]/g)?.length ?? 0);
  return bits + FOREIGN_KANA * kana - COMMON * countCommon(bytes, encoding);
}

/**
 * The number of common characters of two bytes.
 *
 * @param {Uint8Array} bytes
 * @param {string} encoding
 */
function countCommon(bytes, encoding) {
  const [from, to, second] = PAIRS[encoding];
  let common = 0;
  for (let at = 0; at < bytes.length; at++) {
    const lead = bytes[at];
    // A half-width kana of Shift_JIS is a byte by itself.
    if (lead < 0x81 || (encoding === 'Shift_JIS' && lead > 0xa0 && lead < 0xe0)) continue;
    at++;
    if (lead >= from && lead <= to && bytes[at] >= second) common++;
  }
  return common;
}

/** Lines of a preview, and the bytes of each before and after its first that is not ASCII. */
const LINE_FEED = 10;
const LINES = 3;
const BEFORE = 16;
const AFTER = 48;

/**
 * The first lines whose letters depend on the encoding, in every encoding that gives another
 * reading than those before it.
 *
 * @param {Uint8Array[]} files
 * @param {string[]} encodings
 * @returns {{encoding: string, lines: string[]}[]}
 */
export function readingsOf(files, encodings) {
  const excerpts = files.slice(0, LINES).flatMap(excerptsOf).slice(0, LINES);
  /** @type {Map<string, {encoding: string, lines: string[]}>} */
  const readings = new Map();
  for (const encoding of encodings) {
    const lines = excerpts.map(
      (bytes) =>
        decode(bytes, encoding, true)
          .trimStart()
          .split(/[\r\n]/)[0],
    );
    const key = lines.join('\n');
    if (!readings.has(key)) readings.set(key, { encoding, lines });
  }
  return [...readings.values()];
}

/** @param {Uint8Array} bytes */
function excerptsOf(bytes) {
  const excerpts = [];
  for (let at = 0; at < bytes.length && excerpts.length < LINES; at++) {
    if (!isTelling(bytes[at])) continue;
    const line = bytes.lastIndexOf(LINE_FEED, at) + 1;
    const start = Math.max(line, at - BEFORE);
    excerpts.push(bytes.subarray(start - (start % 2), at + AFTER));
    const end = bytes.indexOf(LINE_FEED, at + AFTER);
    at = end < 0 ? bytes.length : end;
  }
  return excerpts;
}
