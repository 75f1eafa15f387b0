/** The files of folders that are dropped. */

/** @typedef {import('./text-files.js').NamedFile} NamedFile */

/**
 * The files of folders, in all depths, but for hidden ones.
 *
 * @param {(FileSystemEntry | null | undefined)[]} entries
 * @returns {Promise<NamedFile[]>}
 */
export async function filesIn(entries) {
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
