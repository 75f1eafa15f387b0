import { normalise } from '../lib/text.js';
import { Generation } from './generation.js';
import { RunHolder } from './run-holder.js';

/** The part of a session that writes: the sampling options, and the texts on demand. */
export class WritingSession extends RunHolder {
  /**
   * @param {string} name
   * @param {unknown} value
   */
  chooseSampling(name, value) {
    this.promptProblem = undefined;
    const problem = this.sampling.choose(name, value);
    if (!problem && this.model) this.mind(this.#setSampling(this.model));
    this.changed();
  }

  /**
   * @param {import('./generation.js').GenerationOptions} [options] omitted options have the values
   *   in force
   * @returns {Promise<string>} the continuation only; a part of it after `stopWriting`
   */
  async generate(options) {
    const generation = new Generation(options);
    try {
      await this.command((run) => this.#write(run, generation));
    } finally {
      generation.check();
    }
    return generation.sample?.text ?? '';
  }

  /** Shows the newest text of the training instead of the one on demand. */
  showLive() {
    this.record.asked = undefined;
    this.changed();
  }

  /** Ends the texts that are being written on demand. */
  stopWriting() {
    for (const generation of this.record.generations.values()) generation.stop();
  }

  /** Generates from the prompt without the characters that the text does not have. */
  skipUnknown() {
    const known = new Set(this.model?.vocabulary);
    const prompt = [...normalise(this.samplingValues.prompt)];
    this.chooseSampling('prompt', prompt.filter((char) => known.has(char)).join(''));
    return this.generate();
  }

  /**
   * @param {import('./run.js').Run} run
   * @param {Generation} generation
   */
  async #write(run, generation) {
    const { record } = run;
    record.generations.set(generation.id, generation);
    this.changed();
    try {
      await generation.write(run.settle(), this);
    } finally {
      record.finish(generation);
      const { sample } = generation;
      if (sample && record === this.record) this.tell('sample', sample);
      this.tell('written', undefined);
      this.changed();
    }
  }

  /** @param {import('./run.js').Run} run */
  async #setSampling(run) {
    const engine = await run.ready();
    await engine.setSampling(this.samplingValues);
  }
}
