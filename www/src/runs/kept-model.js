/**
 * @typedef {import('../shared/protocol.js').CharModel} CharModel
 * @typedef {import('../shared/protocol.js').Config} Config
 * @typedef {import('./draft.js').Draft} Draft
 * @typedef {import('./run.js').Run} Run
 *
 * @typedef {object} Kept what a run leaves to the next
 * @property {CharModel} charModel
 * @property {Config} config of its run
 */

/** The settings that the network's weights belong to. */
const OF_NETWORK = /** @type {const} */ (['cell', 'hiddenSize', 'numLayers']);
/** The most unknown letters that a message shows. */
const SHOWN = 8;
const REMEDY = ' Reset starts anew.';

/** The weights and the vocabulary that the next run takes over from a discarded one. */
export class KeptModel {
  /** @type {Kept | undefined} undefined when the next run starts anew */
  value;
  #draft;

  /** @param {Draft} draft the text and the settings of the next run */
  constructor(draft) {
    this.#draft = draft;
  }

  /** The sizes of the network that is kept, in place of those suggested for the text. */
  get sizes() {
    const config = this.value?.config;
    return config && Object.fromEntries(OF_NETWORK.map((name) => [name, config[name]]));
  }

  /**
   * The reason why the next run cannot keep what a run has learnt, empty when it can; undefined
   * before the text is counted, and where a network of other sizes is chosen.
   *
   * @param {Run} run
   */
  problemOf(run) {
    const { counts } = this.#draft;
    if (!counts?.chars || changedSettings(this.#draft, run).length > 0) return undefined;
    return this.#lettersProblem(this.#vocabularyOf(run));
  }

  /**
   * Keeps what a run has learnt.
   *
   * @param {Run} run
   * @param {import('../shared/protocol.js').Model} model whose weights are kept
   */
  async keep(run, model) {
    const engine = await run.ready();
    await this.#draft.ready();
    const { config } = run;
    this.#check({ config, charModel: this.#vocabularyOf(run) });
    this.value = { config, charModel: await engine.charModel(model) };
  }

  /** Resolves when the draft can be learnt with the opened model that is kept. */
  async ready() {
    if (this.#draft.text === '') {
      const message =
        'This model has no text: type or paste one, open a file, or choose an example.';
      throw Object.assign(new Error(message), { name: 'TextTooShortError' });
    }
    await this.#draft.ready();
    this.check(REMEDY);
  }

  /** The reason why the draft cannot be learnt with what is kept; empty when it can. */
  get problem() {
    try {
      this.check(REMEDY);
      return '';
    } catch (error) {
      return /** @type {Error} */ (error).message;
    }
  }

  /**
   * Throws when the draft cannot be learnt with what is kept.
   *
   * @param {string} [remedy] for letters that it does not know
   */
  check(remedy) {
    if (this.value) this.#check(this.value, remedy);
  }

  /**
   * @param {{config: Config, charModel: Omit<CharModel, 'weights'>}} kept
   * @param {string} [remedy]
   */
  #check({ config, charModel }, remedy = '') {
    const changed = changedSettings(this.#draft, { config });
    if (changed.length > 0) {
      const needed = changed.map(([name, value]) => `${name} ${value}`).join(' and ');
      const message = `What was learnt needs ${needed}: choose that again, or Reset to start anew.`;
      throw Object.assign(new Error(message), { name: 'SettingError' });
    }
    const problem = this.#lettersProblem(charModel);
    if (problem) throw Object.assign(new Error(problem + remedy), { name: 'UnknownCharsError' });
  }

  /**
   * Only a run whose vocabulary has rare letters as one reads unknown ones.
   *
   * @param {Run} run
   */
  #vocabularyOf({ vocabulary, textReport }) {
    const readsUnknown = Boolean(textReport?.rareChars || this.value?.charModel.readsUnknown);
    return { vocabulary, readsUnknown };
  }

  /** @param {Omit<CharModel, 'weights'>} charModel */
  #lettersProblem({ vocabulary, readsUnknown }) {
    if (readsUnknown) return '';
    const known = new Set(vocabulary);
    const letters = [...(this.#draft.counts?.charCounts.keys() ?? [])];
    const unknown = letters.filter((letter) => !known.has(letter)).sort();
    if (unknown.length === 0) return '';
    const shown = unknown.slice(0, SHOWN).map((letter) => JSON.stringify(letter));
    const more = unknown.length > SHOWN ? ` and ${unknown.length - SHOWN} more` : '';
    const noun = unknown.length === 1 ? 'letter' : 'letters';
    return `It cannot keep what it learnt: it does not know the ${noun} ${shown.join(', ')}${more}.`;
  }
}

/**
 * The settings of the network that are chosen otherwise in the draft, with the values of a run.
 *
 * @param {Draft} draft
 * @param {{config: Config}} run
 */
function changedSettings({ settings: { chosen } }, { config }) {
  return OF_NETWORK.map((name) => /** @type {const} */ ([name, config[name]])).filter(
    ([name, value]) => (chosen[name] ?? value) !== value,
  );
}
