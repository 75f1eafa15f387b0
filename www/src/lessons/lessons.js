/** The lessons in their order. */

import { betterModels } from './better-models.js';
import { bits } from './bits.js';
import { byHeart } from './by-heart.js';
import { explodingGradient } from './exploding-gradient.js';
import { forgetGate } from './forget-gate.js';
import { fourGates } from './four-gates.js';
import { gate } from './gate.js';
import { inputGate } from './input-gate.js';
import { labelling } from './labelling.js';
import { largerNetwork } from './larger-network.js';
import { longTerm } from './long-term.js';
import { outputGate } from './output-gate.js';
import { peepholes } from './peepholes.js';
import { translation } from './translation.js';
import { vanishingGradient } from './vanishing-gradient.js';

/** The ids of the lessons by their numbers, from 1. */
const IDS = [
  ...['gate', 'input-gate', 'forget-gate', 'output-gate', 'long-term'],
  ...['vanishing-gradient', 'peepholes', 'four-gates', 'by-heart', 'better-models'],
  ...['translation', 'labelling', 'larger-network', 'exploding-gradient', 'bits'],
];

/** Their number. */
export const total = IDS.length;

/** @param {string} id */
export const numberOf = (id) => IDS.indexOf(id) + 1;

/** @type {import('./lesson.js').Lesson[]} */
export const lessons = [
  ...[gate, inputGate, forgetGate, outputGate, longTerm],
  ...[vanishingGradient, peepholes, fourGates, byHeart, betterModels],
  ...[translation, labelling, largerNetwork, explodingGradient, bits],
];

/** @param {string | null} id */
export const lessonOf = (id) => lessons.find((lesson) => lesson.id === id);
