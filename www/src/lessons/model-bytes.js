/** Reads the model files of lessons; `bundles/inlined-models.js` takes its place where nothing may be fetched. */

import recall from './models/recall.safetensors?url';

/** @type {Record<string, string>} the addresses by name */
const addresses = { recall };

/**
 * @param {string} name
 * @returns {Promise<ArrayBuffer>}
 */
export async function readLessonModel(name) {
  const response = await fetch(new URL(addresses[name], import.meta.url)).catch(() => undefined);
  if (response?.ok) return response.arrayBuffer();
  throw new Error(
    'The trained network could not be loaded: the network may be down. Press Show me again.',
  );
}
