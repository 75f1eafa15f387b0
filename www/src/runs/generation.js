import { defined } from '../lib/defined.js';

/**
 * @typedef {import('./worker-group.js').WorkerGroup['engine']} Engine
 * @typedef {import('../shared/protocol.js').Sample} Sample
 * @typedef {import('../shared/protocol.js').GenerateOptions & {
 *   model?: import('../shared/protocol.js').Model,
 *   signal?: AbortSignal,
 *   onText?: (text: string) => void,
 * }} GenerationOptions the sampling options; the model; a signal that ends the text; a function
 *   that is called with each part of it
 */

/** @param {string} message */
const settingError = (message) => Object.assign(new Error(message), { name: 'SettingError' });

let lastId = 0;

/** A text on demand, from the request to its end: by itself, by a stop, or by an error. */
export class Generation {
  /** Marks its parts among the worker's pushes. */
  id = ++lastId;
  /**
   * The sample as far as it has arrived; undefined before the first part.
   *
   * @type {Sample | undefined}
   */
  sample;
  #given;
  #prompt = '';
  #signal;
  #onText;
  /** @type {{error: unknown} | undefined} thrown by `onText` */
  #failure;
  /** @type {() => void} */
  #end = () => {};
  /** @type {Promise<undefined>} */
  #stopped = new Promise((resolve) => (this.#end = () => resolve(undefined)));

  /**
   * @param {GenerationOptions} [options] those that are undefined count as omitted
   * @throws {Error} `SettingError`, or the signal's reason
   */
  constructor(options) {
    const { signal, onText, ...given } = { ...options };
    if (onText !== undefined && typeof onText !== 'function') {
      throw settingError(`onText must be a function, got ${onText}`);
    }
    if (signal !== undefined && typeof signal?.throwIfAborted !== 'function') {
      throw settingError(`signal must be an AbortSignal, got ${signal}`);
    }
    signal?.throwIfAborted();
    this.#given = defined(given);
    this.#signal = signal;
    this.#onText = onText;
  }

  /** Ends the text with the characters that are written. */
  stop = () => this.#end();

  /**
   * Requests the text. It may be incomplete after a stop.
   *
   * @param {Promise<Engine>} ready
   * @param {Pick<import('./session.js').Session, 'sampling' | 'modelChoice'>} chosen the omitted
   *   options
   */
  async write(ready, { sampling, modelChoice }) {
    this.#signal?.addEventListener('abort', this.stop);
    try {
      const engine = await Promise.race([ready, this.#stopped]);
      if (!engine) return;
      const { id } = this;
      this.#stopped.then(() => {
        const isDiscarded = Boolean(this.#signal?.aborted || this.#failure);
        engine.stopWriting({ id, isDiscarded }).catch(() => {}); // the worker has ended
      });
      for (const message of sampling.problems.values()) throw settingError(message);
      const inForce = { ...sampling.values, model: modelChoice.value };
      const request = /** @type {any} */ ({ ...inForce, ...this.#given });
      this.#prompt = request.prompt;
      const sample = await engine.generate({ ...request, id });
      if (!sample) return;
      this.#tell(sample.text.slice(this.sample?.text.length));
      this.sample = sample;
    } finally {
      this.#signal?.removeEventListener('abort', this.stop);
    }
  }

  /**
   * Adds a part.
   *
   * @param {Omit<Sample, 'prompt'>} part
   */
  add(part) {
    const text = (this.sample?.text ?? '') + part.text;
    this.sample = { ...part, prompt: this.#prompt, text };
    this.#tell(part.text);
  }

  /** Throws the reason of an abort, or an error of `onText`. */
  check() {
    if (this.#failure) throw this.#failure.error;
    this.#signal?.throwIfAborted();
  }

  /** @param {string} text */
  #tell(text) {
    if (text === '' || this.#failure) return;
    try {
      this.#onText?.(text);
    } catch (error) {
      this.#failure = { error };
      this.stop();
    }
  }
}
