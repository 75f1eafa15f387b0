/**
 * The wire format of Protocol Buffers (https://protobuf.dev/programming-guides/encoding/), written: a
 * message is a list of byte arrays, which are joined once at the end.
 *
 * @typedef {Uint8Array[]} Message
 */

/** The kinds of a field's content. */
const VARINT = 0;
const BYTES = 2;
const FIXED_32 = 5;

/**
 * A whole number, seven bits a byte, the lowest first.
 *
 * @param {number} value from 0 to 2^53 - 1
 */
function varint(value) {
  const bytes = [];
  let rest = value;
  for (; rest >= 0x80; rest = Math.floor(rest / 0x80)) bytes.push((rest % 0x80) | 0x80);
  return Uint8Array.of(...bytes, rest);
}

/**
 * @param {number} number of the field
 * @param {number} kind
 */
const tag = (number, kind) => varint(8 * number + kind);

/** @param {Message} message */
const lengthOf = (message) => message.reduce((sum, { length }) => sum + length, 0);

/**
 * A field with a whole number.
 *
 * @param {number} number
 * @param {number} value
 * @returns {Message}
 */
export const whole = (number, value) => [tag(number, VARINT), varint(value)];

/**
 * A field with a 32-bit number.
 *
 * @param {number} number
 * @param {number} value
 * @returns {Message}
 */
export function float(number, value) {
  const bytes = new Uint8Array(4);
  new DataView(bytes.buffer).setFloat32(0, value, true);
  return [tag(number, FIXED_32), bytes];
}

/**
 * A field with a message or with bytes.
 *
 * @param {number} number
 * @param {Message} message
 * @returns {Message}
 */
export const message = (number, message) => [
  tag(number, BYTES),
  varint(lengthOf(message)),
  ...message,
];

/**
 * A field with a text.
 *
 * @param {number} number
 * @param {string} value
 */
export const text = (number, value) => message(number, [new TextEncoder().encode(value)]);

/**
 * The bytes of a message.
 *
 * @param {Message} message
 */
export function joined(message) {
  const bytes = new Uint8Array(lengthOf(message));
  let at = 0;
  for (const part of message) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}
