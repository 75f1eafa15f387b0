/** The public functions of a wasm module, found by reflection. */

import assert from 'node:assert/strict';

/**
 * The parameters of a function, from its source.
 *
 * @param {Function} act
 */
const parametersOf = (act) =>
  (/\(([^)]*)\)/.exec(String(act))?.[1] ?? '').split(',').flatMap((name) => name.trim() || []);

/**
 * @typedef {object} Target
 * @property {string} name
 * @property {string[]} parameters
 * @property {(args: any[]) => unknown} call
 * @property {Function} [type] the class of a method
 * @property {string} [method]
 */

/**
 * Every public function of a package: its functions, its constructors, and the methods of the
 * objects that `instances` makes for each class.
 *
 * @param {Record<string, any>} pkg
 * @param {Record<string, () => any>} instances
 * @returns {Target[]}
 */
export function targetsOf(pkg, instances) {
  return Object.entries(pkg).flatMap(([name, exported]) => {
    if (name === 'default' || name === 'initSync') return [];
    if (!String(exported).startsWith('class')) {
      const call = (/** @type {any[]} */ args) => exported(...args);
      return [{ name, parameters: parametersOf(exported), call }];
    }
    const instance = instances[name];
    assert.ok(instance, `the test must know how to get a ${name}`);
    const methods = Object.getOwnPropertyNames(exported.prototype).filter(
      (method) => !method.startsWith('__') && method !== 'constructor' && method !== 'free',
    );
    /** @type {Target[]} */
    const targets = methods.map((method) => ({
      ...{ type: exported, method },
      name: `${name}.${method}`,
      parameters: parametersOf(exported.prototype[method]),
      call: (args) => instance()[method](...args),
    }));
    for (const made of Object.getOwnPropertyNames(exported)) {
      const act = exported[made];
      if (made.startsWith('__') || typeof act !== 'function') continue;
      const call = (/** @type {any[]} */ args) => act.apply(exported, args);
      targets.push({ name: `${name}.${made}`, parameters: parametersOf(act), call });
    }
    const source = /constructor(\([^)]*\))/.exec(String(exported))?.[1];
    if (source) {
      const call = (/** @type {any[]} */ args) => new exported(...args);
      targets.push({
        name: `new ${name}`,
        parameters: parametersOf(/** @type {any} */ (source)),
        call,
      });
    }
    return targets;
  });
}
