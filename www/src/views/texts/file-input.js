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
    event.preventDefault();
    mark(areWanted());
    if (event.dataTransfer && !areWanted()) event.dataTransfer.dropEffect = 'none';
  });
  root.addEventListener('dragleave', () => mark(false));
  root.addEventListener('drop', async (event) => {
    mark(false);
    const { files, items } = event.dataTransfer ?? {};
    if (!files?.length) return; // The text box handles dropped text itself.
    event.preventDefault();
    if (!areWanted()) return;
    const single = [...files].map((file) => ({ name: file.name, file }));
    // At once: after the event its items are gone.
    const entries = [...(items ?? [])].map((item) => item.webkitGetAsEntry?.());
    const found = entries.some((entry) => entry?.isDirectory) ? await filesIn(entries) : single;
    if (found.length > 0) onFiles(found);
  });
}

/**
 * The files of folders, in all depths, but for hidden ones.
 *
 * @param {(FileSystemEntry | null | undefined)[]} entries
 * @returns {Promise<NamedFile[]>}
 */
async function filesIn(entries) {
  /** @type {NamedFile[]} */
  const found = [];
  for (const entry of entries) {
    if (!entry || entry.name.startsWith('.')) continue;
    if (entry.isDirectory)
      found.push(...(await filesIn(await childrenOf(/** @type {any} */ (entry)))));
    else found.push(await fileOf(/** @type {any} */ (entry)));
  }
  return found;
}

/**
 * @param {FileSystemFileEntry} entry
 * @returns {Promise<NamedFile>} an unreadable file stays one that cannot be read
 */
const fileOf = (entry) =>
  new Promise((resolve) => {
    const name = entry.fullPath.replace(/^\//, '');
    entry.file(
      (file) => resolve({ name, file }),
      () => resolve({ name, file: undefined }),
    );
  });

/**
 * @param {FileSystemDirectoryEntry} folder
 * @returns {Promise<FileSystemEntry[]>}
 */
async function childrenOf(folder) {
  const reader = folder.createReader();
  const children = [];
  for (;;) {
    // A reader gives at most 100 at a time.
    const some = await new Promise((resolve) => reader.readEntries(resolve, () => resolve([])));
    if (some.length === 0) return children;
    children.push(...some);
  }
}
