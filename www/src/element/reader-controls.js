/** The controls that a reader may use, by the attributes `controls` and `readonly`. */

import { attributeOf, samplingOptions, settings } from '../settings/settings.js';
import { TEXT_SETTINGS } from '../settings/text-settings.js';

/** The ways to another text. */
const TEXTS = ['text', 'examples', 'files'];
/** `advice` is the button of the coach's line. */
const COMMANDS = ['train', 'step', 'reset', 'advice', 'write', 'save', 'export', 'suggestions'];
/** The views that do something of their own, and have nothing to show before. */
const EXPERIMENTS = ['race', 'lags', 'rate', 'surgery'];
/** The second network of the view Reach, and the gradient check. */
const COMPARISONS = ['compare', 'check'];

/** @param {{name: string}[]} list */
const namesOf = (list) => list.map(({ name }) => attributeOf(name));

const OPTIONS = namesOf(samplingOptions);
const SETTINGS = namesOf(settings);
/** The settings that have their fields elsewhere. */
const ELSEWHERE = ['cell', ...TEXT_SETTINGS.map(attributeOf)];
/** The names that are no settings of the network. */
export const CONTROL_NAMES = [...COMMANDS, ...TEXTS, ...EXPERIMENTS, ...COMPARISONS, ...OPTIONS];
const CONTROLS = [...new Set([...CONTROL_NAMES, ...SETTINGS])];

/**
 * The controls of views behind tabs: a view without any of its own has nothing to choose.
 *
 * @type {Record<string, string[]>}
 */
const OF_VIEWS = {
  settings: SETTINGS.filter((name) => !ELSEWHERE.includes(name)),
  writing: OPTIONS.filter((name) => name !== 'prompt'),
  ...Object.fromEntries(EXPERIMENTS.map((name) => [name, [name]])),
};

/** Parts with an attribute `data-control` are hidden where that control is not one of the reader's. */
export class ReaderControls {
  /** Hides the others. */
  sheet = new CSSStyleSheet();
  /** The problem with the names, empty when there is none. */
  problem = '';
  #names;

  /**
   * @param {string | null} list of names; null allows all
   * @param {boolean} isReadonly true where the text is the page's alone
   */
  constructor(list, isReadonly) {
    const given = list?.split(/\s+/).filter(Boolean);
    this.#names = CONTROLS.filter(
      (name) => (given?.includes(name) ?? true) && !(isReadonly && TEXTS.includes(name)),
    );
    const others = this.#names.map((name) => `:not([data-control=${name}])`).join('');
    const isAll = this.#names.length === CONTROLS.length;
    this.sheet.replaceSync(isAll ? '' : `[data-control]${others} { display: none !important }`);
    const unknown = given?.find((name) => !CONTROLS.includes(name));
    if (unknown !== undefined)
      this.problem = `controls must be settings, such as hidden-size, or some of "${CONTROL_NAMES.join(' ')}", got "${unknown}"`;
  }

  /** @param {string} name of a control */
  has(name) {
    return this.#names.includes(name);
  }

  /** @param {string} name of a view behind a tab */
  hasView(name) {
    return OF_VIEWS[name]?.some((control) => this.has(control)) ?? true;
  }
}
