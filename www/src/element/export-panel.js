import { cellOf } from '../cells/cells.js';
import { numWeights } from '../cells/weight-shapes.js';
import { formatCount } from '../lib/format.js';
import { downloadModel } from '../runs/model-export.js';
import { ExportView } from '../views/runs/export-view.js';
import dialogCss from './styles/dialog.css?inline';
import css from './styles/export.css?inline';
import { adopt, sheetsOf } from './styles/sheets.js';

/** @typedef {import('../runs/model-export.js').Format} Format */

const sheets = sheetsOf(dialogCss, css);

/** The dialog that exports the model of a session; it leaves the document when it is closed. */
export class ExportPanel {
  #session;
  #view;
  /**
   * The reader's choice of the weights.
   *
   * @type {import('../shared/protocol.js').Model}
   */
  #model = 'best';
  /** @type {Format | undefined} the file that is being written */
  #busy;
  #done = '';
  #problem = '';

  /**
   * @param {HTMLElement} place
   * @param {import('../runs/session.js').Session} session
   */
  constructor(place, session) {
    adopt(place, sheets);
    this.#session = session;
    this.#view = new ExportView({
      chooseModel: (model) => {
        this.#model = model;
        this.#update();
      },
      save: (format) => void this.#save(format),
      close: () => {
        this.#view.element.remove();
        this.#update();
      },
    });
    place.append(this.#view.element);
    session.addEventListener('change', this.#update);
    this.#update();
    this.#view.element.showModal();
  }

  #update = () => {
    if (!this.#view.element.isConnected) {
      // It is closed, or gone with the tag.
      this.#session.removeEventListener('change', this.#update);
      return;
    }
    const { model: run, draft, modelChoice, record } = this.#session;
    const { cell, hiddenSize, numLayers } = (run?.textReport ? run : draft).config;
    const { bestStep, step } = modelChoice.values;
    const model = bestStep === undefined ? undefined : this.#model;
    const vocabSize = [...(run?.vocabulary ?? '')].length;
    this.#view.update({
      network: `${cellOf(cell)?.title ?? cell}, ${formatCount(hiddenSize, 'unit')}, ${formatCount(numLayers, 'layer')}`,
      models: { model, bestStep, step },
      folder: `${cell}-${hiddenSize}-step-${model === 'best' ? bestStep : step}.zip`,
      // Four bytes a weight.
      size: vocabSize > 0 ? 4 * numWeights({ cell, hiddenSize, numLayers }, vocabSize) : undefined,
      isTrained: Boolean(record.progress ?? run?.source.kept),
      ...{ busy: this.#busy, done: this.#done, problem: this.#problem },
    });
  };

  /** @param {Format} format */
  async #save(format) {
    if (this.#busy) return;
    this.#busy = format;
    this.#done = '';
    this.#problem = '';
    this.#update();
    try {
      // The best weights are also the current ones where there is no choice.
      const { bestStep } = this.#session.modelChoice;
      const options = bestStep === undefined ? {} : { model: this.#model };
      const { name, size } = await downloadModel(this.#session, format, options);
      this.#done = `Saved ${name}, ${size}.`;
    } catch (error) {
      this.#problem = /** @type {Error} */ (error).message;
    }
    this.#busy = undefined;
    this.#update();
  }
}
