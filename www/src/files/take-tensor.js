import { formatWhole } from '../lib/format.js';
import { quoted, refuse } from './run-file-error.js';

/**
 * @typedef {import('./safetensors.js').Tensors['tensors']} TensorMap
 * @typedef {import('./safetensors.js').Values} Values
 */

/** The names of the dtypes in messages. */
const DTYPES = new Map(
  /** @type {[Function, string][]} */ ([
    [Float64Array, 'F64'],
    [Float32Array, 'F32'],
    [Uint8Array, 'U8'],
  ]),
);

/**
 * Takes a tensor out of those of a file, so that the ones left at the end have no place in a run.
 *
 * @template {Values} Kind
 * @param {TensorMap} tensors
 * @param {string} name
 * @param {new (...args: any) => Kind} Kind
 * @param {(number | undefined)[]} shape undefined for any size
 * @returns {Kind}
 */
export function take(tensors, name, Kind, shape) {
  const tensor = tensors.get(name);
  const dtype = DTYPES.get(Kind);
  const wanted = `${dtype} [${shape.map((n) => (n === undefined ? 'any' : n)).join(', ')}]`;
  if (!tensor) refuse(`the tensor "${name}" is missing`, wanted);
  const { values, shape: given } = tensor;
  const fits =
    given.length === shape.length && shape.every((n, i) => n === undefined || n === given[i]);
  if (!(values instanceof Kind) || !fits) {
    const found = `${DTYPES.get(values.constructor)} ${quoted(given)}`;
    refuse(`the tensor "${name}" is ${found}`, wanted);
  }
  tensors.delete(name);
  return values;
}

/**
 * Takes a text in UTF-8.
 *
 * @param {TensorMap} tensors
 * @param {string} name
 * @param {number} most UTF-16 units
 */
export function takeText(tensors, name, most) {
  const bytes = take(tensors, name, Uint8Array, [undefined]);
  // A unit takes at most three bytes, so this text is too long in any case.
  const text = bytes.length > 3 * most ? undefined : decoded(name, bytes);
  if (text === undefined || text.length > most) {
    refuse(`the text "${name}" is too long`, `at most ${formatWhole(most)} characters`);
  }
  return text;
}

/**
 * @param {string} name
 * @param {Uint8Array} bytes
 */
export function decoded(name, bytes) {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    refuse(`the text "${name}" cannot be read`, 'UTF-8');
  }
}

/** @param {string} text */
export const encoded = (text) => {
  const values = new TextEncoder().encode(text);
  return { shape: [values.length], values };
};
