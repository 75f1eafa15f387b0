/**
 * @param {EventTarget} target
 * @param {() => boolean} isTrue
 * @returns {Promise<void>} resolves at a change after which it is true
 */
export function becomes(target, isTrue) {
  return new Promise((resolve) => {
    const check = () => {
      if (!isTrue()) return;
      target.removeEventListener('change', check);
      resolve();
    };
    target.addEventListener('change', check);
    check();
  });
}
