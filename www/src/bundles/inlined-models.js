/** The model files of lessons within the JavaScript, for bundles that fetch nothing. */

import recall from '../lessons/models/recall.safetensors?packed';
import { unpacked } from './inlined-wasm.js';

/** @type {Record<string, string>} the files by name, gzipped and in base64 */
const files = { recall };

/** @param {string} name */
export const readLessonModel = (name) => unpacked(files[name]);
