import { formatCount, formatWhole } from '../lib/format.js';
import { REST } from '../runs/restarts.js';
import { maxTextChars } from '../settings/settings.js';
import { FILE_END, firstPart } from '../texts/file-end.js';
import { savedRuns } from './saved-runs.js';

/**
 * @typedef {import('../runs/session.js').Session} Session
 * @typedef {import('../texts/text-files.js').NamedFile} NamedFile
 * @typedef {import('../texts/text-files.js').TextFiles} TextFiles
 *
 * @typedef {object} Offer of a text that the reader may take instead of the present one
 * @property {string} message
 * @property {string} label of the button
 * @property {() => void} take
 */

const UNCHANGED = 'Your text is unchanged.';
const NOT_LOADED = `The code that opens files could not be loaded: the network may be down. ${UNCHANGED}`;
const TAKE_FIRST = `Take the first ${formatWhole(maxTextChars)} letters`;

/** The number of texts whose files stay known. */
const ARRIVED = 5;

/**
 * @param {NamedFile[]} files
 * @param {RegExp} pattern
 */
const named = (files, pattern) => files.find(({ name }) => pattern.test(name));

/** The arrival of texts in a session: typed, given by a program, or from files. */
export class TextSource {
  /** @type {Offer | undefined} */
  offer;
  #session;
  /**
   * The texts that came last, each with its files and a note about changes to it, for Undo.
   *
   * @type {{text: string, texts?: TextFiles, note: string}[]}
   */
  #arrived = [];
  /** The number of the newest reading. */
  #reading = 0;

  /** @param {Session} session */
  constructor(session) {
    this.#session = session;
    // A file that is being read comes too late.
    session.addEventListener('opened', () => this.#reading++);
  }

  /** The files of the present text. */
  get texts() {
    return this.#present?.texts;
  }

  /** The note about changes to the present text on its arrival. */
  get note() {
    return this.#present?.note ?? '';
  }

  get #present() {
    return this.#arrived.findLast(({ text }) => text === this.#session.draft.text);
  }

  /**
   * @param {string} text
   * @param {TextFiles} [texts] its files
   */
  set(text, texts) {
    this.#reading++;
    this.offer = undefined;
    if (text.length <= maxTextChars) this.#separate(text, texts);
    const replaced = this.#session.setText(text);
    const note = replaced ? `${formatCount(replaced, 'unpaired surrogate')} became "\uFFFD".` : '';
    this.#arrive(texts, note);
  }

  /**
   * Takes a text from the reader; one that is too long is offered cut.
   *
   * @param {string} text
   */
  type(text) {
    if (text.length <= maxTextChars) {
      this.#setByReader(text, undefined, REST);
      return;
    }
    const message = `This text has ${formatCount(text.length, 'letter')}. ${UNCHANGED}`;
    this.#make({ message, label: TAKE_FIRST, take: () => this.#setByReader(firstPart(text)) });
  }

  /**
   * Takes a text that the reader has chosen, which counts at once.
   *
   * @param {string} text
   */
  pick(text) {
    this.#setByReader(text);
  }

  /** @param {NamedFile[]} files */
  async open(files) {
    const reading = ++this.#reading;
    // The folder of a training with PyTorch has a checkpoint of its own too.
    const run = named(files, /(^|\/)model\.safetensors$/i) ?? named(files, /\.safetensors$/i);
    if (run) return this.#openRun(run, files);
    const module = await import('../texts/text-files.js').catch(() => undefined);
    if (!module) {
      this.#session.report({ name: 'FileError', message: NOT_LOADED });
      return;
    }
    const texts = await module.TextFiles.read(files);
    if (reading !== this.#reading) return; // another text came in the meantime
    const message = `${texts.problem} ${UNCHANGED}`;
    if (texts.files.length > 0) {
      this.#take(texts);
    } else if (texts.doubtful) {
      const take = () => {
        texts.takeDoubtful();
        this.#take(texts);
      };
      this.#make({ message, label: 'Take it all the same', take });
    } else if (texts.problem) {
      this.#session.report({ name: 'FileError', message });
    }
  }

  /**
   * @param {NamedFile} run
   * @param {NamedFile[]} files among which it is
   */
  async #openRun(run, files) {
    const place = this.#session.takePlace(); // before the code is loaded: what comes meanwhile is newer
    this.decline();
    const config = named(files, /(^|\/)config\.json$/i);
    try {
      const { openRun } = await savedRuns(this.#session);
      await openRun(this.#session, run.file, config?.file, place);
    } catch {
      return; // it is reported
    }
    const others = files
      .filter((file) => file !== run && file !== config)
      .map(({ name }) => `"${name}"`);
    const shown = others.slice(0, 5).join(', ') + (others.length > 5 ? ' and others' : '');
    this.#arrive(this.texts, shown && `A .safetensors file opens alone: ${shown} left out.`);
  }

  /**
   * Reads the files of a guessed encoding in another.
   *
   * @param {string} guess
   * @param {string} encoding
   */
  choose(guess, encoding) {
    const { texts } = this;
    texts?.choose(guess, encoding);
    if (texts) this.#take(texts);
  }

  /**
   * @param {TextFiles | undefined} texts the files of the present text
   * @param {string} note about its arrival
   */
  #arrive(texts, note) {
    const arrived = { text: this.#session.draft.text, texts, note };
    this.#arrived = [...this.#arrived, arrived].slice(-ARRIVED);
    this.#session.changed();
  }

  /** Keeps the present text. */
  decline() {
    this.offer = undefined;
    this.#session.changed();
  }

  /** @param {TextFiles} texts */
  #take(texts) {
    const { text } = texts;
    if (!texts.isTooLong) {
      this.#setByReader(text, texts);
      return;
    }
    const message = `${texts.excess} ${UNCHANGED}`;
    const take = () => this.#setByReader(firstPart(text), texts);
    this.#make({ message, label: TAKE_FIRST, take });
  }

  /**
   * @param {string} text
   * @param {TextFiles} [texts] its files
   * @param {number} [rest] milliseconds without another change before it counts
   */
  #setByReader(text, texts, rest) {
    const { draft, earlier, restarts } = this.#session;
    if (!rest && text !== draft.text) earlier.addText(draft.save());
    this.set(text, texts);
    restarts.request(rest);
  }

  /**
   * Makes each of several files a document, until a text without their ends comes.
   *
   * @param {string} text
   * @param {TextFiles} [texts]
   */
  #separate(text, texts) {
    const { values } = this.#session.draft.settings;
    if (texts && texts.files.length > 1) this.#session.choose('separator', FILE_END);
    else if (values.separator === FILE_END && !text.includes(FILE_END)) {
      this.#session.choose('separator', undefined);
    }
  }

  /** @param {Offer} offer */
  #make(offer) {
    this.offer = offer;
    this.#session.changed();
  }
}
