/** @typedef {'denied' | 'full' | 'future' | 'busy' | 'damaged'} Reason */

/** @type {Record<Reason, string>} */
const SENTENCES = {
  denied:
    'This browser does not let the page keep runs on this computer; Save run keeps one as a file.',
  full: 'This computer has no room for another run: delete one in My runs, or keep this one as a file with Save run.',
  future:
    'A newer version of this page has kept the runs on this computer: reload the page to see them.',
  busy: 'The browser does not answer when the page keeps runs on this computer: close other tabs of the page, or keep this run as a file with Save run.',
  damaged:
    'The browser cannot read the runs kept on this computer: start it again or delete the data of this site, and keep this run as a file with Save run.',
};

/** Runs that cannot be kept or read; the message is one sentence. */
export class StorageError extends Error {
  name = 'StorageError';
  reason;

  /** @param {Reason} reason */
  constructor(reason, message = SENTENCES[reason]) {
    super(message);
    this.reason = reason;
  }
}

/** @type {Record<string, Reason>} by the names of the browser's errors */
const REASONS = {
  QuotaExceededError: 'full',
  VersionError: 'future',
  // The browser cannot read its own files.
  UnknownError: 'damaged',
  DataCorruptError: 'damaged',
};

/** The errors of a wrong use of the storage, which are the page's own. */
const MISTAKES = ['DataError', 'DataCloneError', 'ReadOnlyError', 'TransactionInactiveError'];

/**
 * The error for a failure of the browser's storage, which browsers deny under many names, or not give
 * at all. A mistake of the page stays what it is.
 *
 * @param {unknown} error null where the browser does not say
 */
export function storageError(error) {
  if (error instanceof DOMException) {
    const { name } = error;
    return MISTAKES.includes(name) ? error : new StorageError(REASONS[name] ?? 'denied');
  }
  return error && globalThis.indexedDB ? error : new StorageError('denied');
}
