/** A worker without code: the test reads its messages and answers for it. */
export class FakeWorker extends EventTarget {
  /** @type {any[]} */
  sent = [];
  isTerminated = false;

  /** @param {unknown} message */
  postMessage(message) {
    this.sent.push(message);
  }

  terminate() {
    this.isTerminated = true;
  }

  /** @param {unknown} data */
  say(data) {
    this.dispatchEvent(Object.assign(new Event('message'), { data }));
  }

  /**
   * Answers the last request of this type.
   *
   * @param {string} type
   * @param {unknown} [result]
   */
  answer(type, result) {
    this.say({ id: this.sent.findLast((message) => message.type === type).id, result });
  }

  /**
   * Casts to the platform's type, whose other members the page never uses.
   *
   * @returns {Worker}
   */
  asWorker() {
    return /** @type {any} */ (this);
  }
}
