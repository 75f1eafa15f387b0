/**
 * Calls a function after some seconds. Time in which the page is frozen does not count: it is one second of
 * the clock here.
 *
 * @param {number} seconds
 * @param {() => void} act
 * @returns {() => void} ends the wait
 */
export function afterSeconds(seconds, act) {
  let passed = 0;
  const end = () => clearInterval(clock);
  const clock = setInterval(() => {
    if (++passed < seconds) return;
    end();
    act();
  }, 1000);
  return end;
}
