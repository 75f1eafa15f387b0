/** Files of text, read and joined. */

import { compareNames } from '../lib/compare-names.js';
import { formatCount, formatSize } from '../lib/format.js';
import { maxTextChars } from '../settings/settings.js';
import { decode, encodingsOf, readingsOf } from './encodings.js';
import { FILE_END } from './file-end.js';
import { isUnreadable } from './unreadable.js';

/**
 * @typedef {object} NamedFile
 * @property {string} name with its folders
 * @property {Blob} [file] none when it cannot be read
 *
 * @typedef {object} TextFile
 * @property {string} name
 * @property {number} size in bytes
 * @property {Uint8Array} bytes those read
 * @property {boolean} isCut true when the file has more
 * @property {string[]} encodings the likeliest first; a single one is certain
 * @property {string} encoding
 * @property {string} text
 */

/** The most bytes that are read: the longest text of characters of four bytes. */
const MAX_BYTES = 4 * maxTextChars;

/** Above this share of characters that no text has among its first, a file is not a text. */
const UNREADABLE_SHARE = 1 / 20;
const PROBE = 100_000;

/** Texts of files, in the order of their names. */
export class TextFiles {
  /** @type {TextFile[]} */
  files = [];
  /**
   * Files without a text, each with the reason.
   *
   * @type {{name: string, reason: string, file?: TextFile}[]}
   */
  leftOut = [];

  /**
   * Reads files, as many as the longest text can hold.
   *
   * @param {NamedFile[]} files
   */
  static async read(files) {
    const texts = new TextFiles();
    let bytesLeft = MAX_BYTES;
    for (const { name, file } of [...files].sort((a, b) => compareNames(a.name, b.name))) {
      /** @type {TextFile | undefined} */
      let read;
      let reason = bytesLeft <= 0 ? 'is beyond the limit' : 'cannot be read';
      try {
        read = bytesLeft <= 0 ? undefined : file && (await readFile(name, file, bytesLeft));
        if (read) reason = reasonAgainst(read);
      } catch {
        // The reason stands.
      }
      if (read && reason === '') {
        texts.files.push(read);
        bytesLeft -= read.size;
      } else texts.leftOut.push({ name, reason, file: read });
    }
    return texts;
  }

  /** All texts; each of several ends with a form feed. */
  get text() {
    const { files } = this;
    return files.length === 1 ? files[0].text : files.map(({ text }) => text + FILE_END).join('');
  }

  /** True when the files have more than the text, or the text is too long. */
  get isTooLong() {
    return this.files.some(({ isCut }) => isCut) || this.text.length > maxTextChars;
  }

  /** The size of files that have more than can be learnt, as a sentence. */
  get excess() {
    const { files } = this;
    const size = formatSize(files.reduce((sum, file) => sum + file.size, 0));
    const which =
      files.length === 1
        ? `"${files[0].name}" has ${size}`
        : `The ${formatCount(files.length, 'file')} have ${size}`;
    return `${which}, more than the ${formatCount(maxTextChars, 'letter')} that can be learnt.`;
  }

  /** The only file, where it does not look like a text. */
  get doubtful() {
    const [{ file } = { file: undefined }, ...others] = this.leftOut;
    return this.files.length + others.length === 0 && file?.text ? file : undefined;
  }

  /** The reasons why files are left out, as a sentence; empty without one. */
  get problem() {
    const { doubtful } = this;
    if (doubtful) return `"${doubtful.name}" is not a text, it seems.`;
    const reasons = this.leftOut.map(({ name, reason }) => `"${name}" ${reason}`);
    return reasons.length > 0 ? `${reasons.slice(0, 5).join(', ')}.` : '';
  }

  /** Takes the only file, which does not look like a text. */
  takeDoubtful() {
    const { doubtful } = this;
    if (doubtful) this.files.push(doubtful);
    this.leftOut = [];
  }

  /** The guessed encodings, each with its files. */
  get guesses() {
    /** @type {Map<string, TextFile[]>} */
    const guesses = new Map();
    for (const file of this.files) {
      if (file.encodings.length === 1) continue;
      guesses.set(file.encoding, [...(guesses.get(file.encoding) ?? []), file]);
    }
    return guesses;
  }

  /**
   * Some lines of a guess's files, as each of several encodings reads them.
   *
   * @param {string} guess
   * @param {string[]} encodings
   */
  readings(guess, encodings) {
    const files = this.guesses.get(guess) ?? [];
    return readingsOf(
      files.map(({ bytes }) => bytes),
      encodings,
    );
  }

  /**
   * Reads the files of a guessed encoding in another.
   *
   * @param {string} guess
   * @param {string} encoding
   */
  choose(guess, encoding) {
    for (const file of this.guesses.get(guess) ?? []) {
      file.encoding = encoding;
      file.text = decode(file.bytes, encoding, file.isCut);
    }
  }
}

/**
 * @param {string} name
 * @param {Blob} file
 * @param {number} maxBytes
 * @returns {Promise<TextFile>}
 */
async function readFile(name, file, maxBytes) {
  const isCut = file.size > maxBytes;
  const bytes = new Uint8Array(await (isCut ? file.slice(0, maxBytes) : file).arrayBuffer());
  const encodings = encodingsOf(bytes, isCut);
  const [encoding] = encodings;
  return {
    ...{ name, size: file.size, isCut, encodings, encoding },
    text: decode(bytes, encoding, isCut),
    bytes: encodings.length > 1 ? bytes : new Uint8Array(),
  };
}

/**
 * The reason why a file is left out.
 *
 * @param {TextFile} file
 * @returns {string} empty when there is none
 */
function reasonAgainst({ text }) {
  if (text === '') return 'is empty';
  const chars = text.slice(0, PROBE);
  const unreadable = [...chars].filter(isUnreadable).length;
  return unreadable > chars.length * UNREADABLE_SHARE ? 'is not a text' : '';
}
