import { afterSeconds } from '../lib/after-seconds.js';
import { formatWhole } from '../lib/format.js';
import { refuse } from './run-file-error.js';
import { MAX_BYTES } from './safetensors.js';

/**
 * The bytes of a file that is given as such, as a blob, as bytes or by its address.
 *
 * @param {unknown} given
 * @returns {Promise<ArrayBuffer>}
 * @throws {import('./run-file-error.js').RunFileError} for one that is too large, before it is read
 */
export async function bytesOf(given) {
  if (given instanceof ArrayBuffer) return given;
  if (given instanceof Blob) {
    checkSize(given.size);
    return given.arrayBuffer().catch(({ message }) => refuse(`it cannot be read (${message})`));
  }
  if (typeof given === 'string' || given instanceof URL) return loaded(String(given));
  refuse(`the argument is ${typeof given}`, 'a File, a Blob, an ArrayBuffer or a URL');
}

/** The greatest size of `config.json`; it also limits the depth of its JSON. */
const MAX_CONFIG = 256 * 2 ** 10;

/**
 * The text of `config.json`.
 *
 * @param {Blob} [file]
 * @returns {Promise<string | undefined>}
 * @throws {import('./run-file-error.js').RunFileError} for one that is too large, before it is read
 */
export async function configText(file) {
  if (file === undefined) return undefined;
  if (!(file instanceof Blob)) refuse(`the config is ${typeof file}`, 'config.json as a Blob');
  checkSize(file.size, MAX_CONFIG, 'config.json');
  return file.text().catch(({ message }) => refuse(`config.json cannot be read (${message})`));
}

/**
 * @param {number} size
 * @param {number} [most]
 * @param {string} [name]
 */
function checkSize(size, most = MAX_BYTES, name = 'the file') {
  if (size <= most) return;
  refuse(`${name} has ${formatWhole(size)} bytes`, `at most ${formatWhole(most)}`);
}

/** Seconds without a byte after which an address is given up. */
const SILENCE = 30;

/** @param {Error} error of the network */
const refuseAddress = ({ message }) => refuse(`its address cannot be loaded (${message})`);

/**
 * Gives an address up that sends nothing: whoever waits for its file would wait without end.
 *
 * @param {AbortController} request
 */
const giveUpLater = (request) =>
  afterSeconds(SILENCE, () => request.abort(new Error(`nothing came for ${SILENCE} seconds`)));

/** @param {string} address */
async function loaded(address) {
  const request = new AbortController();
  let stopWaiting = giveUpLater(request);
  try {
    return await bytesAt(address, request.signal, () => {
      stopWaiting();
      stopWaiting = giveUpLater(request);
    });
  } finally {
    stopWaiting();
  }
}

/**
 * @param {string} address
 * @param {AbortSignal} signal
 * @param {() => void} onPart called with every part that comes
 */
async function bytesAt(address, signal, onPart) {
  const response = await fetch(address, { signal }).catch(refuseAddress);
  if (!response.ok) refuse(`its address answers with the status ${response.status}`);
  checkSize(Number(response.headers.get('content-length')));
  /** @type {Uint8Array<ArrayBuffer>[]} */
  const parts = [];
  let size = 0;
  // The length that a server tells may be wrong, or that of a compressed file.
  const reader = response.body?.getReader();
  try {
    for (;;) {
      const { value } = (await reader?.read().catch(refuseAddress)) ?? {};
      if (!value) break;
      onPart();
      checkSize((size += value.length));
      parts.push(value);
    }
  } finally {
    reader?.cancel().catch(() => {}); // the rest of a file that is refused
  }
  return new Blob(parts).arrayBuffer();
}
