/** @typedef {import('../runs/generation.js').GenerationOptions} GenerationOptions */
/** @typedef {import('./widget.js').Widget} Widget */
/** @typedef {import('./widget-life.js').WidgetLife} WidgetLife */

/** The methods of the tag; each loads the widget first. */
export class TagMethods extends HTMLElement {
  #with;
  #life;

  /** @param {() => WidgetLife} life */
  constructor(life) {
    super();
    this.#life = life;
    this.#with = async (/** @type {(widget: Widget) => any} */ act) => act(await life().load());
  }

  /** Starts or continues training. */
  train() {
    return this.#with((widget) => widget.session.train());
  }

  /** Pauses training; resolves when it has stopped. */
  pause() {
    return this.#with((widget) => widget.session.pause());
  }

  /** Makes one optimiser update. */
  step() {
    return this.#with((widget) => widget.session.step());
  }

  /**
   * Discards the model; the text and the settings stay.
   *
   * @param {{keepWeights?: boolean}} [options] with `keepWeights` the next model begins with the weights
   *   of this one; rejects if the text has letters that it does not know
   */
  reset(options) {
    return this.#with((widget) => widget.session.reset(options));
  }

  /**
   * Generates a text.
   *
   * @param {GenerationOptions} [options] by default those of the sample panel
   * @returns {Promise<string>} the continuation, without the prompt; the part that is written when
   *   the reader presses Stop
   */
  generate(options) {
    return this.#with((widget) => widget.session.generate(options));
  }

  /**
   * Reads a text with the model, and returns the values of its gates and states.
   *
   * @param {string} text of characters in the model's vocabulary
   * @returns {Promise<import('../shared/protocol.js').TextReading>} for each layer the gates, the
   *   cell state and the hidden state by name, `(chars, hiddenSize)`; the probabilities of the next
   *   character, `(chars, vocabSize)`; the surprise in bits, `(chars)`
   */
  inspect(text) {
    return this.#with((widget) => widget.session.inspect(text));
  }

  /**
   * Saves the run, which goes on meanwhile.
   *
   * @returns {Promise<Blob>} a .safetensors file, which `open` continues with the same bits
   */
  save() {
    return this.#with(async ({ session, savedRuns }) => (await savedRuns()).saveRun(session));
  }

  /**
   * Opens a saved run, paused, or the model of a `model.safetensors`, in place of the present one.
   *
   * @param {Blob | ArrayBuffer | URL | string} file or its address
   * @param {Blob} [config] `config.json` of a model whose file lacks it
   * @returns {Promise<void>} rejects with a `RunFileError`, and changes nothing, for any other file
   */
  open(file, config) {
    return this.#life().open(async ({ session, savedRuns }) => {
      const place = session.takePlace(); // before the code is loaded: what comes meanwhile is newer
      await (await savedRuns()).openRun(session, file, config, place);
    });
  }

  /**
   * Exports the model, which trains on meanwhile.
   *
   * @param {'safetensors' | 'onnx' | 'hub'} format for PyTorch, for any runtime, or both with a model
   *   card as a .zip
   * @param {{model?: 'best' | 'now'}} [options] by default the best weights, or the current ones where
   *   there are no best
   * @returns {Promise<Blob>}
   */
  exportModel(format, options) {
    return this.#with(async ({ session, modelExport }) =>
      (await modelExport()).exportModel(session, format, options),
    );
  }

  /** The hash of the current weights: equal weights, equal hash. */
  weightsHash() {
    return this.#with(async ({ session, savedRuns }) => (await savedRuns()).hashWeights(session));
  }

  /**
   * The address that opens the text, the settings, the panels and the notation of this tag in a
   * playground, untrained.
   *
   * @returns {Promise<string>} rejects where no model can be made of them, and with a `LinkError` for
   *   a text above 256 KiB or an unknown playground
   */
  link() {
    return this.#with((widget) => widget.link(import.meta.url));
  }
}
