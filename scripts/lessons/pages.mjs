// The pages about lessons: what the lessons have found is inserted between their marks. Run as a program,
// it writes them without running a lesson.

import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { format, resolveConfig } from 'prettier';
import { lessons, numberOf } from '../../www/src/lessons/lessons.js';
import { fill, formatFigure } from '../../www/src/lessons/lesson-text.js';
import { drawPicture } from '../../www/src/lessons/picture.js';
import { markupOf } from '../../www/src/lib/picture.js';

/**
 * @typedef {import('../../www/src/lessons/lesson.js').Lesson} Lesson
 * @typedef {import('../../www/src/lessons/lesson-text.js').LessonStrings} LessonStrings
 *
 * @typedef {object} Outcome of a lesson with its own settings, as figures.json has it
 * @property {import('../../www/src/lessons/lesson.js').Figures} figures
 * @property {boolean} verdict
 * @property {string} line to copy
 *
 * @typedef {object} Told a lesson with its outcome, ready for a page
 * @property {Lesson} lesson
 * @property {number} number
 * @property {LessonStrings} strings
 * @property {string} result the verdict in words
 * @property {string} line to copy
 * @property {string} drawing SVG
 */

const root = join(import.meta.dirname, '../..');

/** The pages that have something of lessons, by their paths in the repository. */
export const paths = ['www/learn.html', 'www/teach.html', 'docs/claims.md'];

/**
 * The time of a lesson in class, with its questions, and what it builds on.
 *
 * @type {Record<string, {minutes: number, after?: string}>}
 */
const teaching = {
  gate: { minutes: 15 },
  'input-gate': { minutes: 10, after: 'gate' },
  'forget-gate': { minutes: 15, after: 'gate' },
  'output-gate': { minutes: 10, after: 'gate' },
  'long-term': { minutes: 15 },
  'vanishing-gradient': { minutes: 20, after: 'long-term' },
  peepholes: { minutes: 15, after: 'output-gate' },
  'four-gates': { minutes: 15, after: 'forget-gate' },
  'by-heart': { minutes: 15 },
  'better-models': { minutes: 20, after: 'by-heart' },
  translation: { minutes: 15 },
  labelling: { minutes: 15 },
  'larger-network': { minutes: 15, after: 'by-heart' },
  'exploding-gradient': { minutes: 15, after: 'vanishing-gradient' },
  bits: { minutes: 10 },
};

/**
 * The common claim about LSTMs that each lesson puts to the test.
 *
 * @type {Record<string, string>}
 */
const common = {
  gate: 'A gate is a number from 0 to 1.',
  'input-gate': 'The input gate decides what enters the memory.',
  'forget-gate': 'The forget gate decides what stays in the memory.',
  'output-gate': 'The output gate decides what is shown of the memory.',
  'long-term': 'A plain recurrent network forgets over long distances, an LSTM remembers.',
  'vanishing-gradient': 'In a plain recurrent network gradients vanish, in an LSTM they do not.',
  peepholes: 'Peepholes let the gates see the memory.',
  'four-gates': 'An LSTM has the gates Learn, Forget, Remember and Use.',
  'by-heart': 'A network can learn its text by heart.',
  'better-models': 'With the right settings the same network makes a better model.',
  translation: 'Recurrent networks translate.',
  labelling: 'Recurrent networks recognise speech and handwriting.',
  'larger-network': 'A larger network learns more.',
  'exploding-gradient': 'Gradients can explode, and clipping helps.',
  bits: 'Recurrent networks model language.',
};

/** The files of tests that run lessons, and the numbers of the first and the last of them. */
const TESTED = readdirSync(join(root, 'tests/www'), { withFileTypes: true })
  .filter(({ name }) => name.endsWith('.test.js'))
  .flatMap(({ name }) => {
    const text = readFileSync(join(root, 'tests/www', name), 'utf8');
    const [, first, last] = /^testLessons\((\d+), (\d+)\);$/m.exec(text) ?? [];
    return first ? [{ name, first: Number(first), last: Number(last) }] : [];
  });

