// The notebook's side of the widget; it follows the tag's script in one module.

/**
 * @typedef {object} Model the traits
 * @property {(name: string) => any} get
 * @property {(name: string, value: unknown) => void} set
 * @property {() => void} save_changes
 * @property {(event: string, listener: () => void) => void} on
 * @property {(event: string, listener: () => void) => void} off
 */

export default {
  /** @param {{model: Model, el: HTMLElement}} view */
  render({ model, el }) {
    const tag = /** @type {any} */ (document.createElement('lstm-playground'));
    const end = new AbortController();
    let isReady = false;
    let isTraining = false;
    /** @type {(name: string, value: unknown) => void} */
    const tell = (name, value) => {
      model.set(name, value);
      model.save_changes();
    };
    /** @type {(type: string, tell: (detail: any) => void) => void} */
    const listen = (type, tell) =>
      tag.addEventListener(type, (/** @type {CustomEvent} */ { detail }) => tell(detail), end);
    /** @type {(name: string, follow: (value: any) => void) => void} */
    const follow = (name, follow) => {
      const change = () => follow(model.get(name));
      change();
      model.on(`change:${name}`, change);
      end.signal.addEventListener('abort', () => model.off(`change:${name}`, change));
    };

    follow('text', (text) => (tag.text = text));
    follow('preset', (preset) => tag.setAttribute('preset', preset));
    follow('config', (config) => (tag.config = config));
    follow('panels', (panels) => tag.setAttribute('panels', panels));
    const followTraining = (/** @type {boolean} */ training) => {
      if (training === isTraining) return;
      isTraining = training;
      const isDone = training ? tag.train() : tag.pause();
      isDone.catch(() => tell('training', (isTraining = false))); // the tag shows the error
    };
    listen('lstm-state', ({ state }) => {
      isTraining = ['starting', 'training'].includes(state);
      if (isReady) return tell('training', isTraining);
      // Its first state: a reader sees the tag. Before, it may be in no document, and cannot train.
      isReady = true;
      follow('training', followTraining);
    });
    listen('lstm-step', (report) => tell('progress', report));
    listen('lstm-sample', ({ prompt, text }) => tell('sample', prompt + text));
    // The shortcuts of JupyterLab see no field in the tag: its letters would delete the cell.
    el.dataset.lmSuppressShortcuts = 'true';
    el.append(tag);
    return () => {
      end.abort();
      tag.remove();
    };
  },
};
