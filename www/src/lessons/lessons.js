/** The lessons in their order. */

import { forgetGate } from './forget-gate.js';

/** @type {import('./lesson.js').Lesson[]} */
export const lessons = [forgetGate];

/** @param {string | null} id */
export const lessonOf = (id) => lessons.find((lesson) => lesson.id === id);