/**
 * The file of the test of a lesson's verdict, as a link of `docs/claims.md`.
 *
 * @param {number} number of the lesson
 */
function testOf(number) {
  const tested = TESTED.find(({ first, last }) => first <= number && number <= last);
  if (!tested) throw new Error(`no file in tests/www has testLessons for lesson ${number}`);
  return `[\`${tested.name}\`](../tests/www/${tested.name})`;
}

/** @type {Record<string, string>} */
const ENTITIES = { '&': '&amp;', '<': '&lt;', '>': '&gt;' };
/** A text of a page, in HTML or in Markdown. */
const html = (/** @type {string} */ text) => text.replaceAll(/[&<>]/g, (char) => ENTITIES[char]);

/**
 * @param {Record<string, Outcome>} outcomes by the lesson's id
 * @param {import('../../www/src/lessons/lesson-text.js').Strings} strings
 * @returns {Map<string, Told>}
 */
function tell(outcomes, strings) {
  return new Map(
    lessons.map((lesson) => {
      const { id } = lesson;
      const { figures, verdict, line } = outcomes[id];
      const words = strings.lessons[id];
      const came = verdict ? 'It comes true.' : 'It does not come true.';
      const told = {
        lesson,
        number: numberOf(id),
        strings: words,
        result: `${came} ${fill(verdict ? words.holds : words.fails, figures, lesson)}`,
        line,
        drawing: markupOf(
          drawPicture(lesson.picture(figures), {
            ...words.picture,
            written: (value, format) => formatFigure(value, format),
          }),
        ),
      };
      return [id, told];
    }),
  );
}

const alone = (/** @type {string} */ id) => `./index.html#lesson=${id}`;
const inOneFile = (/** @type {string} */ id) => `./playground.html#lesson=${id}`;

/** @type {Record<string, (told: Told) => string>} */
const blocks = {
  /** In the article: the result, and the tag that comes to it again; by its panels it knows its height. */
  lesson: (told) => `${resultOf(told)}
    <lstm-playground lesson="${told.lesson.id}" panels="${told.lesson.panels}">
      <p>In a browser that runs scripts, the experiment itself stands here.</p>
      <p class="from-disk">
        Opened from a disk, this page cannot load its parts. Open
        <a href="${inOneFile(told.lesson.id)}">the experiment in playground.html</a> instead.
      </p>
    </lstm-playground>`,
  /** In the article: the result, and a link to the experiment. */
  link: (told) => `${resultOf(told)}
    <p class="alone">
      <a href="${alone(told.lesson.id)}">Do this experiment</a>
      <span class="from-disk">
        (<a href="${inOneFile(told.lesson.id)}">from the copy on this disk</a>)
      </span>
    </p>`,
  /** For a class: what to expect. */
  class: ({ lesson: { id }, number, strings, result, line }) => `
    <h2 id="${id}">${number}. ${html(strings.title)}</h2>
    <p>${html(strings.claim)}</p>
    <p>${html(result)}</p>
    <pre>${html(line)}</pre>
    <p>
      Open it <a href="./learn.html#${id}">in the article</a>, <a href="${alone(id)}">by itself</a>
      or <a href="${inOneFile(id)}">in one file</a>; from a disk, only the last works.
    </p>`,
};

/** @param {Told} told */
const resultOf = ({ lesson: { id }, number, strings, result, drawing }) => `
    <section class="lesson" id="${id}" aria-label="Lesson ${number}: what came out">
      <p><strong>Lesson ${number}, the claim:</strong> ${html(strings.claim)}</p>
      <figure>${drawing}<figcaption>${html(strings.picture.caption)}</figcaption></figure>
      <p>${html(result)}</p>
    </section>`;

