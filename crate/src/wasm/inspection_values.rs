//! The results of an inspection as plain objects, and their TypeScript types.

use js_sys::{Float32Array, Float64Array, Uint32Array};
use wasm_bindgen::prelude::*;

use super::objects::numbers;
use super::plain::{array, object};
use crate::inspection::{
    GateSum, GradientReach, LayerReach, LayerReading, TextReading, TextRecall, UnitMatch,
    UnitSeries,
};

#[wasm_bindgen(typescript_custom_section)]
const TYPES: &str = r#"
/** All values of a network over some characters of a text. */
export interface TextReading {
  /** The number of these characters. */
  chars: number;
  /** The indices of these characters before which the state is zero, because a document begins. */
  starts: Uint32Array;
  /** From the lowest to the highest. */
  layers: LayerReading[];
  /** The probability of every next character, in the order of `vocabulary()`; a row for each character. */
  probabilities: Float32Array;
  /** Bits of surprise at each character, before it was read. */
  surprise: Float64Array;
}

/** All values of a layer. */
export interface LayerReading {
  /**
   * By name, a row of hiddenSize numbers for each character: the gates, `u` of `four-gate`, `m` = R_n h + b_hn of
   * `gru`, `cell` where there is one, `hidden`.
   */
  values: Record<string, Float32Array>;
  /** h before the first character. */
  hiddenBefore: Float32Array;
  /** c before it; empty for a cell without one. */
  cellBefore: Float32Array;
}

/** A page of a text. */
export interface PageReading {
  /** All values at the characters in view. */
  reading: TextReading;
  /** The values of one unit over the page. */
  series: UnitSeries;
}

/** One quantity of one unit over a text. */
export interface UnitSeries {
  /** The value after each character. */
  values: Float32Array;
  /** As in `TextReading`. */
  surprise: Float64Array;
}

/**
 * The derivatives of one prediction's loss, in nats, with respect to earlier values, by lag k = 0, 1, …: in characters
 * back from the last one read.
 */
export interface GradientReach {
  /** From the lowest to the highest. */
  layers: LayerReach[];
  /** ∂loss/∂x · x: the growth of the loss per relative growth of the input. */
  inputs: Float64Array;
  /** -ln of the probability of the predicted character. */
  loss: number;
}

/** The size of the derivatives over all units: the root of the sum of their squares. */
export interface LayerReach {
  /** |∂loss/∂h|. */
  hidden: Float64Array;
  /** |∂loss/∂c|; empty for a cell without c. */
  cell: Float64Array;
  /**
   * The part of `cell` that comes back through the forget gates alone: from lag 1 on, |∂loss/∂c at lag 1 times the
   * product of the forget gates since|; empty for a cell that learns none.
   */
  forgetPath: Float64Array;
}

/** A unit that follows a feature, and how closely. */
export interface UnitMatch {
  feature:
    | 'inside-quotes'
    | 'inside-brackets'
    | 'bracket-depth'
    | 'line-position'
    | 'after-space'
    | 'vowel'
    | 'digit'
    | 'word-position';
  layer: number;
  unit: number;
  /** The correlation of its cell, or of h in a cell without c; from -1 to 1. */
  correlation: number;
}

/** The terms of a gate's sum, before the activation function. */
export interface GateSum {
  /** The gate's name. */
  name: string;
  /** W x. */
  input: number;
  /** R h; r (R_n h + b_hn) for n of `gru`, W_u (f c) for u of `four-gate`. */
  recurrent: number;
  /** b. */
  bias: number;
  /** p c, in a gate with a peephole. */
  peephole?: number;
  /** G s, in a gate that sees the gates of the step before. */
  carriedGates?: number;
}

/** The recall of a network on a text. */
export interface TextRecall {
  /** The share of the characters needing memory that had the highest probability; NaN if there are none. */
  accuracy: number;
  /** The mean loss on all characters but the first. */
  bitsPerChar: number;
}
"#;

fn floats(numbers: &[f32]) -> JsValue {
    Float32Array::from(numbers).into()
}

fn doubles(numbers: &[f64]) -> JsValue {
    Float64Array::from(numbers).into()
}

pub fn reading(reading: &TextReading<f32>) -> JsValue {
    object(&[
        ("chars", reading.ids.len().into()),
        ("starts", Uint32Array::from(reading.starts.as_slice()).into()),
        ("layers", array(reading.layers.iter().map(layer))),
        ("probabilities", floats(&reading.probabilities)),
        ("surprise", doubles(&reading.surprise)),
    ])
}

fn layer(layer: &LayerReading<f32>) -> JsValue {
    let values: Vec<_> =
        layer.values.iter().map(|(name, numbers)| (*name, floats(numbers))).collect();
    object(&[
        ("values", object(&values)),
        ("hiddenBefore", floats(&layer.hidden_before)),
        ("cellBefore", floats(&layer.cell_before)),
    ])
}

/// A page, with a reading that is converted already.
pub fn page(reading: JsValue, of_unit: &UnitSeries<f32>) -> JsValue {
    object(&[("reading", reading), ("series", series(of_unit))])
}

pub fn series(series: &UnitSeries<f32>) -> JsValue {
    object(&[("values", floats(&series.values)), ("surprise", doubles(&series.surprise))])
}

pub fn reach(reach: &GradientReach<f32>) -> JsValue {
    object(&[
        ("layers", array(reach.layers.iter().map(layer_reach))),
        ("inputs", doubles(&reach.inputs)),
        ("loss", reach.loss.into()),
    ])
}

fn layer_reach(layer: &LayerReach<f32>) -> JsValue {
    object(&[
        ("hidden", doubles(&layer.hidden_norms())),
        ("cell", doubles(&layer.cell_norms())),
        ("forgetPath", doubles(&layer.forget_path_norms())),
    ])
}

pub fn unit_match(found: &UnitMatch) -> JsValue {
    object(&[
        ("feature", found.feature.name().into()),
        ("layer", found.layer.into()),
        ("unit", found.unit.into()),
        ("correlation", found.correlation.into()),
    ])
}

pub fn recall(recall: &TextRecall) -> JsValue {
    numbers(&[("accuracy", recall.accuracy), ("bitsPerChar", recall.bits_per_char)])
}

pub fn gate_sum(sum: &GateSum) -> JsValue {
    object(&[
        ("name", sum.name.into()),
        ("input", sum.input.into()),
        ("recurrent", sum.recurrent.into()),
        ("bias", sum.bias.into()),
        ("peephole", optional(sum.peephole)),
        ("carriedGates", optional(sum.carried_gates)),
    ])
}

fn optional(number: Option<f64>) -> JsValue {
    number.map_or(JsValue::UNDEFINED, JsValue::from)
}
