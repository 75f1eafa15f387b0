import TrainingWorker from '../worker/main.js?worker&inline';

/**
 * Starts a training worker. Its script is inlined, because browsers load a worker's script only
 * from the page's own host, and a blog may load the playground from another.
 *
 * @param {string} [name] for the browser's tools
 * @returns {Worker}
 */
export const createWorker = (name) => new TrainingWorker({ name });
