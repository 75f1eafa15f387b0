/** Texts from all of Unicode, lone surrogates among them. */

import { below, pick } from './fuzz.js';

/** First and last code points of ranges with something special. */
const RANGES = [
  [0x00, 0x1f],
  [0x61, 0x66],
  [0x7f, 0xad],
  [0x300, 0x36f],
  [0x600, 0x6ff],
  [0x900, 0x97f],
  [0x1100, 0x11ff],
  [0xac00, 0xac40],
  [0x2000, 0x206f],
  [0x2100, 0x214f],
  [0x3040, 0x30ff],
  [0xe000, 0xe010],
  [0xf900, 0xfaff],
  [0xfb1d, 0xfb4f],
  [0xfdd0, 0xfdef],
  [0xfe00, 0xfe0f],
  [0xfff0, 0xffff],
  [0x1d15e, 0x1d164],
  [0x1f1e6, 0x1f1ff],
  [0x1f3fb, 0x1f3ff],
  [0x1f466, 0x1f469],
  [0x2f800, 0x2fa1d],
  [0xe0000, 0xe007f],
  [0x10fff0, 0x10ffff],
];

const PIECES = [
  ...['\r\n', '\r', '\n', '\n\r', '\0', '\ufeff', '\u2028', '\u202e', '\u2066', '\u00ad', '\u200d'],
  ...['👩\u200d👩\u200d👧', '🏳️\u200d🌈', 'e\u0301\u0323', '\u1112\u1161\u11ab', '\u0958'],
  ...['\u212b', '\ud800', '\udbff', '\udc00', '\udfff', '\udc00\ud800', 'a', ' ', '\t', '\\n'],
  '\f',
];

/**
 * @param {() => number} random
 * @param {number} longest in parts
 */
export function randomText(random, longest) {
  let text = '';
  for (let left = below(random, longest + 1); left > 0; left--) {
    const kind = random();
    if (kind < 0.3) text += pick(random, PIECES);
    else if (kind < 0.8) {
      const [first, last] = pick(random, RANGES);
      text += String.fromCodePoint(first + below(random, last - first + 1));
    } else text += String.fromCodePoint(below(random, 0x110000)); // a surrogate too
  }
  return text;
}
