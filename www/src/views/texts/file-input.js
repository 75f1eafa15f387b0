import { el } from '../../lib/dom.js';

/** @typedef {import('../../texts/text-files.js').NamedFile} NamedFile */

/**
 * A button that opens files.
 *
 * @param {(files: NamedFile[]) => void} onFiles
 */
export function fileButton(onFiles) {
  const input = el('input', {
    type: 'file',
    multiple: true,
    hidden: true,
    onchange: () => {
      onFiles([...(input.files ?? [])].map((file) => ({ name: file.name, file })));
      input.value = '';
    },
  });
  const onclick = () => input.click();
  const button = el('button', { type: 'button', class: 'quiet', onclick }, 'Open files');
  return el('span', { 'data-control': 'files' }, input, button);
}

/**
 * Takes files and folders dropped anywhere within an element, so that the browser does not leave
 * the page for them.
 *
 * @param {HTMLElement} root
 * @param {(files: NamedFile[]) => void} onFiles
 * @param {() => boolean} areWanted false where they are dropped in vain
 */
export function acceptDrops(root, onFiles, areWanted) {
  /** @param {boolean} isOver */
  const mark = (isOver) => root.classList.toggle('dropping', isOver);
  root.addEventListener('dragover', (event) => {
    const { dataTransfer } = event;
    // The text box takes dropped text itself, unless this event is prevented.
    if (!dataTransfer?.types.includes('Files')) return;
    event.preventDefault();
    mark(areWanted());
    if (!areWanted()) dataTransfer.dropEffect = 'none';
  });
  root.addEventListener('dragleave', () => mark(false));
  root.addEventListener('drop', async (event) => {
    mark(false);
    const { files, items } = event.dataTransfer ?? {};
    if (!files?.length) return;
    event.preventDefault();
    if (!areWanted()) return;
    const single = [...files].map((file) => ({ name: file.name, file }));
    // At once: after the event its items are gone.
    const entries = [...(items ?? [])].map((item) => item.webkitGetAsEntry?.());
    if (!entries.some((entry) => entry?.isDirectory)) return onFiles(single);
    const code = await import('../../texts/folder-files.js').catch(() => undefined);
    // Without the code, a folder counts as a file that cannot be read.
    const found = code ? await code.filesIn(entries) : single;
    if (found.length > 0) onFiles(found);
  });
}
