import { el } from '../../lib/dom.js';

/**
 * A button that opens a text file.
 *
 * @param {(file: File) => void} onFile
 */
export function fileButton(onFile) {
  const input = el('input', {
    type: 'file',
    accept: 'text/*,.txt,.md,.csv,.json,.js,.py,.rs',
    hidden: true,
    onchange: () => {
      if (input.files?.[0]) onFile(input.files[0]);
      input.value = '';
    },
  });
  const onclick = () => input.click();
  const button = el('button', { type: 'button', class: 'quiet', onclick }, 'Open a file');
  return el('span', {}, input, button);
}

/**
 * Takes files dropped anywhere within an element, so that the browser does not leave the page for
 * them.
 *
 * @param {HTMLElement} root
 * @param {(file: File) => void} onFile
 */
export function acceptDrops(root, onFile) {
  /** @param {boolean} isOver */
  const mark = (isOver) => root.classList.toggle('dropping', isOver);
  root.addEventListener('dragover', (event) => {
    event.preventDefault();
    mark(true);
  });
  root.addEventListener('dragleave', () => mark(false));
  root.addEventListener('drop', (event) => {
    mark(false);
    const file = event.dataTransfer?.files[0];
    if (!file) return; // The text box handles dropped text itself.
    event.preventDefault();
    onFile(file);
  });
}
