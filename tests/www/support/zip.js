const ENTRY = 0x02014b50;
const END = 0x06054b50;
const END_SIZE = 22;

/**
 * The files of a .zip that stores them without compression.
 *
 * @param {ArrayBuffer} file
 * @returns {Map<string, ArrayBuffer>} by name
 */
export function unzipped(file) {
  const view = new DataView(file);
  const end = file.byteLength - END_SIZE;
  if (view.getUint32(end, true) !== END) throw new Error('the file does not end like a .zip');
  let at = view.getUint32(end + 16, true);
  const files = new Map();
  for (let count = view.getUint16(end + 10, true); count > 0; count--) {
    if (view.getUint32(at, true) !== ENTRY) throw new Error(`there is no entry at byte ${at}`);
    if (view.getUint16(at + 10, true) !== 0) throw new Error('an entry is compressed');
    const [size, nameLength] = [view.getUint32(at + 24, true), view.getUint16(at + 28, true)];
    const start = view.getUint32(at + 42, true);
    const name = new TextDecoder().decode(file.slice(at + 46, at + 46 + nameLength));
    const data = start + 30 + view.getUint16(start + 26, true) + view.getUint16(start + 28, true);
    files.set(name, file.slice(data, data + size));
    at += 46 + nameLength + view.getUint16(at + 30, true) + view.getUint16(at + 32, true);
  }
  return files;
}
