/** Files that are nearly right. */

/**
 * @typedef {object} Forged a file in parts
 * @property {Record<string, any>} header
 * @property {Uint8Array} data
 */

/**
 * The parts of a file.
 *
 * @param {ArrayBuffer} file
 * @returns {Forged}
 */
export function partsOf(file) {
  const length = Number(new DataView(file).getBigUint64(0, true));
  const header = JSON.parse(new TextDecoder().decode(new Uint8Array(file, 8, length)));
  return { header, data: new Uint8Array(file, 8 + length).slice() };
}

/**
 * A file of a header, which need not be JSON, and of the numbers after it.
 *
 * @param {string | Uint8Array} header
 * @param {Uint8Array} [data]
 * @param {number | bigint} [length] of the header, as the file says
 */
export function joined(header, data = new Uint8Array(), length) {
  const bytes = typeof header === 'string' ? new TextEncoder().encode(header) : header;
  const padded = Math.ceil(bytes.length / 8) * 8;
  const file = new Uint8Array(8 + padded + data.length).fill(32, 0, 8 + padded);
  new DataView(file.buffer).setBigUint64(0, BigInt(length ?? padded), true);
  file.set(bytes, 8);
  file.set(data, 8 + padded);
  return file.buffer;
}

/**
 * A file with changes to its parts.
 *
 * @param {ArrayBuffer} file
 * @param {(parts: Forged) => void} change
 */
export function forged(file, change) {
  const parts = partsOf(file);
  change(parts);
  return joined(JSON.stringify(parts.header), parts.data);
}

/**
 * A file with changes to the JSON in one string of its metadata.
 *
 * @param {ArrayBuffer} file
 * @param {string} name
 * @param {(value: any) => void} change
 */
export const withMetadata = (file, name, change) =>
  forged(file, ({ header: { __metadata__: metadata } }) => {
    const value = JSON.parse(metadata[name]);
    change(value);
    metadata[name] = JSON.stringify(value);
  });

/**
 * A file with changes to the numbers of a tensor.
 *
 * @param {ArrayBuffer} file
 * @param {string} name
 * @param {(view: DataView) => void} change
 */
export const withNumbers = (file, name, change) =>
  forged(file, ({ header, data }) => {
    const [begin, end] = header[name].data_offsets;
    change(new DataView(data.buffer, begin, end - begin));
  });

/**
 * A file with one of its tensors replaced by one of other bytes.
 *
 * @param {ArrayBuffer} file
 * @param {string} name
 * @param {Uint8Array} bytes
 * @param {object} [entry] its shape and dtype, if others
 */
export const withTensor = (file, name, bytes, entry = {}) =>
  forged(file, (parts) => {
    const { header, data } = parts;
    const [begin, end] = header[name].data_offsets;
    const grown = bytes.length - (end - begin);
    for (const other of Object.values(header)) {
      if (other.data_offsets?.[0] >= end && other !== header[name]) {
        other.data_offsets = other.data_offsets.map((/** @type {number} */ at) => at + grown);
      }
    }
    Object.assign(header[name], { data_offsets: [begin, begin + bytes.length], ...entry });
    parts.data = Uint8Array.of(...data.subarray(0, begin), ...bytes, ...data.subarray(end));
  });
