/**
 * Follows the size of an element. Where an answer to it may change the size again, a browser reports an
 * error: so what comes with an answer is looked at in the next frame.
 *
 * @param {Element} element
 * @param {(size: DOMRectReadOnly) => boolean} answer returns true where it has changed something
 * @returns {() => void} ends it
 */
export function onResize(element, answer) {
  let frame = 0;
  const observer = new ResizeObserver(([{ contentRect }]) => {
    if (!answer(contentRect)) return;
    observer.disconnect();
    frame = requestAnimationFrame(() => observer.observe(element));
  });
  observer.observe(element);
  return () => {
    cancelAnimationFrame(frame);
    observer.disconnect();
  };
}
