/** The worker's end of worker-client.js: answers requests, pushes values, and sends heartbeats. */

/**
 * @typedef {{name: string, message: string}} PlainError an error as it crosses between threads
 *
 * @typedef {{id: number, result?: unknown, error?: PlainError}} Answer
 * @typedef {{push: string, value: unknown}} PushMessage
 * @typedef {Answer | PushMessage | {fatal: string} | {silence: number}} Message from a worker: a
 *   heartbeat has the milliseconds of silence to expect after it
 * @typedef {{id: number, type: string, payload: never}} Request to a worker
 * @typedef {Request & {ack: string}} SomeRequest or the acknowledgement of a push
 */

/** Milliseconds between two heartbeats. */
const HEARTBEAT = 500;

/**
 * Copies an error with all its fields into a plain object: structured cloning drops added fields.
 *
 * @param {unknown} error
 * @returns {PlainError}
 */
function plainError(error) {
  if (!(error instanceof Error)) return { name: 'Error', message: String(error) };
  return { ...error, name: error.name, message: error.message };
}

/**
 * Answers each request `{id, type, payload}` by the handler of that name.
 *
 * @param {Pick<Worker, 'postMessage' | 'addEventListener'>} port the worker's global scope
 * @param {import('./worker-client.js').AnyHandlers} handlers
 * @param {(error: unknown) => boolean} isFatal true for an error after which the worker must end
 * @param {string[]} [events] names of pushes that tell of a change, such as a rollback: each is sent
 *   at once, after all values that were pushed before it
 * @param {Record<string, (waiting: any, value: any) => unknown>} [joins] by name, the sum of a
 *   waiting value and the next; without one, only the next waits
 */
export function serve(port, handlers, isFatal, events = [], joins = {}) {
  /**
   * @param {Message} message
   * @param {Transferable[]} [transfer]
   */
  const send = (message, transfer = []) => port.postMessage(message, transfer);

  /** Names of pushes not yet acknowledged, each with the newest waiting value. */
  /** @type {Map<string, {value: unknown, transfer: Transferable[]} | undefined>} */
  const unacknowledged = new Map();

  /**
   * Sends a value; until the page acknowledges the last one of that name, only the newest waits, or
   * the sum.
   *
   * @param {string} name
   * @param {unknown} value
   * @param {Transferable[]} [transfer]
   */
  function push(name, value, transfer = []) {
    if (events.includes(name)) {
      flush();
      send({ push: name, value }, transfer);
    } else if (unacknowledged.has(name)) {
      const waiting = unacknowledged.get(name);
      const join = waiting && joins[name];
      unacknowledged.set(name, { value: join ? join(waiting.value, value) : value, transfer });
    } else {
      unacknowledged.set(name, undefined);
      send({ push: name, value }, transfer);
    }
  }

  /** @param {string} name */
  function acknowledge(name) {
    const waiting = unacknowledged.get(name);
    unacknowledged.delete(name);
    if (waiting) push(name, waiting.value, waiting.transfer);
  }

  /** Sends the waiting values, so that the next message does not overtake them. */
  function flush() {
    for (const [name, waiting] of unacknowledged) {
      unacknowledged.set(name, undefined);
      if (waiting) send({ push: name, value: waiting.value }, waiting.transfer);
    }
  }

  /** @param {Answer} answer */
  function answer(answer) {
    flush();
    send(answer);
  }

  /**
   * Passes an error to `otherwise`, or asks the page to end this worker when it is fatal.
   *
   * @param {unknown} error
   * @param {(error: PlainError) => void} otherwise
   */
  function fail(error, otherwise) {
    const plain = plainError(error);
    if (isFatal(error)) {
      send({ fatal: `its code failed, perhaps for want of memory (${plain.message})` });
    } else otherwise(plain);
  }

  port.addEventListener('message', async (event) => {
    const { data } = /** @type {MessageEvent} */ (event);
    const { ack, id, type, payload } = /** @type {Partial<SomeRequest>} */ (data ?? {});
    if (ack !== undefined) return acknowledge(ack);
    if (id === undefined || !Number.isInteger(id)) return; // nobody waits for an answer
    try {
      if (type === undefined || !Object.hasOwn(handlers, type))
        throw new Error(`the worker has no request "${type}"`);
      answer({ id, result: await handlers[type](/** @type {never} */ (payload)) });
    } catch (error) {
      fail(error, (plain) => answer({ id, error: plain }));
    }
  });
  /** @param {number} [silence] milliseconds that may pass until the next message */
  const beat = (silence = 0) => send({ silence });
  beat();
  setInterval(beat, HEARTBEAT);

  return { push, fail, beat };
}
