/** The id of the section of a wasm module that says how large its memory is. */
const MEMORY = 5;
const HAS_MAXIMUM = 1;
/** The bytes of a page of memory. */
const PAGE = 65_536;

/**
 * A wasm module whose memory may grow by so many bytes only.
 *
 * @param {Buffer} module with a memory
 * @param {number} bytes
 * @returns {Buffer}
 */
export function cappedWasm(module, bytes) {
  let at = 8; // after the magic number and the version
  /** A number in LEB128. */
  const read = () => {
    let value = 0;
    for (let shift = 0; ; shift += 7) {
      const byte = module[at++];
      value += (byte & 127) * 2 ** shift;
      if (byte < 128) return value;
    }
  };
  for (;;) {
    const start = at;
    const id = module[at++];
    const length = read();
    if (id !== MEMORY) {
      at += length;
      continue;
    }
    const end = at + length;
    const [, , least] = [read(), read(), read()]; // after the number of memories, and the flags
    const most = least + Math.ceil(bytes / PAGE);
    const content = [1, HAS_MAXIMUM, ...leb128(least), ...leb128(most)];
    return Buffer.concat([
      module.subarray(0, start),
      Buffer.from([MEMORY, ...leb128(content.length), ...content]),
      module.subarray(end),
    ]);
  }
}

/** @param {number} value @returns {number[]} */
const leb128 = (value) =>
  value < 128 ? [value] : [(value % 128) + 128, ...leb128(Math.floor(value / 128))];
