/** @typedef {'denied' | 'full' | 'future'} Reason */

/** @type {Record<Reason, string>} */
const SENTENCES = {
  denied:
    'This browser does not let the page keep runs on this computer; Save run keeps one as a file.',
  full: 'This computer has no room for another run: delete one in My runs, or keep this one as a file with Save run.',
  future:
    'A newer version of this page has kept the runs on this computer: reload the page to see them.',
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
const REASONS = { QuotaExceededError: 'full', VersionError: 'future' };

/**
 * The error for a failure of the browser's storage. Browsers deny it under many names.
 *
 * @param {unknown} error
 */
export function storageError(error) {
  if (error instanceof StorageError) return error;
  return new StorageError(REASONS[/** @type {Error | null} */ (error)?.name ?? ''] ?? 'denied');
}
