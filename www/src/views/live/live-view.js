import { el, setText } from '../../lib/dom.js';
import { formatWhole } from '../../lib/format.js';
import { titleOf } from '../../cells/gate-names.js';
import { inSentence, runsRightToLeft } from '../visible.js';
import { guessesOf } from './guesses.js';
import { LanesCanvas } from './lanes-canvas.js';
import { lanesOf, ofUnit } from './lanes.js';
import { LetterRow } from './letter-row.js';
import { COLUMN, Reader } from './reader.js';
import { UnitChooser } from './unit-chooser.js';
import { guessedInWords, lanesInWords, unitInWords } from './words.js';

/**
 * @typedef {object} LiveValues
 * @property {string[]} chars the letters that are read
 * @property {import('../../cells/cells.js').Cell} cell
 * @property {import('../../cells/gate-names.js').Notation} notation
 * @property {number} [chosen] the index of the chosen letter among them
 * @property {{of: unknown, index: number}} [choice] the run, and the chosen letter in its whole text
 * @property {LiveReading} [reading] of these letters
 * @property {string} note shown without a reading
 *
 * @typedef {object} LiveReading
 * @property {Record<string, Float32Array>} values of the layer
 * @property {Float32Array} probabilities of every next letter
 * @property {string[]} vocabulary
 * @property {boolean} isTrained false for initial weights
 * @property {number} layer from 0
 * @property {number} numLayers
 * @property {number} unit from 0
 * @property {number} hiddenSize
 */

/** The gates and the memory of one unit while the network reads the reader's letters. */
export class LiveView {
  #chosenRow = -1;
  /** @type {LiveValues['choice']} the last one that the head may have gone to */
  #followed;
  #letters = new LetterRow('read');
  #guessRow = new LetterRow('guessed');
  #names = el('ol', { class: 'lane-names' });
  #story = el('p', { class: 'story' });
  #description = el('p', { class: 'visually-hidden', id: 'live-description' });
  #reader;
  #chooser;
  #canvas = new LanesCanvas();
  /** @type {import('./lanes.js').LaneKind[]} */
  #lanes = [];
  #lanesKey = '';
  /** @type {LiveValues} */
  #values = /** @type {any} */ (undefined);
  /** @type {import('./guesses.js').Guesses | undefined} */
  #guesses;
  /** @type {Float32Array | undefined} */
  #guessedFrom;
  /** @type {unknown[]} */
  #drawn = [];
  #frame = 0;

