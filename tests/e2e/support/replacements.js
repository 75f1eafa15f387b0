/** The page in which the text of a tag is replaced, and what is done there. */

import { readFile } from 'node:fs/promises';

const module = new URL('../in-page/replacements.js', import.meta.url);

/** The page, at /post.html, and its module. */
export const pageOf = async () => ({
  '/replacements.js': await readFile(module),
  '/post.html': `<!doctype html><html lang="en"><head><title>A post</title>
    <link rel="icon" href="data:," />
    <script type="module" src="/lstm-playground.js"></script>
    <script type="module" src="/replacements.js"></script></head><body></body></html>`,
});

/** The functions of the module, and what each shows. */
export const KINDS = {
  replace: 'a text that is replaced in the middle of anything is the one that is learnt',
  callAll: 'every promise of the tag is settled, whatever becomes of it',
  intrude: 'listeners to the events of a tag may do anything to it',
};

/**
 * The names of what the module does, read from its code, which runs in a page alone.
 *
 * @returns {Promise<Record<string, string[]>>}
 */
export async function allNames() {
  Object.assign(globalThis, { window: {}, addEventListener() {} });
  return (await import(module.href)).names;
}

/**
 * The arguments for all calls of a function of the module.
 *
 * @param {string} kind a key of `KINDS`
 * @param {Record<string, string[]>} names
 * @param {number} share one of this many of the pairs
 * @returns {[string, unknown][]}
 */
export function pairsOf(kind, names, share) {
  /** @type {Record<string, [string[], unknown[]]>} */
  const all = {
    replace: [names.activities, names.replacements],
    callAll: [names.fates, [true, false]],
    intrude: [names.events, names.intrusions],
  };
  const [first, second] = all[kind];
  return first.flatMap((one, i) =>
    second
      .filter((_, j) => (i + j) % share === 0)
      .map((other) => /** @type {[string, unknown]} */ ([one, other])),
  );
}
