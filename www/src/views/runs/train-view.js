import { el, enable, setText } from '../../lib/dom.js';
import { formatBits, formatPercent, formatWhole } from '../../lib/format.js';

/**
 * @typedef {import('../../shared/protocol.js').Progress} Progress
 * @typedef {{label: string, backTo?: number}} Remedy half the learning rate, from a step on; left out, from now on
 * @typedef {{message: string, remedy?: Remedy}} Advice
 * @typedef {'empty' | 'idle' | 'starting' | 'training' | 'paused' | 'failed'} Status
 */

/** @type {Record<Status, string>} */
const WORDS = {
  empty: 'Waiting for a text',
  idle: 'Ready',
  starting: 'Starting',
  training: 'Training',
  paused: 'Paused',
  failed: 'Stopped',
};

/** The four commands, and how far training has come. */
export class TrainView {
  #buttons;
  #state = el('span');
  /** The figures in short, for a phone, where the commands stay in sight and the figures do not. */
  #brief = el('span', { class: 'brief' });
  #stateLine = el('p', { class: 'state' }, this.#state, this.#brief);
  #error = el('p', { class: 'problem box', hidden: true });
  #stale = el(
    'p',
    { class: 'note', hidden: true },
    'The changes take effect after Reset: what has been learnt belongs to the text and settings it began with.',
  );
  #adviceText = el('span');
  #slowDown;
  #advice;
  /** @type {Remedy | undefined} */
  #remedy;
  #workers = el('span');
  #progress = el('progress', { max: 1, value: 0, 'aria-label': 'Part of the epoch done' });
  #figures = {
    step: el('dd', {}),
    epoch: el('dd', {}),
    speed: el('dd', {}),
    training: el('dd', {}),
    validation: el('dd', {}),
    recall: el('dd', {}),
  };
  /** The share that one knows without remembering. */
  #guess = el('small', {});
  /** Shown where something has to be remembered. */
  #recall = el(
    'div',
    { hidden: true },
    el('dt', {}, 'Remembered', this.#guess),
    this.#figures.recall,
  );

  /**
   * @param {HTMLElement} root
   * @param {{train: () => void, pause: () => void, step: () => void, reset: () => void, slowDown: (backTo?: number) => void}} on
   */
  constructor(root, on) {
    /** @param {string} label @param {() => void} onclick @param {string} [kind] */
    const button = (label, onclick, kind = '') =>
      el('button', { type: 'button', class: kind, onclick }, label);
    this.#buttons = {
      train: button('Train', on.train, 'primary'),
      pause: button('Pause', on.pause),
      step: button('Step', on.step),
      reset: button('Reset', on.reset),
    };
    this.#slowDown = button('', () => on.slowDown(this.#remedy?.backTo), 'quiet');
    this.#advice = el('p', { class: 'note', hidden: true }, this.#adviceText, ' ', this.#slowDown);
    const { step, epoch, speed, training, validation } = this.#figures;
    /** @param {string} term @param {HTMLElement} value @param {(string | HTMLElement)[]} unit */
    const figure = (term, value, ...unit) =>
      el('div', {}, el('dt', {}, term, el('small', {}, ...unit)), value);
    root.append(
      el('div', { class: 'commands' }, ...Object.values(this.#buttons), this.#stateLine),
      el(
        'div',
        { class: 'progress' },
        this.#error,
        this.#advice,
        this.#stale,
        el(
          'dl',
          { class: 'figures' },
          figure('Step', step),
          figure('Epoch', epoch),
          figure('Characters', speed, ' a second', this.#workers),
          figure('Training', training, ' bits/char'),
          figure('Validation', validation, ' bits/char'),
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
   * @param {{accuracy: number, mostFrequent: number}} [values.recall] the share of what has to be remembered that the model
   *   knows, and what one would guess
   * @param {boolean} values.isTask whether something has to be remembered
   * @param {string} [values.error]
   * @param {Advice} [values.advice] what goes wrong
   * @param {boolean} values.isStale
   */
  update({ status, progress, validationBits, recall, isTask, error = '', advice, isStale }) {
    this.#advise(advice);
    const busy = status === 'training' || status === 'starting';
    const { train, pause, step, reset } = this.#buttons;
    enable(train, !busy, pause);
    enable(pause, busy, train);
    enable(step, !busy, pause);
    enable(reset, status !== 'empty' && status !== 'idle', train);
    setText(this.#state, WORDS[status]);
    this.#stateLine.dataset.status = status;
    const figures =
      progress &&
      `, step ${formatWhole(progress.step)}, ${formatBits(progress.bitsPerChar)} bits/char`;
    setText(this.#brief, figures ?? '');
    setText(this.#error, error);
    this.#error.hidden = error === '';
    this.#stale.hidden = !isStale;

    const { step: steps, epoch, speed, training, validation } = this.#figures;
    setText(steps, formatWhole(progress?.step ?? 0));
    setText(epoch, formatBits(progress?.epoch ?? 0));
    setText(speed, progress ? formatWhole(progress.charsPerSecond) : '–');
    const workers = progress?.workers ?? 1;
    setText(this.#workers, workers > 1 ? `, ${workers} workers` : '');
    setText(training, formatBits(progress?.bitsPerChar));
    setText(validation, formatBits(validationBits));
    this.#recall.hidden = !isTask;
    setText(this.#figures.recall, recall ? formatPercent(recall.accuracy) : '–');
    setText(
      this.#guess,
      recall ? ` a guess ${formatPercent(recall.mostFrequent)}` : ' of another text',
    );
    this.#progress.value = (progress?.epoch ?? 0) % 1;
  }

  /** @param {Advice} [advice] */
  #advise(advice) {
    this.#advice.hidden = !advice;
    this.#remedy = advice?.remedy;
    setText(this.#adviceText, advice?.message ?? '');
    setText(this.#slowDown, advice?.remedy?.label ?? '');
    this.#slowDown.hidden = !advice?.remedy;
  }
}