  /**
   * @param {HTMLElement} root
   * @param {object} on
   * @param {(at: number) => void} on.choose chooses a letter, by its index among those shown
   * @param {(by: number) => void} on.unit chooses the unit that many after the current one
   * @param {(layer: number) => void} on.layer
   */
  constructor(root, on) {
    this.#reader = new Reader({
      choose: on.choose,
      unit: on.unit,
      move: () => {
        this.#tell();
        this.#describe();
      },
      describe: () => this.#describe(),
      hold: (isHeld) => this.#chooser.showHold(isHeld),
    });
    this.#chooser = new UnitChooser({
      ...on,
      hold: () => this.#reader.hold(!this.#reader.head.isHeld),
    });
    this.#chooser.showHold(this.#reader.head.isHeld);
    const rows = [this.#letters.element, this.#guessRow.element, this.#canvas.element];
    this.#reader.track.append(...rows);
    this.#canvas.element.style.setProperty('--column', `${COLUMN}px`);
    const head = root.querySelector('.head') ?? root;
    head.append(this.#story, this.#chooser.element);
    const body = el('div', { class: 'live-body' }, this.#names, this.#reader.element);
    root.append(body, this.#description);
  }

  /** @param {boolean} isInView nothing is drawn out of view */
  set isInView(isInView) {
    this.#reader.head.isInView = isInView;
    this.#queue();
  }

  /** @param {LiveValues} values */
  update(values) {
    this.#values = values;
    this.#queue();
  }

  destroy() {
    cancelAnimationFrame(this.#frame);
    this.#reader.destroy();
    this.#canvas.destroy();
  }

  #queue() {
    if (!this.#values || !this.#reader.head.isInView) return;
    this.#frame ||= requestAnimationFrame(() => {
      this.#frame = 0;
      this.#draw();
    });
  }

  #draw() {
    const { chars, cell, notation, chosen, choice, reading, note } = this.#values;
    const { values, probabilities, layer, unit } = reading ?? {};
    const drawn = [
      chars.join(''),
      cell,
      notation,
      chosen,
      values,
      probabilities,
      layer,
      unit,
      note,
      choice?.index,
    ];
    if (drawn.every((value, at) => value === this.#drawn[at])) return;
    const hasOtherLetters = drawn[0] !== this.#drawn[0];
    const isOtherChoice = hasOtherLetters || [3, 6, 7].some((at) => drawn[at] !== this.#drawn[at]);
    this.#drawn = drawn;
    this.#prepare(cell, notation);
    if (hasOtherLetters) this.#showLetters(chars);
    if (probabilities !== this.#guessedFrom || hasOtherLetters) this.#showGuesses();
    const lanes = this.#lanes.map((lane) => {
      const numbers = values?.[lane.quantity];
      return {
        ...lane,
        numbers: reading && numbers && ofUnit(numbers, reading.hiddenSize, reading.unit),
      };
    });
    this.#canvas.update(lanes, chars.length, this.#reader.isTurned);
    this.#letters.move('chosen', this.#chosenRow, chosen ?? -1);
    this.#chosenRow = chosen ?? -1;
    this.#chooser.update(reading);
    this.#follow();
    this.#tell();
    if (isOtherChoice) this.#describe();
  }

  /** The head goes to a letter that another view has chosen since. */
  #follow() {
    const { chosen, choice } = this.#values;
    if (chosen === undefined || !choice) return;
    const { of, index } = this.#followed ?? {};
    this.#followed = choice;
    if (choice.of === of && choice.index !== index) this.#reader.goTo(chosen);
  }

  /**
   * Makes the lanes of a cell, with their names.
   *
   * @param {import('../../cells/cells.js').Cell} cell
   * @param {import('../../cells/gate-names.js').Notation} notation
   */
  #prepare(cell, notation) {
    const key = `${cell.name} ${notation}`;
    if (key === this.#lanesKey) return;
    this.#lanesKey = key;
    this.#lanes = lanesOf(cell);
    const names = this.#lanes.map(({ quantity, isGate }) => {
      const words = titleOf(quantity, notation).split(' gate');
      const gate = el('span', { class: 'gate-word' }, ' gate');
      return el(
        'li',
        { class: isGate ? 'gate' : '' },
        words[0],
        ...(words[1] ? [gate, words[1]] : []),
      );
    });
    const rows = ['It reads', 'It guessed'].map((name) => el('li', { class: 'letter-row' }, name));
    this.#names.replaceChildren(...rows, ...names);
    setText(this.#description, lanesInWords(cell, notation));
  }

  /** @param {string[]} chars */
  #showLetters(chars) {
    this.#reader.setLetters(chars.length, runsRightToLeft(chars));
    this.#letters.update(chars, (at) => (/\s/.test(chars[at]) ? 'blank' : ''));
  }

  #showGuesses() {
    const { chars, reading } = this.#values;
    this.#guessedFrom = reading?.probabilities;
    this.#guesses = reading && guessesOf(reading.probabilities, reading.vocabulary, chars);
    const { letters = chars.map(() => undefined), areRight } = this.#guesses ?? {};
    this.#guessRow.update(letters, (at) => (areRight?.[at] ? 'right' : ''));
  }

  /** Says what the unit does at the letter that is read. */
  #tell() {
    setText(this.#story, this.#sentence);
  }

  get #sentence() {
    const { chars, cell, notation, reading, note } = this.#values;
    const char = chars[this.#reader.at];
    if (!reading || !this.#guesses || char === undefined) return note;
    const { values, isTrained, unit, hiddenSize } = reading;
    const words = unitInWords(cell, values, this.#reader.at * hiddenSize + unit, notation);
    const guessed = guessedInWords(this.#guesses, isTrained);
    return `${guessed} Reading “${inSentence(char)}”, unit ${formatWhole(unit + 1)} ${words}.`;
  }

  /** Tells a screen reader the letter that is read. */
  #describe() {
    const { chars, cell, notation, reading } = this.#values;
    const { at } = this.#reader;
    const char = chars[at];
    const letter = char === undefined ? '' : `“${inSentence(char)}”`;
    const guess = this.#guesses?.letters[at];
    const isRight = this.#guesses?.areRight[at];
    const guessed =
      guess === undefined ? '' : isRight ? ', guessed right' : `, guessed “${inSentence(guess)}”`;
    const of = at * (reading?.hiddenSize ?? 0) + (reading?.unit ?? 0);
    const unit = reading
      ? `. Unit ${reading.unit + 1} ${unitInWords(cell, reading.values, of, notation)}.`
      : '';
    this.#reader.describe(`${letter}${guessed}${unit}`);
  }
}
