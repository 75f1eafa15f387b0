/** A worker that runs nothing: a test reads what it was sent and says what it answers. */
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

  /** As the platform's type, which has more than is used here. @returns {Worker} */
  asWorker() {
    return /** @type {any} */ (this);
  }
}
