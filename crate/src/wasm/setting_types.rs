//! The TypeScript types of settings and of their table.

use wasm_bindgen::prelude::*;

#[wasm_bindgen(typescript_custom_section)]
const TYPES: &str = r#"
/** The settings of a run; `settings()` has their ranges. */
export interface Config {
  /** The recurrent cell. */
  cell:
    | 'lstm'
    | 'peephole'
    | 'four-gate'
    | 'no-input-gate'
    | 'no-forget-gate'
    | 'no-output-gate'
    | 'linear-input'
    | 'linear-output'
    | 'coupled-gates'
    | 'full-gate-recurrence'
    | 'gru'
    | 'rnn';
  /** Units of a layer. */
  hiddenSize: number;
  /** Layers. */
  numLayers: number;
  /** Characters of a stream in one window, and so the distance that gradients go back. */
  seqLen: number;
  /** Parallel streams. */
  batchSize: number;
  /** Probability with which training drops an output of a layer. */
  dropout: number;
  /**
   * Initial bias of the forget gate, if the cell has one; where f = 1 - i, the input gate's bias
   * starts at its negative.
   */
  forgetBias: number;
  optimizer: 'adam' | 'adamw' | 'rmsprop' | 'sgd';
  /** The learning rate, before the schedule's factor. */
  learningRate: number;
  /** `constant`, `cosine` or `cosine:WARMUP:TOTAL`, in steps. */
  schedule: string;
  /** The bound on the gradient's norm; 0 is none. */
  gradClip: number;
  /**
   * The share of its value that a weight loses in a step, times the learning rate; at 0, `adamw`
   * has 0.01.
   */
  weightDecay: number;
  /** The share of the text that is the validation text, which has at most 50,000 characters. */
  validationFraction: number;
  /** The place of the validation text: up to 16 blocks, spread over the text, or its end. */
  validationSplit: 'blocks' | 'tail';
  /** The end of every document of the text; empty if the text is one document. */
  separator: string;
  /** Characters with fewer occurrences are read as one, U+FFFD; 0 keeps all apart. */
  rareBelow: number;
  /** Steps without a lower validation loss after which training stops; 0 is never. */
  patience: number;
  /** The step at which training stops; 0 is none. */
  maxSteps: number;
  /** Seed of the initial weights and of dropout. */
  seed: number;
}

/** One setting: its name, range and default. */
export interface Setting {
  name: string;
  kind: 'integer' | 'number' | 'choice' | 'text';
  /** For `integer` and `number`. */
  min?: number;
  /** For `integer` and `number`. */
  max?: number;
  /** For `choice`. */
  choices?: string[];
  /** The allowed values, in words. */
  allowed: string;
  /** The default. */
  default: number | string;
  /** The unit, in the plural; may be empty. */
  unit: string;
}

/**
 * Settings that suit a text of at least `fromChars` characters, at least `fromDistinct` of them
 * distinct.
 */
export interface Suggestion {
  fromChars: number;
  fromDistinct: number;
  config: Partial<Config>;
}

/** The parts of an LSTM. */
export interface LstmParts {
  kind: 'lstm';
  /** The source of the input gate i; `one` is a constant 1. */
  input: 'learnt' | 'one';
  /** The source of the forget gate f; `coupled` is 1 - i. */
  forget: 'learnt' | 'one' | 'coupled';
  /** The source of the output gate o. */
  output: 'learnt' | 'one';
  /** True if the candidate g goes through tanh. */
  squashesCandidate: boolean;
  /** The factor of o in h': tanh(c'), c', or u = tanh(W_u (f c) + b_u). */
  readout: 'tanh-cell' | 'cell' | 'forgotten';
  /** True if the learnt gates see the cell. */
  peepholes: boolean;
  /** True if i, f and o see i, f and o of the step before. */
  gateRecurrence: boolean;
}

/** A cell. */
export interface CellRow {
  /** The name of the setting. */
  name: Config['cell'];
  parts: LstmParts | { kind: 'gru' } | { kind: 'rnn' };
  /** The quantities of a unit; the range of a gate is 0 to 1, of a signed quantity -1 to 1. */
  quantities: { name: string; range: 'gate' | 'signed' | 'unbounded' }[];
  /** True if the setting `forgetBias` applies. */
  hasForgetBias: boolean;
  /**
   * The weights of a layer: H (perInput X + perHidden H + perUnit), with hidden size H and input
   * size X.
   */
  perInput: number;
  perHidden: number;
  perUnit: number;
}

/** The written form of the schedule: a shape alone, or SHAPE:WARMUP:TOTAL in steps. */
export interface ScheduleForm {
  /** The shapes by name; the first one is always written alone. */
  shapes: string[];
  /** The steps of warm-up where a shape is written alone. */
  warmup: number;
  /** The steps in all where a shape is written alone. */
  total: number;
  /** The most steps in all. */
  maxTotal: number;
}

/** The names of the counters of a `Snapshot`, which the losses of a validation pass follow. */
export interface CounterNames {
  /** Whole numbers, which come first. */
  counts: (
    | 'step'
    | 'windows_read'
    | 'dropout_draws'
    | 'last_good_step'
    | 'position_offset'
    | 'position_next'
    | 'newest_validation_step'
    | 'best_validation_step'
    | 'pass_step'
    | 'pass_portions'
    | 'patience_from'
    | 'stop'
  )[];
  /** Other numbers. */
  constants: (
    | 'best_loss'
    | 'beta_1_power'
    | 'beta_2_power'
    | 'learning_rate'
    | 'newest_validation_loss'
    | 'best_validation_loss'
  )[];
}

/** The settings as a page needs them before it makes a network. */
export interface SettingsTable {
  /** The keys of `Config`. */
  settings: Setting[];
  /** The keys of `GenerateOptions`. */
  sampling: Setting[];
  /** The counters of a checkpoint. */
  counters: CounterNames;
  /** The cells, in the order of the setting's choices. */
  cells: CellRow[];
  /** The last one that the text reaches applies. */
  suggestions: Suggestion[];
  /** The written form of the setting `schedule`. */
  schedule: ScheduleForm;
  /** The longest text, in characters. */
  maxTextChars: number;
}
"#;
