/**
 * Makes what the lessons have before a reader runs them: their models, their figures, their pictures in
 * the pages. `npm test` compares them. Arguments are the ids of the lessons to be made, by default all.
 */

import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { format, resolveConfig } from 'prettier';
import { lessons } from '../www/src/lessons/lessons.js';
import { writeLessonPages } from './lessons/pages.mjs';
import { makeModel, modelNames, modelFile, runLesson } from '../tests/www/support/lesson-lab.js';

const FIGURES = new URL('../www/src/lessons/figures.json', import.meta.url);

mkdirSync(new URL('.', modelFile('any')), { recursive: true });
for (const name of modelNames) {
  const file = await makeModel(name);
  writeFileSync(modelFile(name), new Uint8Array(file));
  console.log(`model ${name}: ${file.byteLength} bytes`);
}

const wanted = process.argv.slice(2);
/** @type {Record<string, Awaited<ReturnType<typeof runLesson>>>} */
const before = JSON.parse(readFileSync(FIGURES, 'utf8'));
/** @type {typeof before} */
const figures = {};
for (const { id } of lessons) {
  figures[id] = before[id];
  if (wanted.length > 0 && !wanted.includes(id)) continue;
  const start = performance.now();
  figures[id] = await runLesson(id);
  console.log(`${figures[id].line}; ${((performance.now() - start) / 1000).toFixed(1)} s`);
}
const options = await resolveConfig(FIGURES);
const json = await format(JSON.stringify(figures), { ...options, parser: 'json' });
writeFileSync(FIGURES, json);
await writeLessonPages();
