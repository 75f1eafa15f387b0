/**
 * The safetensors format (https://huggingface.co/docs/safetensors): eight bytes with the length of
 * the header, the header in JSON, then the numbers of all tensors without gaps, little-endian.
 */

import { formatSize, formatWhole } from '../lib/format.js';
import { runAtOnce } from '../lib/run-in-slices.js';
import { quoted, refuse, RunFileError } from './run-file-error.js';
import { transpose } from './transpose.js';

/**
 * @typedef {Float64Array | Float32Array | Uint8Array} Values
 *
 * @typedef {object} Tensor
 * @property {number[]} shape
 * @property {Values} values row by row
 * @property {boolean} [isByColumn] true for numbers to be written that stand column by column
 *
 * @typedef {object} Tensors
 * @property {Map<string, Tensor>} tensors
 * @property {Record<string, string>} metadata
 *
 * @typedef {object} Entry of a tensor in the header
 * @property {string} name
 * @property {keyof typeof KINDS} dtype
 * @property {number[]} shape
 * @property {number} begin offset in bytes after the header
 * @property {number} end
 */

/** The greatest size of a file. */
export const MAX_BYTES = 64 * 2 ** 20;
/** The greatest size of a header; it also limits the depth of its JSON. */
export const MAX_HEADER = 64 * 2 ** 10;

const KINDS = { F64: Float64Array, F32: Float32Array, U8: Uint8Array };
const DTYPES = /** @type {(keyof typeof KINDS)[]} */ (Object.keys(KINDS));
/** The numbers of a matrix that are written without a look at the clock: some milliseconds. */
const PIECE = 2 ** 18;
/** The bytes of the header's length; the header is padded to a multiple of them. */
const WORD = 8;

/** @param {Tensor} tensor */
const sizeOf = ({ values }) => values.BYTES_PER_ELEMENT;

/**
 * Writes tensors and strings; the same ones give the same bytes.
 *
 * @param {Tensors} content
 * @param {string} [problem] of content that is too large
 * @returns {ArrayBuffer}
 * @throws {RunFileError}
 */
export const writeSafetensors = (content, problem) =>
  runAtOnce(safetensorsWriter(content, problem));

/**
 * Writes like `writeSafetensors`, in slices of time.
 *
 * @param {Tensors} content
 * @param {string} [problem] of content that is too large
 * @returns {import('../lib/run-in-slices.js').Sliceable<ArrayBuffer>}
 * @throws {RunFileError}
 */
export function safetensorsWriter(
  { tensors, metadata },
  problem = 'The run is too large to be saved',
) {
  // The larger the numbers the earlier, so that each stands at a multiple of its size.
  const ordered = [...tensors].sort(([, a], [, b]) => sizeOf(b) - sizeOf(a));
  /** @type {Record<string, unknown>} */
  const entries = { __metadata__: metadata };
  let size = 0;
  for (const [name, { shape, values }] of ordered) {
    const dtype = DTYPES.find((known) => values instanceof KINDS[known]);
    entries[name] = { dtype, shape, data_offsets: [size, (size += values.byteLength)] };
  }
  const json = new TextEncoder().encode(JSON.stringify(entries));
  const headerLength = Math.ceil(json.length / WORD) * WORD;
  if (headerLength > MAX_HEADER)
    tooLarge(problem, 'the list of its parts', headerLength, MAX_HEADER);
  const start = WORD + headerLength;
  if (start + size > MAX_BYTES) tooLarge(problem, 'its file', start + size, MAX_BYTES);
  const bytes = new Uint8Array(start + size);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(headerLength), true);
  bytes.fill(' '.charCodeAt(0), WORD, start);
  bytes.set(json, WORD);
  const writing = writeValues(
    ordered.map(([, tensor]) => tensor),
    bytes,
    start,
  );
  return {
    runFor(milliseconds) {
      const end = performance.now() + milliseconds;
      do {
        if (writing.next().done) return bytes.buffer;
      } while (performance.now() < end);
      return undefined;
    },
  };
}

/**
 * Writes the numbers of tensors, and yields after each piece.
 *
 * @param {Tensor[]} tensors
 * @param {Uint8Array<ArrayBuffer>} bytes
 * @param {number} at where they begin
 */
function* writeValues(tensors, bytes, at) {
  for (const { shape, values, isByColumn } of tensors) {
    if (isByColumn && values instanceof Float32Array && shape.length > 1) {
      const to = new Float32Array(bytes.buffer, at, values.length);
      const [length, rows] = shape;
      const piece = Math.ceil(PIECE / length);
      for (let row = 0; row < rows; row += piece) {
        transpose(values, to, rows, row, Math.min(rows, row + piece));
        yield;
      }
    } else {
      bytes.set(new Uint8Array(values.buffer, values.byteOffset, values.byteLength), at);
      yield;
    }
    at += values.byteLength;
  }
}

/**
 * @param {string} problem
 * @param {string} part
 * @param {number} given in bytes
 * @param {number} most
 * @returns {never}
 */
function tooLarge(problem, part, given, most) {
  const message = `${problem}: ${part} would have ${formatSize(given)}, and at most ${formatSize(most)} can be opened again.`;
  throw new RunFileError(message);
}

/**
 * Reads tensors, whose values share the memory of the file.
 *
 * @param {ArrayBuffer} file
 * @returns {Tensors}
 * @throws {RunFileError}
 */
