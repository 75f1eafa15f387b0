import { WorkerClient } from '../lib/worker-client.js';
import { Request } from '../shared/protocol.js';
import { allowedSilence } from './silence.js';

/**
 * @typedef {import('../shared/protocol.js').Sampling} Sampling
 * @typedef {import('../shared/protocol.js').Sample} Sample
 * @typedef {import('./draft.js').Draft} Draft
 */

/** Characters of a sample drawn while training. */
const LIVE_LENGTH = 200;
/** A difference takes two passes over 32 characters, of numbers twice as wide; the gradients three times as much. */
const PROOF_LENGTH = 6 * 32 * 2;

/** One model in one worker. A worker's memory never shrinks, so that both end together. */
export class RemoteModel {
  /** What it was made from. */
  text = '';
  /** @type {Record<string, any>} */
  config = {};
  /** @type {import('../shared/protocol.js').TextReport | undefined} */
  textReport;
  vocabulary = '';
  /** @type {Promise<void>} settles when it is made; rejects with what hindered it */
  made;

  #client;
  #onStart;
  #stopped = false;
  /** Characters that may be read or written in one go, of each request on its way and of live samples. */
  #lengths = [LIVE_LENGTH];

  /**
   * @param {Draft} draft
   * @param {Sampling} sampling
   * @param {object} options
   * @param {() => Worker} options.createWorker
   * @param {() => Promise<WebAssembly.Module>} options.loadWasm
   * @param {() => void} options.onStart called when nothing is missing, and the worker is started
   * @param {(name: string, value: any) => void} options.onPush
   * @param {(reason: string) => void} options.onDeath
   */
  constructor(draft, sampling, { createWorker, loadWasm, onStart, onPush, onDeath }) {
    this.#onStart = onStart;
    this.#client = new WorkerClient({ create: createWorker, onPush, onDeath });
    this.made = this.#make(draft, sampling, loadWasm);
  }

  /** @param {string} type @param {unknown} [payload] @returns {Promise<any>} */
  request(type, payload) {
    return this.#client.request(type, payload);
  }

  /** @param {Sampling} sampling @returns {Promise<Sample>} */
  generate(sampling) {
    return this.#longRequest(sampling.length, Request.generate, sampling);
  }

  /** Compares its gradients with difference quotients; what is found is pushed. @returns {Promise<void>} */
  prove() {
    return this.#longRequest(PROOF_LENGTH, Request.prove);
  }

  /** Whether it was made from another text or other settings; the learning rate may change on the way. @param {Draft} draft */
  differsFrom({ text, settings }) {
    if (!this.textReport) return false;
    const changed = Object.entries(settings.values).some(
      ([name, value]) => name !== 'learningRate' && value !== this.config[name],
    );
    return changed || text !== this.text;
  }

  /** Ends the worker; what waits for it rejects with an `AbortError`. */
  stop() {
    this.#stopped = true;
    this.#client.stop();
  }

  /** @param {Draft} draft @param {Sampling} sampling @param {() => Promise<WebAssembly.Module>} loadWasm */
  async #make(draft, sampling, loadWasm) {
    const counts = await draft.ready();
    this.#checkStopped();
    this.#onStart();
    const wasm = await loadWasm();
    this.#checkStopped();
    const { text } = draft;
    const config = draft.settings.values;
    this.text = text;
    this.config = config;
    this.#client.start();
    this.#allowSilence(counts);
    Object.assign(this, await this.request(Request.create, { wasm, text, config, sampling }));
    this.#allowSilence();
  }

  /**
   * @param {number} length characters that may be read or written in one go
   * @param {string} type
   * @param {unknown} [payload]
   */
  async #longRequest(length, type, payload) {
    this.#lengths.push(length);
    this.#allowSilence();
    try {
      return await this.request(type, payload);
    } finally {
      this.#lengths.splice(this.#lengths.indexOf(length), 1);
      this.#allowSilence();
    }
  }

  #checkStopped() {
    if (!this.#stopped) return;
    throw Object.assign(new Error('the model was reset'), { name: 'AbortError' });
  }

  /** @param {{chars: number, distinctChars: number}} [counts] until the worker has its own */
  #allowSilence(counts) {
    const { batchSize, seqLen } = this.config;
    const text = this.textReport ?? { batchSize, seqLen, chars: 0, distinctChars: 0, ...counts };
    const longest = Math.max(...this.#lengths);
    this.#client.allowedSilence = allowedSilence(/** @type {any} */ (this.config), text, longest);
  }
}
