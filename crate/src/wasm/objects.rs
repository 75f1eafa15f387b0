//! Settings and reports of training as plain objects, and the TypeScript types of reports.

use wasm_bindgen::prelude::*;

use super::plain::{array, object};
use super::setting_values::{by_setting, js_value};
use crate::training::{Config, EvaluationReport, SETTINGS, StepReport, Trainer, bits_per_char};

/// A plain object of numbers.
#[inline(never)]
pub fn numbers(fields: &[(&str, f64)]) -> JsValue {
    let fields: Vec<_> = fields.iter().map(|&(name, number)| (name, number.into())).collect();
    object(&fields)
}

/// A configuration with every key.
pub fn config_object(config: &Config) -> JsValue {
    by_setting(SETTINGS.iter().map(|row| (row.name, js_value((row.get)(config)))))
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
/** The configuration that `Playground` takes; missing keys have their defaults. */
export interface PlaygroundConfig extends Partial<Config> {
  /** Ignored: the number of workers belongs to the page. A later release refuses it. */
  workers?: unknown;
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
