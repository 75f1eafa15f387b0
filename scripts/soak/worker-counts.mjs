/**
 * Counts of a page's workers, their wasm memory, and the addresses of blobs. The functions run where the
 * comments say, before other scripts.
 */

/** Runs at the start of each worker: answers with the bytes of its wasm memories. */
function installMemoryCount() {
  /** @type {WeakRef<WebAssembly.Memory>[]} */
  const memories = [];
  WebAssembly.Instance = new Proxy(WebAssembly.Instance, {
    construct(target, args) {
      const instance = Reflect.construct(target, args);
      memories.push(new WeakRef(instance.exports.memory));
      return instance;
    },
  });
  addEventListener('message', (event) => {
    const port = event.data?.tellMemory;
    if (!port) return;
    event.stopImmediatePropagation();
    const sizes = memories.map((memory) => memory.deref()?.buffer.byteLength ?? 0);
    port.postMessage(sizes.reduce((sum, bytes) => sum + bytes, 0));
  });
}

/**
 * Runs in the page.
 *
 * @param {string} workerStart code that runs at the start of each worker
 */
function installWorkerCounts(workerStart) {
  /** @type {Set<Worker>} */
  const workers = new Set();
  /** @type {Set<string>} */
  const urls = new Set();
  const { Blob: PlainBlob, Worker: PlainWorker, setTimeout } = window;

  window.Blob = class extends PlainBlob {
    /** @param {BlobPart[]} [parts] @param {BlobPropertyBag} [options] */
    constructor(parts = [], options) {
      const isScript = options?.type?.startsWith('text/javascript');
      super(isScript ? [workerStart, ...parts] : parts, options);
    }
  };
  window.Worker = class extends PlainWorker {
    /** @param {ConstructorParameters<typeof Worker>} args */
    constructor(...args) {
      super(...args);
      workers.add(this);
    }

    terminate() {
      workers.delete(this);
      super.terminate();
    }
  };

  const { createObjectURL, revokeObjectURL } = URL;
  URL.createObjectURL = (object) => {
    const url = createObjectURL.call(URL, object);
    urls.add(url);
    return url;
  };
  URL.revokeObjectURL = (url) => {
    urls.delete(url);
    revokeObjectURL.call(URL, url);
  };

  /** @param {Worker} worker @returns {Promise<number>} 0 where it does not answer */
  const bytesOf = (worker) =>
    new Promise((resolve) => {
      const { port1, port2 } = new MessageChannel();
      const answer = (/** @type {number} */ bytes) => {
        port1.close();
        resolve(bytes);
      };
      port1.onmessage = ({ data }) => answer(data);
      setTimeout.call(window, () => answer(0), 5000);
      worker.postMessage({ tellMemory: port2 }, [port2]);
    });
  const wasmBytes = async () =>
    (await Promise.all([...workers].map(bytesOf))).reduce((sum, bytes) => sum + bytes, 0);
  const counts = () => ({ workers: workers.size, 'blob URLs': urls.size });
  Object.assign(window, { soak: { wasmBytes, counts: [counts] } });
}

/** The script for the head of a page. */
export const workerCounting = `(${installWorkerCounts})(${JSON.stringify(`(${installMemoryCount})();`)});`;
