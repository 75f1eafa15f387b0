import { decodeText } from '../lib/text.js';
import { formatWhole } from '../lib/format.js';

const MAX_BYTES = 20_000_000;

/**
 * Reads a file that was opened or dropped.
 *
 * @param {File} file
 * @returns {Promise<{text: string, note: string}>} rejects with a message for the reader
 */
export async function readFile(file) {
  if (file.size > MAX_BYTES) {
    const megabytes = (file.size / 1e6).toFixed(1);
    const limit = `at most ${MAX_BYTES / 1e6} MB can be opened: cut a piece out of it`;
    const message = `"${file.name}" has ${megabytes} MB, and ${limit}. The text here is unchanged.`;
    throw Object.assign(new Error(message), { name: 'TextTooLongError' });
  }
  const { text, replaced } = decodeText(await file.arrayBuffer());
  if (replaced === 0) return { text, note: '' };
  const became = `${formatWhole(replaced)} unreadable characters became "\uFFFD"`;
  return { text, note: `"${file.name}" is not entirely UTF-8: ${became}.` };
}
