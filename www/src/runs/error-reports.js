import { Notifier } from '../lib/notifier.js';

/**
 * Errors that are not reported here: a reset is intended, and a death is reported once elsewhere.
 */
const TOLD_OTHERWISE = ['AbortError', 'WorkerDiedError'];

/** A source of events that shows the newest error, and tells of every one. */
export class ErrorReports extends Notifier {
  /**
   * The error of the last command, or the one that stopped the training.
   *
   * @type {{name: string, message: string} | undefined}
   */
  error;
  /**
   * The reason why the prompt cannot be continued.
   *
   * @type {string | undefined}
   */
  promptProblem;
  /**
   * A sentence of the coach that is due until the run trains or another takes its place.
   *
   * @type {import('./coach-rules.js').Said | undefined}
   */
  aside;

  /**
   * Shows an error and fires its event.
   *
   * @param {{name: string, message: string}} error
   */
  report({ name, message }) {
    if (name === 'UnknownCharError') this.promptProblem = message;
    else this.error = { name, message };
    this.tell('error', { name, message });
    this.changed();
  }

  /**
   * Reports the error of a request whose answer is not awaited.
   *
   * @param {Promise<unknown>} request
   */
  mind(request) {
    request.catch((error) => this.reportUntold(error));
  }

  /** @param {unknown} thrown */
  reportUntold(thrown) {
    const error = /** @type {Error} */ (thrown);
    if (!TOLD_OTHERWISE.includes(error.name)) this.report(error);
  }
}
