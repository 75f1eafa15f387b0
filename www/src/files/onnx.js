/** The messages of ONNX (https://github.com/onnx/onnx/blob/main/onnx/onnx.proto), as far as used. */

import { float, joined, message, text, whole } from './protobuf.js';

/**
 * @typedef {import('./protobuf.js').Message} Message
 *
 * @typedef {object} Graph
 * @property {string} name
 * @property {Message[]} nodes in an order in which each follows those that it reads
 * @property {Message[]} inputs
 * @property {Message[]} outputs
 * @property {Message[]} [constants]
 *
 * @typedef {Record<string, number | number[] | string[] | Graph>} Attributes a number is whole, a list
 *   of numbers is not
 */

/** The version of ONNX's operators, and that of the file format in which it appeared. */
const OPSET = 17;
const IR_VERSION = 8;

const TYPES = { float: 1, int64: 7 };

/**
 * An operator.
 *
 * @param {string} operator
 * @param {string[]} inputs the empty string for one that is left out
 * @param {string[]} outputs
 * @param {Attributes} [attributes]
 */
export const node = (operator, inputs, outputs, attributes = {}) => [
  ...inputs.flatMap((input) => text(1, input)),
  ...outputs.flatMap((output) => text(2, output)),
  ...text(3, `${outputs[0]}.${operator}`),
  ...text(4, operator),
  ...Object.entries(attributes).flatMap(([name, value]) => message(5, attribute(name, value))),
];

/**
 * @param {string} name
 * @param {Attributes[string]} value
 * @returns {Message}
 */
function attribute(name, value) {
  if (typeof value === 'number') return [...text(1, name), ...whole(3, value), ...whole(20, 2)];
  if (!Array.isArray(value))
    return [...text(1, name), ...message(6, graph(value)), ...whole(20, 5)];
  const [first] = value;
  const content = value.flatMap((item) =>
    typeof item === 'number' ? float(7, item) : text(9, item),
  );
  return [...text(1, name), ...content, ...whole(20, typeof first === 'number' ? 6 : 8)];
}

/**
 * A tensor of numbers.
 *
 * @param {string} name
 * @param {number[]} shape
 * @param {Float32Array | BigInt64Array} values row by row
 */
export const constant = (name, shape, values) => [
  ...shape.flatMap((size) => whole(1, size)),
  ...whole(2, values instanceof Float32Array ? TYPES.float : TYPES.int64),
  ...text(8, name),
  ...message(9, [new Uint8Array(values.buffer, values.byteOffset, values.byteLength)]),
];

/**
 * The type of an input or an output.
 *
 * @param {string} name
 * @param {keyof typeof TYPES} type
 * @param {(number | string)[]} shape a string names a size that is known when the graph runs
 */
export function value(name, type, shape) {
  const sizes = shape.flatMap((size) =>
    message(1, typeof size === 'number' ? whole(1, size) : text(2, size)),
  );
  const tensor = [...whole(1, TYPES[type]), ...message(2, sizes)];
  return [...text(1, name), ...message(2, message(1, tensor))];
}

/** @param {Graph} graph */
const graph = ({ name, nodes, inputs, outputs, constants = [] }) => [
  ...nodes.flatMap((node) => message(1, node)),
  ...text(2, name),
  ...constants.flatMap((constant) => message(5, constant)),
  ...inputs.flatMap((input) => message(11, input)),
  ...outputs.flatMap((output) => message(12, output)),
];

/**
 * A file.
 *
 * @param {Graph} content
 * @param {string} description
 * @param {Record<string, string>} metadata
 */
export const onnxFile = (content, description, metadata) =>
  joined([
    ...whole(1, IR_VERSION),
    ...text(2, 'lstm-playground'),
    ...text(6, description),
    ...message(7, graph(content)),
    ...message(8, whole(2, OPSET)),
    ...Object.entries(metadata).flatMap(([name, value]) =>
      message(14, [...text(1, name), ...text(2, value)]),
    ),
  ]);
