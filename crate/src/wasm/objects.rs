//! Reports of training as plain objects, and the TypeScript types of settings and reports.

use wasm_bindgen::prelude::*;

use super::plain::{array, object};
use crate::training::{EvaluationReport, StepReport, Trainer, bits_per_char};

/// A plain object of numbers.
#[inline(never)]
pub fn numbers(fields: &[(&str, f64)]) -> JsValue {
    let fields: Vec<_> = fields.iter().map(|&(name, number)| (name, number.into())).collect();
    object(&fields)
}

/// See `StepReport` in the types below.
pub fn step_report(report: &StepReport) -> JsValue {
    numbers(&[
        ("step", report.step as f64),
        ("epoch", report.epoch),
        ("loss", report.loss),
        ("bitsPerChar", bits_per_char(report.loss)),
        ("gradNorm", report.grad_norm),
        ("chars", report.chars as f64),
    ])
}

/// See `Evaluation` in the types below.
pub fn evaluation_report(report: EvaluationReport) -> JsValue {
    numbers(&[("bitsPerChar", bits_per_char(report.loss)), ("chars", report.chars as f64)])
}

/// See `TextReport` in the types below.
pub fn text_report(trainer: &Trainer<f32>) -> JsValue {
    let (text, split, windows) = (trainer.text(), trainer.split(), trainer.windows());
    let (unseen_chars, unseen_count) = split.unseen_chars(&text.ids, text.vocabulary.len());
    let sizes = [
        ("chars", text.ids.len()),
        ("distinctChars", text.distinct_chars),
        ("vocabSize", text.vocabulary.len()),
        ("trainChars", split.training_chars()),
        ("validationChars", split.validation_chars()),
        ("unseenChars", unseen_chars),
        ("unseenCount", unseen_count),
        ("documents", text.documents),
        ("rareChars", text.rare_chars),
        ("rareCount", text.rare_count),
        ("batchSize", windows.shape().batch_size),
        ("seqLen", windows.shape().seq_len),
        ("stepsPerEpoch", windows.per_epoch()),
        ("lineEndingsReplaced", text.line_endings_replaced),
    ];
    let blocks = split.validation().iter().flat_map(|block| [block.start, block.end]);
    let mut fields = vec![("validationBlocks", array(blocks.map(JsValue::from)))];
    fields.extend(sizes.map(|(name, size)| (name, JsValue::from(size))));
    object(&fields)
}

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

/** The configuration that `Playground` takes; missing keys have their defaults. */
export interface PlaygroundConfig extends Partial<Config> {
  /** Ignored: the number of workers belongs to the page. A later release refuses it. */
  workers?: unknown;
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

/** The settings as a page needs them before it makes a network. */
export interface SettingsTable {
  /** The keys of `Config`. */
  settings: Setting[];
  /** The keys of `GenerateOptions`. */
  sampling: Setting[];
  /** The cells, in the order of the setting's choices. */
  cells: CellRow[];
  /** The last one that the text reaches applies. */
  suggestions: Suggestion[];
  /** The written form of the setting `schedule`. */
  schedule: ScheduleForm;
  /** The longest text, in characters. */
  maxTextChars: number;
}

/** The report of one or several training steps. */
export interface StepReport {
  /** Optimiser updates so far. */
  step: number;
  /** Passes over the training text so far; 1.5 is half way through the second. */
  epoch: number;
  /** Mean nats per character over these steps. */
  loss: number;
  /** `loss / ln 2`. */
  bitsPerChar: number;
  /** Norm of the last step's gradient, before clipping. */
  gradNorm: number;
  /** Characters predicted in these steps. */
  chars: number;
}

/** The result of an evaluation: a mean over the validation text. */
export interface Evaluation {
  bitsPerChar: number;
  /** Characters predicted. */
  chars: number;
}

/** The text as training uses it. */
export interface TextReport {
  chars: number;
  distinctChars: number;
  /** The number of characters of the vocabulary, more if it is that of an earlier text. */
  vocabSize: number;
  trainChars: number;
  validationChars: number;
  /** The blocks of the validation text: start, end, start, end …, as indices of characters. */
  validationBlocks: number[];
  /** The number of distinct characters that stand only in the validation text. */
  unseenChars: number;
  /** The number of their occurrences. */
  unseenCount: number;
  /** The number of documents. */
  documents: number;
  /** The number of distinct characters that are read as U+FFFD because they are rare. */
  rareChars: number;
  /** The number of their occurrences. */
  rareCount: number;
  /** The batch size in force, smaller than the setting where the text is too short for it. */
  batchSize: number;
  /** The window length in force, likewise. */
  seqLen: number;
  stepsPerEpoch: number;
  /** The number of CRLF and CR that became LF. */
  lineEndingsReplaced: number;
}

/** The prompt and the way of sampling; `settings().sampling` has the ranges and defaults. */
export interface GenerateOptions {
  prompt?: string;
  /** Characters to write, at most. */
  length?: number;
  /** 0 always takes the likeliest character. */
  temperature?: number;
  /** 0 allows all characters. */
  topK?: number;
  /** 1 allows all characters. */
  topP?: number;
  seed?: number;
  /** The text ends with the first occurrence of this; empty is none. */
  stop?: string;
  /** Above 1, characters that would prolong a repetition are less likely; 1 is off. */
  repetition?: number;
}
"#;
