/** The benchmark page: shows the results of worker/bench.js, and puts them into `window.benchResult` for scripts. */

import { loadWasm } from './runs/create-worker.js';

/** @typedef {{charsPerSecond: number, gflops: number, peakGflops: number, share: number}} Speed */

const rounds = /** @type {HTMLElement} */ (document.getElementById('rounds'));
const result = /** @type {HTMLElement} */ (document.getElementById('result'));

/** @param {Speed} speed */
function describe({ charsPerSecond, gflops, peakGflops, share }) {
  const speed = Math.round(charsPerSecond).toLocaleString('en');
  const percent = Math.round(100 * share);
  return `${speed} characters a second: ${gflops.toFixed(1)} of ${peakGflops.toFixed(1)} GFLOP/s, ${percent} %`;
}

const worker = new Worker(new URL('./worker/bench.js', import.meta.url), { type: 'module' });
worker.addEventListener('message', ({ data }) => {
  if (data.round) rounds.append(`${describe(data.round)}\n`);
  if (!data.median) return;
  result.textContent = `Median: ${describe(data.median)}`;
  Object.assign(window, { benchResult: data.median });
});
worker.addEventListener('error', ({ message }) => {
  result.textContent = `The benchmark stopped: ${message || 'its worker could not be started'}`;
});
worker.postMessage(await loadWasm());
