import { el, setText } from '../../lib/dom.js';
import { formatSize } from '../../lib/format.js';
import { dialog } from '../dialog.js';
import { ModelChoiceView } from '../model-choice-view.js';

/** @typedef {'safetensors' | 'onnx' | 'hub'} Format */

/** @type {Record<Format, {title: string, label: string, about: string}>} */
const FORMATS = {
  safetensors: {
    title: 'PyTorch',
    label: 'Save .safetensors',
    about: 'The weights by PyTorch’s names, for Python. This page opens them again.',
  },
  onnx: {
    title: 'ONNX',
    label: 'Save .onnx',
    about: 'The network for ONNX Runtime and similar programs: on a phone, a server, another page.',
  },
  hub: {
    title: 'The Hugging Face Hub',
    label: 'Save .zip',
    about:
      'A folder to publish or to keep: both files, a model card with the figures and a sample, and train.py.',
  },
};
/** The bytes of the model card and the programs in a folder. */
const BESIDES = 45_000;
const NAMES = /** @type {Format[]} */ (Object.keys(FORMATS));

const COMMANDS = `pip install torch safetensors
python train.py text.txt --model model.safetensors
torchrun --standalone --nproc-per-node=4 \\
  train.py text.txt --model model.safetensors`;

/** The dialog with the ways in which a model leaves the page. */
export class ExportView {
  element;
  #network = el('p', { class: 'unit' });
  #untrained = el(
    'p',
    { class: 'note' },
    'It has learnt nothing yet: these are the weights that it begins with.',
  );
  #models;
  #files = new Map(NAMES.map((name) => [name, el('p', { class: 'unit' })]));
  #buttons;
  #status = el('p', { role: 'status' });
  #problem = el('p', { class: 'problem', role: 'alert' });

  /**
   * @param {object} on
   * @param {(model: import('../model-choice-view.js').Model) => void} on.chooseModel
   * @param {(format: Format) => void} on.save
   * @param {() => void} on.close called once, when the dialog has closed
   */
  constructor({ chooseModel, save, close }) {
    this.#models = new ModelChoiceView(chooseModel);
    this.#buttons = new Map(
      NAMES.map((name) => [
        name,
        el('button', { type: 'button', onclick: () => save(name) }, FORMATS[name].label),
      ]),
    );
    const title = el('h2', { id: 'export-title' }, 'Export the network');
    this.element = dialog(
      'export',
      title,
      close,
      el('div', { class: 'head' }, title, this.#network),
      this.#untrained,
      this.#models.element,
      el(
        'ul',
        {},
        ...NAMES.map((name) =>
          el(
            'li',
            {},
            el(
              'div',
              {},
              el('h3', {}, FORMATS[name].title),
              el('p', {}, FORMATS[name].about),
              /** @type {HTMLElement} */ (this.#files.get(name)),
            ),
            /** @type {HTMLElement} */ (this.#buttons.get(name)),
          ),
        ),
      ),
      el(
        'div',
        { class: 'elsewhere' },
        el('h3', {}, 'Train on with PyTorch'),
        el(
          'p',
          {},
          'train.py in the folder goes on with the training, on one GPU or on several. This page opens its model.safetensors.',
        ),
        el('pre', { tabIndex: 0, role: 'group', 'aria-label': 'Commands' }, COMMANDS),
      ),
      el(
        'p',
        { class: 'note' },
        'To go on in this page, use Save run: its file also has the text, the curve and the state of the training.',
      ),
      el(
        'div',
        { class: 'end' },
        this.#status,
        this.#problem,
        el('button', { type: 'button', onclick: () => this.element.close() }, 'Close'),
      ),
    );
  }

  /**
   * @param {object} values
   * @param {string} values.network its cell and sizes
   * @param {Parameters<ModelChoiceView['update']>[0]} values.models
   * @param {string} values.folder the name of its file
   * @param {number} [values.size] of the weights in bytes, where it is known
   * @param {boolean} values.isTrained
   * @param {Format} [values.busy] the file that is being written
   * @param {string} values.done
   * @param {string} values.problem
   */
  update({ network, models, folder, size, isTrained, busy, done, problem }) {
    setText(this.#network, network);
    this.#untrained.hidden = isTrained;
    this.#models.update(models);
    const names = { safetensors: 'model.safetensors', onnx: 'model.onnx', hub: folder };
    for (const name of NAMES) {
      const bytes = size && (name === 'hub' ? 2 * size + BESIDES : size);
      const about = names[name] + (bytes ? `, about ${formatSize(bytes)}` : '');
      setText(/** @type {Element} */ (this.#files.get(name)), about);
      const button = /** @type {Element} */ (this.#buttons.get(name));
      setText(button, name === busy ? 'Writing …' : FORMATS[name].label);
      button.setAttribute('aria-disabled', String(busy !== undefined));
    }
    setText(this.#status, done);
    setText(this.#problem, problem);
  }
}