/** @type {Record<string, (all: Map<string, Told>) => string>} */
const tables = {
  /** For a class: all lessons at a glance. */
  lessons: (all) => {
    const rows = [...all.values()].map(({ lesson: { id }, number, strings }) => {
      const { minutes, after } = teaching[id];
      const before = after ? `lesson ${numberOf(after)}` : 'nothing';
      return `<tr><td>${number}</td><td><a href="#${id}">${html(strings.title)}</a></td>
        <td>${minutes}</td><td>${before}</td></tr>`;
    });
    return `<table>
      <thead><tr><th scope="col">No.</th><th scope="col">Lesson</th><th scope="col">Minutes</th>
        <th scope="col">Needs</th></tr></thead>
      <tbody>${rows.join('')}</tbody></table>`;
  },
  /** In Markdown: every claim and the test of it. */
  claims: (all) => {
    const cell = (/** @type {string} */ text) => html(text).replaceAll('|', '\\|');
    const rows = [...all.values()].map(({ lesson: { id }, number, strings, result }) =>
      [
        ...['', number, cell(common[id]), `\`${id}\``, cell(strings.claim), cell(result)],
        ...[testOf(number), ''],
      ].join('|'),
    );
    const head = [
      '| | what is told | lesson | its claim | what came out | test |',
      '| --- | --- | --- | --- | --- | --- |',
    ];
    return ['', ...head, ...rows, ''].join('\n');
  },
};

/** A mark, what stands between it and its end, and the end: `<!-- lesson: gate -->`. */
const MARK = /(<!-- (\w+): ([\w-]+) -->).*?(<!-- \/\2 -->)/gs;
/** A figure within a sentence. */
const FIGURE = /(<span\s+data-figure="([\w-]+)\.(\w+)"\s*>)[^<]*(<\/span\s*>)/g;

/**
 * Inserts into a page.
 *
 * @param {string} page HTML or Markdown
 * @param {Record<string, Outcome>} outcomes
 * @param {import('../../www/src/lessons/lesson-text.js').Strings} strings
 */
export function withOutcomes(page, outcomes, strings) {
  const all = tell(outcomes, strings);
  /** @param {string} id */
  const toldOf = (id) => {
    const told = all.get(id);
    if (told) return told;
    throw new Error(`a lesson must be one of ${[...all.keys()].join(', ')}; got ${id}`);
  };
  return page
    .replaceAll(MARK, (_, start, kind, name, end) => {
      const inserted = kind === 'table' ? tables[name]?.(all) : blocks[kind]?.(toldOf(name));
      if (inserted === undefined) throw new Error(`nothing is known to insert at ${start}`);
      return `${start}${inserted}${end}`;
    })
    .replaceAll(FIGURE, (_, start, id, name, end) => {
      const { lesson } = toldOf(id);
      const value = outcomes[id].figures[name];
      if (value === undefined) throw new Error(`${id} has no figure ${name}`);
      return `${start}${html(formatFigure(value, lesson.figures[name]))}${end}`;
    });
}

/**
 * @param {string} path
 * @param {Record<string, Outcome>} outcomes
 * @param {import('../../www/src/lessons/lesson-text.js').Strings} strings
 * @returns {Promise<{found: string, wanted: string}>} the page as it is, and as it should be
 */
export async function lessonPage(path, outcomes, strings) {
  const file = join(root, path);
  const found = readFileSync(file, 'utf8');
  const options = { ...(await resolveConfig(file)), filepath: file };
  return { found, wanted: await format(withOutcomes(found, outcomes, strings), options) };
}

/** Writes the pages, from the outcomes and the sentences in their files. */
export async function writeLessonPages() {
  const read = (/** @type {string} */ name) =>
    JSON.parse(readFileSync(join(root, 'www/src/lessons', name), 'utf8'));
  for (const path of paths) {
    const { found, wanted } = await lessonPage(path, read('figures.json'), read('strings/en.json'));
    if (found === wanted) continue;
    writeFileSync(join(root, path), wanted);
    console.log(`${path} is written`);
  }
}

if (import.meta.filename === process.argv[1]) await writeLessonPages();
