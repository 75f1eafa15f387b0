import { el, enable, setText } from '../../lib/dom.js';
import { formatBits, formatCount, formatPercent, formatWhole } from '../../lib/format.js';
import { explain, term } from '../term.js';
import { CoachLine } from './coach-line.js';

/**
 * @typedef {import('../../shared/protocol.js').Progress} Progress
 * @typedef {import('./coach-line.js').Line} Line
 * @typedef {import('./coach-line.js').Remedy} Remedy
 * @typedef {'empty' | 'idle' | 'starting' | 'training' | 'paused' | 'failed'} Status
 */

/** @type {Record<Status, string>} */
const STATES = {
  empty: 'No text',
  idle: 'Ready',
  starting: 'Starting',
  training: 'Training',
  paused: 'Paused',
  failed: 'Stopped',
};

/** The four commands, the state, the figures of the training, and the coach's line. */
export class TrainView {
  #buttons;
  #state = el('p', { class: 'state' });
  #coach;
  #names = {
    step: term('Step', 'steps'),
    training: term('Learnt', 'training loss'),
    validation: term('Unseen', 'validation loss'),
    recall: term('Recalled', 'recalled'),
  };
  #figures = {
    step: el('dd', { class: 'steps' }),
    training: el('dd', {}),
    validation: el('dd', {}),
    recall: el('dd', {}),
  };
  /** Shown for a text of a lag task. */
  #recall;

  /**
   * @param {HTMLElement} root
   * @param {object} on
   * @param {() => void} on.train
   * @param {() => void} on.pause
   * @param {() => void} on.step
   * @param {() => void} on.reset
   * @param {(remedy: Remedy) => void} on.follow called with the remedy of the coach's line
   * @param {() => void} [on.share] gives the setup of the page away
   */
  constructor(root, on) {
    /**
     * @param {string} label
     * @param {(event: MouseEvent) => void} onclick
     * @param {object} [properties]
     */
    const button = (label, onclick, properties) =>
      el('button', { type: 'button', onclick, ...properties }, label);
    /**
     * Train and Pause stand in one place: the second click of a double click is for the first.
     *
     * @param {() => void} act
     */
    const once =
      (act) =>
      (/** @type {MouseEvent} */ { detail }) => {
        if (detail < 2) act();
      };
    this.#buttons = {
      train: button('Train', once(on.train), { class: 'primary' }),
      pause: button('Pause', once(on.pause), { class: 'primary' }),
      step: button('Step', on.step, { 'data-control': 'step' }),
      reset: button('Reset', on.reset, { 'data-control': 'reset' }),
    };
    const { train, pause, step, reset } = this.#buttons;
    this.#coach = new CoachLine(on.follow, () => (train.disabled ? pause : train));
    /** @param {'step' | 'training' | 'validation' | 'recall'} name */
    const figure = (name) => el('div', {}, el('dt', {}, this.#names[name]), this.#figures[name]);
    this.#recall = figure('recall');
    const toggle = el('div', { class: 'toggle', 'data-control': 'train' }, train, pause);
    const commands = el('div', { class: 'commands' }, toggle, step, reset);
    if (on.share) commands.append(button('Share', on.share, { class: 'quiet' }));
    root.append(
      commands,
      this.#state,
      el(
        'dl',
        { class: 'figures' },
        figure('step'),
        figure('training'),
        figure('validation'),
        this.#recall,
      ),
      this.#coach.element,
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
   * @param {Line} values.line of the coach
   */
  update({ status, progress, validationBits, best, recall, isTask, line }) {
    const busy = status === 'training' || status === 'starting';
    const { train, pause, step, reset } = this.#buttons;
    enable(train, !busy, pause);
    enable(pause, busy, train);
    enable(step, !busy, pause);
    enable(reset, status !== 'empty' && status !== 'idle', train);
    setText(this.#state, STATES[status]);
    this.#state.dataset.status = status;
    this.#coach.update(line);

    const figures = this.#figures;
    setText(figures.step, formatWhole(progress?.step ?? 0));
    setText(figures.training, formatBits(progress?.bitsPerChar));
    setText(figures.validation, formatBits(validationBits));
    this.#recall.hidden = !isTask;
    setText(figures.recall, recall ? formatPercent(recall.accuracy) : '–');
    explain(this.#names.step, 'steps', progress ? speedOf(progress) : '');
    explain(
      this.#names.validation,
      'validation loss',
      best ? `Best: ${formatBits(best.bitsPerChar)} at step ${formatWhole(best.step)}.` : '',
    );
    explain(
      this.#names.recall,
      'recalled',
      recall ? `Guessing without memory: ${formatPercent(recall.mostFrequent)}.` : '',
    );
  }
}

/**
 * The figures of a run that are shown on demand.
 *
 * @param {Progress} progress
 */
function speedOf({ epoch, charsPerSecond, workers }) {
  const by = workers > 1 ? ` by ${workers} workers` : '';
  return `It has read the learnt text ${formatBits(epoch)} times (epochs), ${formatCount(charsPerSecond, 'letter')} a second${by}.`;
}
