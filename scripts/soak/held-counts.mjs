/**
 * Counts of what a page holds until it gives it back: listeners, timers, frames, observations. The
 * functions run in the page before its own scripts, after those of `worker-counts.mjs`.
 */

/** Counts the listeners of what lasts as long as the page; those of elements end with them. */
function installListenerCounts() {
  let listeners = 0;
  const lasts = (/** @type {unknown} */ target) =>
    target === window ||
    target === document ||
    target instanceof MediaQueryList ||
    target instanceof VisualViewport;
  /** @type {WeakMap<object, WeakMap<object, Set<string>>>} the registered types by target and listener */
  const registered = new WeakMap();
  /** @param {object} target @param {object} listener */
  const typesOf = (target, listener) => {
    const byListener = registered.get(target) ?? new WeakMap();
    registered.set(target, byListener);
    const types = byListener.get(listener) ?? new Set();
    byListener.set(listener, types);
    return types;
  };
  /** @param {string} type @param {boolean | EventListenerOptions | undefined} options */
  const keyOf = (type, options) =>
    `${type} ${Boolean(typeof options === 'object' ? options.capture : options)}`;
  const { addEventListener, removeEventListener } = EventTarget.prototype;

  EventTarget.prototype.addEventListener = function (type, listener, options) {
    const target = this ?? window;
    addEventListener.call(target, type, listener, options);
    if (!listener || !lasts(target)) return;
    const { once, signal } = /** @type {AddEventListenerOptions} */ (Object(options));
    const types = typesOf(target, listener);
    const key = keyOf(type, options);
    if (types.has(key) || signal?.aborted) return;
    types.add(key);
    listeners++;
    const end = () => {
      if (types.delete(key)) listeners--;
    };
    if (once) addEventListener.call(target, type, end, options);
    if (signal) addEventListener.call(signal, 'abort', end, { once: true });
  };
  EventTarget.prototype.removeEventListener = function (type, listener, options) {
    const target = this ?? window;
    removeEventListener.call(target, type, listener, options);
    if (!listener || !lasts(target)) return;
    if (typesOf(target, listener).delete(keyOf(type, options))) listeners--;
  };
  /** @type {any} */ (window).soak.counts.push(() => ({ listeners }));
}

/** Counts timers and frames that are due. */
function installTimerCounts() {
  const intervals = new Set();
  /** @type {Map<unknown, unknown>[]} the milliseconds by id */
  const [timeouts, frames] = [new Map(), new Map()];
  const page = /** @type {any} */ (window);
  const { setInterval, clearInterval, setTimeout, clearTimeout } = page;
  const { requestAnimationFrame, cancelAnimationFrame } = page;
  /**
   * A function that schedules a call, which leaves the map when it is made.
   *
   * @param {Map<unknown, unknown>} due
   * @param {(...args: any[]) => number} schedule
   */
  const noted =
    (due, schedule) =>
    (/** @type {(...args: any[]) => void} */ run, /** @type {any[]} */ ...rest) => {
      const id = schedule.call(
        window,
        (/** @type {any[]} */ ...args) => {
          due.delete(id);
          run(...args);
        },
        ...rest,
      );
      due.set(id, rest[0]);
      return id;
    };
  const clear = (/** @type {number} */ id) => {
    intervals.delete(id);
    timeouts.delete(id);
    clearInterval.call(window, id);
    clearTimeout.call(window, id);
  };
  Object.assign(window, {
    clearInterval: clear,
    clearTimeout: clear,
    setTimeout: noted(timeouts, setTimeout),
    requestAnimationFrame: noted(frames, requestAnimationFrame),
    setInterval(/** @type {any[]} */ ...args) {
      const id = setInterval.apply(window, args);
      intervals.add(id);
      return id;
    },
    cancelAnimationFrame(/** @type {number} */ id) {
      frames.delete(id);
      cancelAnimationFrame.call(window, id);
    },
  });
  page.soak.setTimeout = setTimeout.bind(window);
  /** @param {number | null} drivers milliseconds of a timer of the driver's, which does not count */
  const count = (drivers) => ({
    intervals: intervals.size,
    timeouts: timeouts.size - Number([...timeouts.values()].includes(drivers)),
    frames: frames.size,
  });
  page.soak.counts.push(count);
}

/** Counts the observed elements; an element that has left the document ends its observation. */
function installObserverCounts() {
  const page = /** @type {any} */ (window);
  /** @type {Set<WeakRef<{targets: Set<WeakRef<Node>>}>>} */
  const observers = new Set();
  for (const name of ['ResizeObserver', 'IntersectionObserver', 'MutationObserver']) {
    page[name] = class extends page[name] {
      /** @type {Set<WeakRef<Node>>} */
      targets = new Set();

      /** @param {any[]} args */
      constructor(...args) {
        super(...args);
        observers.add(new WeakRef(this));
      }

      /** @param {Node} target @param {any[]} rest */
      observe(target, ...rest) {
        super.observe(target, ...rest);
        this.forget(target);
        this.targets.add(new WeakRef(target));
      }

      /** @param {Node} target */
      unobserve(target) {
        super.unobserve(target);
        this.forget(target);
      }

      disconnect() {
        super.disconnect();
        this.targets.clear();
      }

      /** @param {Node} target */
      forget(target) {
        for (const ref of this.targets) if (ref.deref() === target) this.targets.delete(ref);
      }
    };
  }
  page.soak.counts.push(() => {
    let observations = 0;
    for (const ref of observers) {
      const observer = ref.deref();
      if (!observer) observers.delete(ref);
      for (const target of observer?.targets ?? []) {
        if (target.deref()?.isConnected) observations++;
      }
    }
    return { observations };
  });
}

/** The script for the head of a page. */
export const heldCounting = [installListenerCounts, installTimerCounts, installObserverCounts]
  .map((install) => `(${install})();`)
  .join('\n');
