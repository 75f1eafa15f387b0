import { seededIntegers } from '../lib/random.js';

/**
 * The alternatives of each rule, `a|b`, or a function that gives a template. In a template, `<name>`
 * stands for a rule, `{name}` for one whose choice is remembered, and `[a/b]` for a form of a word.
 *
 * @typedef {Record<string, string | (() => string)>} Rules
 */

/** Writes texts by rules, with integer arithmetic: the same text everywhere. */
export class Grammar {
  #next;
  #form;
  /** @type {Map<string, string[] | (() => string)>} */
  #rules = new Map();
  /** @type {Map<string, string>} */
  #remembered = new Map();

  /**
   * @param {number} seed
   * @param {Rules} [rules]
   * @param {(forms: string[]) => string} [form] chooses one of a word's forms
   */
  constructor(seed, rules = {}, form = ([first]) => first) {
    this.#next = seededIntegers(seed);
    this.#form = form;
    for (const [name, rule] of Object.entries(rules)) {
      this.#rules.set(name, typeof rule === 'string' ? rule.split('|') : rule);
    }
  }

  /**
   * A random integer, 0 to `count` - 1.
   *
   * @param {number} count
   */
  below(count) {
    return this.#next() % count;
  }

  /**
   * A random item of a list, or a letter of a text.
   *
   * @template T
   * @param {ArrayLike<T>} list
   */
  any(list) {
    return list[this.below(list.length)];
  }

  /**
   * A text by the rule `name`.
   *
   * @param {string} name
   * @returns {string}
   */
  write(name) {
    const rule = this.#rules.get(name) ?? [];
    return this.fill(typeof rule === 'function' ? rule() : this.any(rule));
  }

  /** Forgets the choices of all rules `{name}`. */
  forget() {
    this.#remembered.clear();
  }

  /**
   * Replaces the rules and the forms in a template.
   *
   * @param {string} template
   * @returns {string}
   */
  fill(template) {
    return template.replace(/<(\w+)>|\{(\w+)\}|\[(.*?)\]/g, (_, name, fixed, forms) => {
      if (name) return this.write(name);
      if (forms) return this.fill(this.#form(forms.split('/')));
      const text = this.#remembered.get(fixed) ?? this.write(fixed);
      this.#remembered.set(fixed, text);
      return text;
    });
  }
}