export function readSafetensors(file) {
  const size = file.byteLength;
  if (size > MAX_BYTES) {
    refuse(`the file has ${formatWhole(size)} bytes`, `at most ${formatWhole(MAX_BYTES)}`);
  }
  if (size < WORD) refuse(`the file has ${size} bytes`, 'a safetensors file');
  const length = Number(new DataView(file).getBigUint64(0, true));
  if (length > MAX_HEADER) {
    const given = `the first bytes announce a header of ${formatWhole(length)} bytes`;
    refuse(given, `a safetensors file with a header of at most ${formatWhole(MAX_HEADER)}`);
  }
  const start = WORD + length;
  if (start > size)
    refuse('the file ends within its header', `${formatWhole(start)} bytes or more`);
  const { __metadata__: metadata, ...rest } = parsedHeader(new Uint8Array(file, WORD, length));
  const entries = Object.entries(rest).map(([name, value]) => entryOf(name, value));
  checkOffsets(entries, size - start);
  const tensors = new Map(
    entries.map((entry) => [
      entry.name,
      { shape: entry.shape, values: valuesOf(file, start, entry) },
    ]),
  );
  return { tensors, metadata: checkedMetadata(metadata) };
}

/**
 * @param {Uint8Array} bytes
 * @returns {Record<string, unknown>}
 */
function parsedHeader(bytes) {
  /** @type {unknown} */
  let header;
  try {
    header = JSON.parse(new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes));
  } catch {
    refuse('its header cannot be read', 'JSON in UTF-8');
  }
  if (!isPlain(header)) refuse('its header is not an object', 'one entry for each tensor');
  return header;
}

/**
 * @param {unknown} value
 * @returns {value is Record<string, unknown>}
 */
export const isPlain = (value) =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/**
 * @param {unknown} metadata
 * @returns {Record<string, string>}
 */
function checkedMetadata(metadata) {
  if (metadata === undefined) return {};
  if (!isPlain(metadata)) refuse('"__metadata__" is not an object', 'strings by name');
  const other = Object.entries(metadata).find(([, value]) => typeof value !== 'string');
  if (other) refuse(`${quoted(other[0])} in "__metadata__" is not a string`, 'strings by name');
  return /** @type {Record<string, string>} */ (metadata);
}

/**
 * @param {unknown} value
 * @returns {value is number[]}
 */
const areCounts = (value) =>
  Array.isArray(value) && value.every((number) => Number.isSafeInteger(number) && number >= 0);

/**
 * @param {string} name
 * @param {unknown} value
 * @returns {Entry}
 */
function entryOf(name, value) {
  const of = `of the tensor ${quoted(name)}`;
  if (!isPlain(value)) refuse(`the entry ${of} is not an object`, 'dtype, shape and data_offsets');
  const keys = Object.keys(value).sort().join(', ');
  if (keys !== 'data_offsets, dtype, shape') {
    refuse(
      `the entry ${of} has ${keys ? quoted(keys) : 'nothing'}`,
      'dtype, shape and data_offsets',
    );
  }
  const { shape, data_offsets: offsets } = value;
  const dtype = DTYPES.find((known) => known === value.dtype);
  if (!dtype) refuse(`the dtype ${of} is ${quoted(value.dtype)}`, DTYPES.join(', '));
  if (!areCounts(shape)) refuse(`the shape ${of} is ${quoted(shape)}`, 'a list of whole numbers');
  if (!areCounts(offsets) || offsets.length !== 2) {
    refuse(`the data_offsets ${of} are ${quoted(offsets)}`, 'two whole numbers');
  }
  const [begin, end] = offsets;
  const bytes = shape.reduce((product, n) => product * n, KINDS[dtype].BYTES_PER_ELEMENT);
  if (end - begin !== bytes) {
    const given = `${formatWhole(end - begin)} bytes ${of}`;
    refuse(`its header gives ${given}`, `${formatWhole(bytes)} for ${dtype} ${quoted(shape)}`);
  }
  return { name, dtype, shape, begin, end };
}

/**
 * Refuses gaps and overlaps: every byte belongs to one tensor.
 *
 * @param {Entry[]} entries
 * @param {number} size of the data in bytes
 */
function checkOffsets(entries, size) {
  let at = 0;
  for (const { name, begin, end } of [...entries].sort(
    (a, b) => a.begin - b.begin || a.end - b.end,
  )) {
    if (begin !== at) {
      const given = `the tensor ${quoted(name)} begins at byte ${formatWhole(begin)}`;
      refuse(given, `byte ${formatWhole(at)}, where the one before it ends`);
    }
    at = end;
  }
  if (at !== size) {
    refuse(
      `the tensors end at byte ${formatWhole(at)}`,
      `${formatWhole(size)}, where the file ends`,
    );
  }
}

/**
 * @param {ArrayBuffer} file
 * @param {number} start of the data
 * @param {Entry} entry
 * @returns {Values}
 */
function valuesOf(file, start, { name, dtype, begin, end }) {
  const Kind = KINDS[dtype];
  const size = Kind.BYTES_PER_ELEMENT;
  if ((start + begin) % size !== 0) {
    const given = `the tensor ${quoted(name)} begins at byte ${formatWhole(start + begin)} of the file`;
    refuse(given, `a multiple of ${size}, as every safetensors library writes it`);
  }
  return new Kind(file, start + begin, (end - begin) / size);
}
