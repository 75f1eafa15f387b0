/** Large texts, and what a page does with them. */

/** Installs `large` in the window; runs in the page before its own scripts. */
export function installLarge() {
  const wait = (/** @type {number} */ ms) => new Promise((resolve) => setTimeout(resolve, ms));

  /**
   * Waits for a condition.
   *
   * @param {() => unknown} isTrue
   * @param {number} [patience] milliseconds
   * @returns {Promise<number>} milliseconds until it was true
   */
  const until = async (isTrue, patience = 50_000) => {
    const start = performance.now();
    while (!isTrue()) {
      if (performance.now() - start > patience)
        throw new Error(`not within ${patience} ms: ${isTrue}`);
      await wait(5);
    }
    return performance.now() - start;
  };

  const newRandom = () => {
    let state = 1;
    return () => {
      state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
      return state / 2 ** 32;
    };
  };

  /**
   * Words in sentences, the same on every machine.
   *
   * @param {number} chars
   * @returns {string}
   */
  const words = (chars) => {
    const random = newRandom();
    const parts = 'ka te mi lo su ra ne po di fu la ve ri tho sha em'.split(' ');
    const known = Array.from({ length: 3000 }, () =>
      Array.from({ length: 1 + Math.floor(3 * random()) }, () => parts[Math.floor(16 * random())]),
    ).map((word) => word.join(''));
    const all = [];
    for (let length = 0; length < chars;) {
      const word = known[Math.floor(3000 * random() ** 2)] + (random() < 0.1 ? '.\n' : ' ');
      all.push(word);
      length += word.length;
    }
    return all.join('').slice(0, chars);
  };

  /**
   * Lines of five or seven Chinese characters; the n-th has a frequency of about 1 / (n + 10).
   *
   * @param {number} chars
   * @param {number} distinct
   * @returns {string}
   */
  const ideograms = (chars, distinct) => {
    const random = newRandom();
    const others = distinct - 1; // without the line break
    let text = '';
    for (let at = 0; at < chars;) {
      const length = random() < 0.5 ? 5 : 7;
      for (let i = 0; i < length; i++, at++) {
        // Every character once, in order, between the random ones.
        const isNext = at % 16 === 0 && at / 16 < others;
        const rank = isNext ? at / 16 : Math.floor(10 * ((others / 10 + 1) ** random() - 1));
        text += String.fromCharCode(0x4e00 + ((rank * 2377) % others));
      }
      text += '\n';
      at++;
    }
    return text.slice(0, chars);
  };

  /**
   * Watches the main thread: where a task takes longer than 10 ms, a timer is late.
   *
   * @returns {() => number} milliseconds of the longest task since the last call, from 0
   */
  const watch = () => {
    let longest = 0;
    let last = performance.now();
    const look = () => {
      const now = performance.now();
      longest = Math.max(longest, now - last - 10);
      last = now;
    };
    setInterval(look, 10);
    return () => {
      look();
      return [longest, (longest = 0)][0];
    };
  };

  Object.assign(window, { large: { wait, until, words, ideograms, watch } });
}
