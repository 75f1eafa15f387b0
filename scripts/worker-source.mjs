/**
 * A plugin for Vite: `import source from './worker.js?worker&inline&source'` gives the script of a
 * worker as a string. What Vite itself makes of an inlined worker calls `new Worker` with a plain
 * address, which a page with Trusted Types refuses.
 *
 * @type {import('vite').Plugin}
 */
export const workerSource = {
  name: 'worker-source',
  enforce: 'post',
  transform(code, id) {
    if (!id.endsWith('?worker&inline&source')) return undefined;
    const [script] = /^const jsContent = .*;$/m.exec(code) ?? [];
    if (!script) throw new Error('Vite inlines workers in another way: change worker-source.mjs');
    return { code: `${script}\nexport default jsContent;`, map: null };
  },
};
