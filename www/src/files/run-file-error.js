/** A file that cannot be opened, or a run that no file can hold; the message is one sentence. */
export class RunFileError extends Error {
  name = 'RunFileError';
}

/**
 * Refuses a file.
 *
 * @param {string} problem
 * @param {string} [expected]
 * @returns {never}
 */
export function refuse(problem, expected) {
  const end = expected === undefined ? '' : `; expected ${expected}`;
  throw new RunFileError(`The file cannot be opened: ${problem}${end}.`);
}

/** The most characters of a file's text in a message. */
const SHOWN = 40;

/**
 * A value of a file in a message.
 *
 * @param {unknown} value
 */
export function quoted(value) {
  let written;
  try {
    written = String(JSON.stringify(value));
  } catch {
    written = 'a value nested too deeply'; // for the stack
  }
  return written.length > SHOWN ? `${written.slice(0, SHOWN)}…` : written;
}
