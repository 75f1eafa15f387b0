import { el, setText } from '../../lib/dom.js';
import { elementOf } from '../../lib/picture.js';

/**
 * @typedef {object} End of a lesson
 * @property {boolean} holds true where the claim has come true
 * @property {string} heading
 * @property {string} verdict with the reader's figures
 * @property {string} line to copy
 * @property {import('../../lib/picture.js').Drawn} picture from the reader's figures
 * @property {string} caption of the picture
 * @property {string} next what to try now; empty for nothing
 */

/** The end of a lesson: the verdict, its picture, and a line that is the same on every machine. */
export class LessonEnd {
  element;
  /** The line to copy, which is always in sight. */
  line;
  heading = el('h3', { tabIndex: -1 });
  #verdict = el('p', {});
  #next = el('p', {});
  #line = el('code', {});
  #copy;
  #picture = el('div', {});
  #caption = el('figcaption', {});
  #words;
  /** The line whose picture is drawn. */
  #drawn = '';

  /** @param {import('./lesson-view.js').LessonWords} words */
  constructor(words) {
    this.#words = words;
    const onclick = () => void this.#copyLine();
    this.#copy = el('button', { type: 'button', onclick }, words.copy);
    this.element = el(
      'div',
      { class: 'lesson-end' },
      el('div', {}, this.heading, this.#verdict, this.#next),
      el('figure', {}, this.#picture, this.#caption),
    );
    const label = el('span', { class: 'note' }, words.line);
    this.line = el('p', { class: 'lesson-line' }, label, this.#line, this.#copy);
  }

  /** @param {End} [end] */
  update(end) {
    this.element.hidden = this.line.hidden = !end;
    if (!end) return;
    const { holds, heading, verdict, line, picture, caption, next } = end;
    this.heading.className = holds ? 'holds' : 'fails';
    setText(this.heading, heading);
    setText(this.#verdict, verdict);
    setText(this.#next, next);
    this.#next.hidden = next === '';
    if (line === this.#drawn) return;
    this.#drawn = line;
    setText(this.#line, line);
    setText(this.#copy, this.#words.copy);
    setText(this.#caption, caption);
    this.#picture.replaceChildren(elementOf(picture));
  }

  /** Copies the line; where the page may not, it is selected for the reader. */
  async #copyLine() {
    try {
      await navigator.clipboard.writeText(this.#drawn);
      setText(this.#copy, this.#words.copied);
    } catch {
      getSelection()?.selectAllChildren(this.#line);
    }
  }
}
