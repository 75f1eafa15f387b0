/**
 * Calls a function after some seconds. A tick that is late counts as a third of them at most: the page may
 * have been frozen, in which time nothing could come, or hidden, where a browser ticks once a minute.
 *
 * @param {number} seconds
 * @param {() => void} act
 * @returns {() => void} ends the wait
 */
export function afterSeconds(seconds, act) {
  let passed = 0;
  let last = performance.now();
  const end = () => clearInterval(clock);
  const clock = setInterval(() => {
    const now = performance.now();
    passed += Math.min(Math.max(1, (now - last) / 1000), seconds / 3);
    last = now;
    if (passed < seconds) return;
    end();
    act();
  }, 1000);
  return end;
}
