/** The benchmark page: shows the results of worker/bench.js, and puts them into `window.benchResult` for scripts. */

/**
 * @typedef {import('./worker/bench.js').Speed} Speed
 * @typedef {import('./worker/bench.js').Result} Result
 */

const rounds = /** @type {HTMLTableSectionElement} */ (document.getElementById('rounds'));
const result = /** @type {HTMLElement} */ (document.getElementById('result'));

/** @param {number} value */
const whole = (value) => Math.round(value).toLocaleString('en');
/** @param {number} value */
const tenths = (value) => value.toFixed(1);
/** @param {number} value */
const percent = (value) => `${Math.round(100 * value)} %`;

/** @param {Speed} speed */
function addRound({ charsPerSecond, gflops, peakGflops, share }) {
  const row = rounds.insertRow();
  const cells = [whole(charsPerSecond), tenths(gflops), tenths(peakGflops), percent(share)];
  for (const text of [String(rounds.rows.length), ...cells]) row.insertCell().textContent = text;
}

/** @param {Result} result */
function describe({ charsPerSecond, gflops, peakGflops, share }) {
  const { least, greatest } = charsPerSecond;
  return (
    `${whole(charsPerSecond.median)} characters a second, the median of ${rounds.rows.length} ` +
    `rounds (${whole(least)} to ${whole(greatest)}). That is ${tenths(gflops.median)} of ` +
    `${tenths(peakGflops.median)} GFLOP/s, ${percent(share.median)} of the peak ` +
    `(${percent(share.least)} to ${percent(share.greatest)}).`
  );
}

const worker = new Worker(new URL('./worker/bench.js', import.meta.url), { type: 'module' });
worker.addEventListener('message', ({ data }) => {
  if (data.round) addRound(data.round);
  if (!data.result) return;
  result.textContent = describe(data.result);
  Object.assign(window, { benchResult: data.result });
});
worker.addEventListener('error', ({ message }) => {
  result.textContent = `The benchmark stopped: ${message || 'its worker could not be started'}`;
});
