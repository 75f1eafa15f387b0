import workerUrl from '../worker/main.js?worker&url';

/**
 * Starts the training worker.
 *
 * A browser takes a worker's script from the page's own host only; a tag that was loaded from another host starts it
 * through a script of one line that imports the real one.
 *
 * @returns {Worker}
 */
export function createWorker() {
  const url = new URL(workerUrl, import.meta.url);
  if (url.origin === location.origin) return new Worker(url, { type: 'module' });
  const script = new Blob([`import ${JSON.stringify(url.href)};`], { type: 'text/javascript' });
  return new Worker(URL.createObjectURL(script), { type: 'module' });
}
