import { Push, Request } from '../shared/protocol.js';
import { WorkerGroup } from './worker-group.js';
import { heartbeatTimeout } from './heartbeat-timeout.js';

/**
 * @typedef {import('../shared/protocol.js').Sampling} Sampling
 * @typedef {import('../shared/protocol.js').Sample} Sample
 * @typedef {import('./draft.js').Draft} Draft
 * @typedef {object} Source what a model is made from
 * @property {string | import('../shared/protocol.js').LagSource} text
 * @property {{values: Record<string, any>}} settings
 * @property {import('../shared/protocol.js').LagSource} [recallText] the text on which recall is measured during training
 * @property {Draft['ready']} ready
 */

/** Characters of a sample drawn while training. */
const LIVE_LENGTH = 200;
/** A difference takes two passes over 32 characters, of numbers twice as wide; the gradients three times as much. */
const PROOF_LENGTH = 6 * 32 * 2;

/** What a person may change without another model. */
const CHANGEABLE = ['learningRate'];

/** One model and its workers. A worker's memory never shrinks, so that they end together. */
export class RemoteModel {
  /** What it was made from. @type {Source['text']} */
  text = '';
  /** @type {Record<string, any>} */
  config = {};
  /** @type {import('../shared/protocol.js').TextReport | undefined} */
  textReport;
  vocabulary = '';
  /** @type {Promise<void>} settles when it is made; rejects with what hindered it */
  made;

  #crew;
  #onStart;
  /** Called once training goes on. @type {(() => void) | undefined} */
  #enlist;
  #stopped = false;
  /** Characters that may be read or written in one go, of each request on its way and of live samples. */
  #lengths = [LIVE_LENGTH];

  /**
   * @param {Source} draft
   * @param {Sampling} sampling
   * @param {object} options
   * @param {() => Worker} options.createWorker
   * @param {() => Promise<WebAssembly.Module>} options.loadWasm
   * @param {() => number} options.spareCores how many workers to have when nobody chooses
   * @param {() => void} options.onStart called when nothing is missing, and the worker is started
   * @param {(name: string, value: any) => void} options.onPush
   * @param {() => void} options.onSuccession called when another worker had to take over, which waits for orders
   * @param {(reason: string) => void} options.onDeath
   */
  constructor(draft, sampling, { loadWasm, spareCores, onStart, onPush, ...rest }) {
    this.#onStart = onStart;
    /** @param {string} name @param {any} value */
    const hear = (name, value) => {
      // Not before: the first step is to come soon.
      if (name === Push.progress) this.#enlist?.();
      onPush(name, value);
    };
    this.#crew = new WorkerGroup({ ...rest, onPush: hear });
    this.made = this.#make(draft, sampling, loadWasm, spareCores);
  }

  /** @param {string} type @param {unknown} [payload] @returns {Promise<any>} */
  request(type, payload) {
    return this.#crew.request(type, payload);
  }

  /** @param {Sampling} sampling @returns {Promise<Sample>} */
  generate(sampling) {
    return this.#longRequest(sampling.length, Request.generate, sampling);
  }

  /**
   * By the model that is looked at.
   *
   * @param {Sampling & {clamps?: import('../shared/protocol.js').Clamp[]}} sampling
   * @returns {Promise<import('../shared/protocol.js').Written>}
   */
  write(sampling) {
    return this.#longRequest(sampling.length, Request.write, sampling);
  }

  /** What a copy of it is made from. */
  snapshot() {
    return this.request(Request.snapshot);
  }

  /** Compares its gradients with difference quotients; what is found is pushed. @param {WebAssembly.Module} wasm @returns {Promise<void>} */
  prove(wasm) {
    return this.#longRequest(PROOF_LENGTH, Request.prove, wasm);
  }

  /** Whether it was made from another text or other settings. @param {Draft} draft */
  differsFrom({ text, settings }) {
    if (!this.textReport) return false;
    const changed = Object.entries(settings.values).some(
      ([name, value]) => !CHANGEABLE.includes(name) && value !== this.config[name],
    );
    return changed || text !== this.text;
  }

  /** Ends the workers; what waits for them rejects with an `AbortError`. */
  stop() {
    this.#stopped = true;
    this.#crew.stop();
  }

  /**
   * @param {Source} draft
   * @param {Sampling} sampling
   * @param {() => Promise<WebAssembly.Module>} loadWasm
   * @param {() => number} spareCores
   */
  async #make(draft, sampling, loadWasm, spareCores) {
    const counts = await draft.ready();
    this.#checkStopped();
    this.#onStart();
    const wasm = await loadWasm();
    this.#checkStopped();
    const { text, recallText } = draft;
    const config = draft.settings.values;
    this.text = text;
    this.config = config;
    this.#crew.start();
    this.#allowSilence(counts);
    const request = { wasm, text, recallText, config, sampling };
    const { textReport, vocabulary, mostWorkers } = await this.request(Request.create, request);
    Object.assign(this, { textReport, vocabulary });
    this.#allowSilence();
    this.#enlist = () => {
      this.#enlist = undefined;
      const workers = Math.min(this.config.workers || spareCores(), mostWorkers);
      this.#crew.enlist(workers - 1, request);
    };
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
    this.#crew.heartbeatTimeout = heartbeatTimeout(/** @type {any} */ (this.config), text, longest);
  }
}
