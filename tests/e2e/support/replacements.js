/** The page in which the text of a tag is replaced, and what is done there. */

import { readdirSync, readFileSync } from 'node:fs';

const folder = new URL('../in-page/', import.meta.url);

/** The page, at /post.html, and its modules. */
export const pages = {
  ...Object.fromEntries(
    readdirSync(folder).map((name) => [`/in-page/${name}`, readFileSync(new URL(name, folder))]),
  ),
  '/post.html': `<!doctype html><html lang="en"><head><title>A post</title>
    <link rel="icon" href="data:," />
    <script type="module" src="/lstm-playground.js"></script>
    <script type="module" src="/in-page/all-replacements.js"></script></head><body></body></html>`,
};

/**
 * The functions of the modules: what each shows, what a call does, and what all calls with the first
 * argument show.
 *
 * @type {Record<string, {title: string, each: (...pair: any[]) => string, all: (first: string) => string}>}
 */
export const KINDS = {
  replace: {
    title: 'a text that is replaced in the middle of anything is the one that is learnt',
    each: (activity, replacement) => `a tag ${replacement} while it ${activity}`,
    all: (activity) =>
      `a text that is replaced while the tag ${activity} is the one that is learnt`,
  },
  callAll: {
    title: 'every promise of the tag is settled, whatever becomes of it',
    each: (fate, isMade) => `a tag ${isMade ? 'with' : 'without'} a model ${fate}`,
    all: (fate) => `every promise of a tag that ${fate} is settled`,
  },
  intrude: {
    title: 'listeners to the events of a tag may do anything to it',
    each: (type, intrusion) => `a listener to ${type} ${intrusion}`,
    all: (type) => `listeners to ${type} may do anything to the tag`,
  },
};

/**
 * The names of what the modules do, read from their code, which runs in a page alone.
 *
 * @returns {Promise<Record<string, string[]>>}
 */
export async function allNames() {
  Object.assign(globalThis, { window: {}, addEventListener() {} });
  return (await import('../in-page/all-replacements.js')).names;
}

/**
 * The arguments for all calls of a function of the modules.
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
