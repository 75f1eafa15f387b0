/** @typedef {import('../shared/protocol.js').SelectionRequest} SelectionRequest */

/** Withholds a request that was in force at two deaths of workers in a row, and may be the cause. */
export class RequestSuspension {
  /**
   * The request in force in the worker, as JSON.
   *
   * @type {string | undefined}
   */
  #inForce;
  /**
   * The request in force at the last death of a worker.
   *
   * @type {string | undefined}
   */
  #atDeath;
  /**
   * The suspended request; a different request replaces it.
   *
   * @type {string | undefined}
   */
  #suspended;

  get isActive() {
    return this.#suspended !== undefined;
  }

  /**
   * @param {SelectionRequest | undefined} request
   * @returns {SelectionRequest | undefined} the request to send
   */
  admit(request) {
    const json = JSON.stringify(request);
    if (json !== undefined && json !== this.#suspended) this.#suspended = undefined;
    this.#inForce = this.#suspended === undefined ? json : undefined;
    return this.#inForce === undefined ? undefined : request;
  }

  /** @param {boolean} isSuspect true when the request may be the cause */
  noteDeath(isSuspect) {
    if (isSuspect && this.#inForce === this.#atDeath) this.#suspended = this.#inForce;
    this.#atDeath = this.#inForce;
    this.#inForce = undefined;
  }
}
