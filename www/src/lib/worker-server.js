/** The worker's end of worker-client.js: answers requests, pushes values, and gives signs of life. */

const HEARTBEAT = 1000;

/**
 * What survives of an error between threads: structured clone would drop the fields that we add.
 *
 * @param {unknown} error
 */
function plainError(error) {
  if (!(error instanceof Error)) return { name: 'Error', message: String(error) };
  return { ...error, name: error.name, message: error.message };
}

/**
 * Answers each request `{id, type, payload}` by the handler of that name.
 *
 * @param {Pick<Worker, 'postMessage' | 'addEventListener'>} port the worker's global scope
 * @param {Record<string, (payload: any) => unknown>} handlers
 * @param {(error: unknown) => boolean} isFatal true for an error after which the worker must not go on
 */
export function serve(port, handlers, isFatal) {
  /** Names pushed and not yet acknowledged, each with the newest value that waits behind it. */
  /** @type {Map<string, {waiting: boolean, value?: unknown}>} */
  const unacknowledged = new Map();

  /**
   * Sends a value; while the page has not taken the last one of that name, only the newest is kept.
   *
   * @param {string} name
   * @param {unknown} value
   */
  function push(name, value) {
    if (unacknowledged.has(name)) {
      unacknowledged.set(name, { waiting: true, value });
    } else {
      unacknowledged.set(name, { waiting: false });
      port.postMessage({ push: name, value });
    }
  }

  /** @param {string} name */
  function acknowledge(name) {
    const entry = unacknowledged.get(name);
    unacknowledged.delete(name);
    if (entry?.waiting) push(name, entry.value);
  }

  /**
   * Hands an error to `otherwise`, unless it is fatal: then the page is told to throw this worker away.
   *
   * @param {unknown} error
   * @param {(error: {name: string, message: string}) => void} otherwise
   */
  function fail(error, otherwise) {
    const plain = plainError(error);
    if (isFatal(error)) port.postMessage({ fatal: plain.message });
    else otherwise(plain);
  }

  port.addEventListener('message', async (event) => {
    const message = /** @type {MessageEvent} */ (event).data;
    if ('ack' in message) return acknowledge(message.ack);
    const { id, type, payload } = message;
    try {
      port.postMessage({ id, result: await handlers[type](payload) });
    } catch (error) {
      fail(error, (plain) => port.postMessage({ id, error: plain }));
    }
  });
  setInterval(() => port.postMessage({ beat: true }), HEARTBEAT);

  return { push, fail };
}
