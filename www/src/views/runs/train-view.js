import { el, enable, setText } from '../../lib/dom.js';
import { formatBits, formatCount, formatPercent, formatWhole } from '../../lib/format.js';
import { term } from '../term.js';

/**
 * @typedef {import('../../shared/protocol.js').Progress} Progress
 * @typedef {{label: string}} Remedy
 * @typedef {{message: string, remedy?: Remedy}} Advice
 * @typedef {'empty' | 'idle' | 'starting' | 'training' | 'paused' | 'failed'} Status
 */

/** @type {Record<Status, string>} */
const STATES = {
  empty: 'Waiting for a text',
  idle: 'Ready',
  starting: 'Starting',
  training: 'Training',
  paused: 'Paused',
  failed: 'Stopped',
};

/** The four commands and the progress of training. */
export class TrainView {
  #buttons;
  #state = el('span');
  /** A short form of the figures for phones, where only the commands stay in view. */
  #brief = el('span', { class: 'brief' });
  #stateLine = el('p', { class: 'state' }, this.#state, this.#brief);
  #error = el('p', { class: 'problem box', hidden: true });
  #notice = el('p', { class: 'notice note', hidden: true });
  #ended = el('p', { class: 'ended', hidden: true });
  #stale = el(
    'p',
    { class: 'note', hidden: true },
    'The changes take effect after Reset: this network keeps the text and settings that it started with.',
  );
  #adviceText = el('span');
  #follow;
  #advice;
  /** @type {Remedy | undefined} */
  #remedy;
  #workers = el('span');
  #progress = el('progress', { max: 1, value: 0, 'aria-label': 'Progress of the epoch' });
  #figures = {
    step: el('dd', {}),
    epoch: el('dd', {}),
    speed: el('dd', {}),
    training: el('dd', {}),
    validation: el('dd', {}),
    recall: el('dd', {}),
  };
  #best = el('small', {});
  /** The share that a guess without memory predicts right. */
  #guess = el('small', {});
  /** Shown for a text of a lag task. */
  #recall = el(
    'div',
    { hidden: true },
    el('dt', {}, term('Recalled', 'recalled'), this.#guess),
    this.#figures.recall,
  );

  /**
   * @param {HTMLElement} root
   * @param {object} on
   * @param {() => void} on.train
   * @param {() => void} on.pause
   * @param {() => void} on.step
   * @param {() => void} on.reset
   * @param {(remedy: Remedy) => void} on.follow called with the remedy of the advice
   */
  constructor(root, on) {
    /**
     * @param {string} label
     * @param {() => void} onclick
     * @param {string} [kind]
     */
    const button = (label, onclick, kind = '') =>
      el('button', { type: 'button', class: kind, onclick }, label);
    this.#buttons = {
      train: button('Train', on.train, 'primary'),
      pause: button('Pause', on.pause),
      step: button('Step', on.step),
      reset: button('Reset', on.reset),
    };
    this.#follow = button('', () => this.#remedy && on.follow(this.#remedy), 'quiet');
    this.#advice = el(
      'p',
      { class: 'advice note', hidden: true },
      this.#adviceText,
      ' ',
      this.#follow,
    );
    const { step, epoch, speed, training, validation } = this.#figures;
    /**
     * @param {string | HTMLElement} name
     * @param {HTMLElement} value
     * @param {(string | HTMLElement)[]} unit
     */
    const figure = (name, value, ...unit) =>
      el('div', {}, el('dt', {}, name, el('small', {}, ...unit)), value);
    root.append(
      el('div', { class: 'commands' }, ...Object.values(this.#buttons), this.#stateLine),
      el(
        'div',
        { class: 'progress' },
        this.#error,
        this.#notice,
        this.#ended,
        this.#advice,
        this.#stale,
        el(
          'dl',
          { class: 'figures' },
          figure(term('Steps', 'steps'), step),
          figure(term('Epochs', 'epochs'), epoch),
          figure('Letters', speed, ' a second', this.#workers),
          figure(term('Learnt text', 'training loss'), training, ' bits a letter'),
          el(
            'div',
            {},
            el('dt', {}, term('Unseen text', 'validation loss'), el('small', {}, ' bits a letter')),
            validation,
            el('dd', { class: 'best' }, this.#best),
          ),
          this.#recall,
        ),
        this.#progress,
      ),
    );
  }

  /**
   * @param {object} values
   * @param {Status} values.status
   * @param {Progress} [values.progress]
   * @param {number} [values.validationBits]
   * @param {{step: number, bitsPerChar: number}} [values.best] the lowest validation loss
   * @param {{accuracy: number, mostFrequent: number}} [values.recall] with the accuracy of always
   *   guessing the most frequent character
   * @param {boolean} values.isTask true for a text of a lag task
   * @param {string} [values.error]
   * @param {string} [values.notice] which requires no action
   * @param {string} [values.ended] the sentence about the end of the training by itself
   * @param {Advice} [values.advice]
   * @param {boolean} values.isStale
   */
  update({
    status,
    progress,
    validationBits,
    best,
    recall,
    isTask,
    error = '',
    notice = '',
    ended = '',
    advice,
    isStale,
  }) {
    this.#showAdvice(advice);
    const busy = status === 'training' || status === 'starting';
    const { train, pause, step, reset } = this.#buttons;
    enable(train, !busy, pause);
    enable(pause, busy, train);
    enable(step, !busy, pause);
    enable(reset, status !== 'empty' && status !== 'idle', train);
    setText(this.#state, STATES[status]);
    this.#stateLine.dataset.status = status;
    const figures =
      progress &&
      ` after ${formatCount(progress.step, 'step')}, ${formatBits(progress.bitsPerChar)} bits a letter`;
    setText(this.#brief, figures ?? '');
    setText(this.#error, error);
    this.#error.hidden = error === '';
    setText(this.#notice, notice);
    this.#notice.hidden = notice === '';
    setText(this.#ended, ended);
    this.#ended.hidden = ended === '';
    this.#stale.hidden = !isStale;

    const { step: steps, epoch, speed, training, validation } = this.#figures;
    setText(steps, formatWhole(progress?.step ?? 0));
    setText(epoch, formatBits(progress?.epoch ?? 0));
    setText(speed, progress ? formatWhole(progress.charsPerSecond) : '–');
    const workers = progress?.workers ?? 1;
    setText(this.#workers, workers > 1 ? `, ${workers} workers` : '');
    setText(training, formatBits(progress?.bitsPerChar));
    setText(validation, formatBits(validationBits));
    const isKnown = best && !(Number(validationBits) < best.bitsPerChar);
    setText(
      this.#best,
      isKnown ? `best ${formatBits(best.bitsPerChar)} at step ${formatWhole(best.step)}` : '',
    );
    this.#recall.hidden = !isTask;
    setText(this.#figures.recall, recall ? formatPercent(recall.accuracy) : '–');
    setText(
      this.#guess,
      recall ? ` guessing: ${formatPercent(recall.mostFrequent)}` : ' on another text',
    );
    this.#progress.value = (progress?.epoch ?? 0) % 1;
  }

  /** @param {Advice} [advice] */
  #showAdvice(advice) {
    this.#advice.hidden = !advice;
    this.#remedy = advice?.remedy;
    setText(this.#adviceText, advice?.message ?? '');
    setText(this.#follow, advice?.remedy?.label ?? '');
    this.#follow.hidden = !advice?.remedy;
  }
}
