/**
 * Work that a worker cannot interrupt. Before a piece that may take long, it tells the page how long it
 * may be silent, so that the page notices early when a worker is dead, and never takes a busy one for
 * dead.
 */

import { USUAL_SILENCE } from '../lib/heartbeat-monitor.js';

/** The useful operations in a ms of a slow machine; nearly every machine is faster. */
const SLOW = 0.5e6;
/** The ms that it takes to make the code run, while other programs have the processors. */
const SLOW_CODE = 10_000;
/** The characters of a text that it takes in in a ms, and an eighth of the weights that it makes. */
const SLOW_CHARS = 200;
const SLOW_WEIGHTS = 100;
/** An eighth of the weights that it updates or copies in a ms. */
const SLOW_PASS = 400;
/** A piece may take this many times as long as others before it: the processors may be busy. */
const PATIENCE = 10;
/** The share of a slow moment that is remembered after a faster piece. */
const MEMORY = 0.9;
/**
 * The characters that a gradient check reads in one go: two passes over 32 characters in f64, and
 * three times as much for its gradients.
 */
const CHECKED_CHARS = 6 * 32 * 2;

/**
 * @typedef {object} Sizes of a model
 * @property {number} hiddenSize
 * @property {number} numLayers
 * @property {number} batchSize
 * @property {number} seqLen
 */

/**
 * @typedef {'shard' | 'check' | 'reach' | 'pass'} Kind of piece: a shard of a step, a portion of a
 *   gradient check, the gradient reach through a letter, an update or a copy of all weights
 */

class LongWork {
  /**
   * Sends the page a number of milliseconds.
   *
   * @type {(silence: number) => void}
   */
  tell = () => {};
  /**
   * Milliseconds of a piece on a slow machine.
   *
   * @type {Record<Kind, number>}
   */
  #slow = { shard: 0, check: 0, reach: 0, pass: 0 };
  /**
   * Milliseconds of a piece here, once it is known.
   *
   * @type {Partial<Record<Kind, number>>}
   */
  #measured = {};

  /**
   * Announces the making of a model.
   *
   * @param {Partial<Sizes>} sizes
   * @param {number} chars of the text
   */
  create({ hiddenSize = 0, numLayers = 0 }, chars) {
    this.tell(SLOW_CODE + chars / SLOW_CHARS + (hiddenSize ** 2 * numLayers) / SLOW_WEIGHTS);
  }

  /**
   * Takes note of the model.
   *
   * @param {Sizes} sizes
   * @param {number} distinctChars
   * @param {number} shards of a step
   */
  begin({ hiddenSize, numLayers, batchSize, seqLen }, distinctChars, shards) {
    const forward = 8 * hiddenSize ** 2 * (2 * numLayers - 1) + 2 * distinctChars * hiddenSize;
    // A training step is a forward pass and a backward pass of twice the work.
    const reach = (3 * forward) / SLOW;
    const pass = (hiddenSize ** 2 * numLayers) / SLOW_PASS;
    // A shard of few letters reads the weights for each of them.
    const shard = Math.max(pass, (reach * batchSize * seqLen) / shards);
    this.#slow = { shard, check: (forward * CHECKED_CHARS) / SLOW, reach, pass };
    this.#measured = {};
  }

  /**
   * @template T
   * @param {Kind} kind
   * @param {number} count of pieces, without a pause between them
   * @param {() => T} act
   * @returns {T}
   */
  run(kind, count, act) {
    const slow = this.#slow[kind];
    const known = this.#measured[kind];
    const silence = count * Math.min(slow, known === undefined ? slow : PATIENCE * known);
    if (silence > USUAL_SILENCE) this.tell(silence);
    const start = performance.now();
    const result = act();
    const each = (performance.now() - start) / count;
    this.#measured[kind] = Math.max(each, MEMORY * (known ?? 0));
    return result;
  }
}

/** The long work of this worker. */
export const longWork = new LongWork();
