//! What looks find, as plain objects, and their TypeScript types.

use js_sys::{Array, Float32Array, Float64Array};
use wasm_bindgen::prelude::*;

use super::objects::object;
use crate::inspection::{
    Followed, GateSum, GradientReach, LayerReach, LayerReading, Match, Page, Reading, Recall,
};

#[wasm_bindgen(typescript_custom_section)]
const TYPES: &str = r#"
/** What the model did while it read a text. */
export interface TextReading {
  /** Characters that were kept. */
  chars: number;
  /** From the lowest to the highest. */
  layers: LayerReading[];
  /** Each character's probability to come next, in the order of `vocabulary()`; a row for every character that was kept. */
  probabilities: Float32Array;
  /** Bits of surprise about each character that was kept, before it was read. */
  surprise: Float64Array;
}

/** What a layer did. */
export interface LayerReading {
  /**
   * By name, a row of hiddenSize numbers for every character: the gates, `u` of `four-gate`, `m` = R_n h + b_hn of
   * `gru`, `cell` where there is one, `hidden`.
   */
  values: Record<string, Float32Array>;
  /** h before the first character that was kept. */
  hiddenBefore: Float32Array;
  /** c before it; empty for a cell that has none. */
  cellBefore: Float32Array;
}

/** A page of a text. */
export interface PageReading {
  /** Of some of its characters. */
  reading: TextReading;
  /** Of all of them. */
  series: UnitSeries;
}

/** A number of one unit, along a text. */
export interface UnitSeries {
  /** After each character. */
  values: Float32Array;
  /** As in `TextReading`. */
  surprise: Float64Array;
}

/**
 * The derivatives of one prediction's loss, in nats, with respect to what led to it, by lag k = 0, 1, …: counted in
 * characters from the last one that was read.
 */
export interface GradientReach {
  /** From the lowest to the highest. */
  layers: LayerReach[];
  /** By how much the loss would grow if the character k before had counted for more, in proportion: ∂loss/∂x · x. */
  inputs: Float64Array;
  /** -ln of the probability that the character had. */
  loss: number;
}

/** How large the derivatives are, over all units: the root of the sum of their squares. */
export interface LayerReach {
  /** |∂loss/∂h|. */
  hidden: Float64Array;
  /** |∂loss/∂c|; empty for a cell that has none. */
  cell: Float64Array;
}

/** How closely a unit follows something that one can name. */
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
  /** Of its cell, or of h where there is none; from -1 to 1. */
  correlation: number;
}

/** What a gate sums up, part by part, before it is squashed. */
export interface GateSum {
  /** The gate's name. */
  name: string;
  /** W x. */
  input: number;
  /** R h; r (R_n h + b_hn) for n of `gru`, W_u (f c) for u of `four-gate`. */
  recurrent: number;
  /** b. */
  bias: number;
  /** p c, where the gate sees the cell. */
  peephole?: number;
}

/** How a model fared in reading a text of which some characters count. */
export interface TextRecall {
  /** The share of those that were the likeliest to it; NaN where there is none. */
  accuracy: number;
  /** How surprising all were but the first, in bits. */
  bitsPerChar: number;
}
"#;

fn floats(numbers: &[f32]) -> JsValue {
    Float32Array::from(numbers).into()
}

pub fn reading_object(reading: &Reading<f32>) -> JsValue {
    let layers: Array = reading.layers.iter().map(layer_object).collect();
    object(&[
        ("chars", reading.ids().len().into()),
        ("layers", layers.into()),
        ("probabilities", floats(&reading.probabilities)),
        ("surprise", Float64Array::from(&reading.surprise[..]).into()),
    ])
}

fn layer_object(layer: &LayerReading<f32>) -> JsValue {
    let values: Vec<_> =
        layer.values.iter().map(|(name, numbers)| (*name, floats(numbers))).collect();
    object(&[
        ("values", object(&values)),
        ("hiddenBefore", floats(&layer.hidden_before)),
        ("cellBefore", floats(&layer.cell_before)),
    ])
}

pub fn reach_object(reach: &GradientReach<f32>) -> JsValue {
    let layers: Array = reach.layers.iter().map(layer_reach_object).collect();
    object(&[
        ("layers", layers.into()),
        ("inputs", Float64Array::from(&reach.inputs[..]).into()),
        ("loss", reach.loss.into()),
    ])
}

fn layer_reach_object(layer: &LayerReach<f32>) -> JsValue {
    let norms = |norms: Vec<f64>| Float64Array::from(&norms[..]).into();
    object(&[("hidden", norms(layer.hidden_norms())), ("cell", norms(layer.cell_norms()))])
}

pub fn match_object(found: &Match) -> JsValue {
    object(&[
        ("feature", found.feature.name().into()),
        ("layer", found.layer.into()),
        ("unit", found.unit.into()),
        ("correlation", found.correlation.into()),
    ])
}

pub fn recall_object(recall: &Recall<f32>) -> JsValue {
    object(&[
        ("accuracy", recall.accuracy().into()),
        ("bitsPerChar", recall.bits_per_char().into()),
    ])
}

pub fn sum_object(sum: &GateSum) -> JsValue {
    object(&[
        ("name", sum.name.into()),
        ("input", sum.input.into()),
        ("recurrent", sum.recurrent.into()),
        ("bias", sum.bias.into()),
        ("peephole", sum.peephole.map_or(JsValue::UNDEFINED, JsValue::from)),
    ])
}

pub fn page_object(page: &Page<f32>) -> JsValue {
    object(&[("reading", reading_object(&page.reading)), ("series", series_object(&page.followed))])
}

pub fn series_object(series: &Followed<f32>) -> JsValue {
    object(&[
        ("values", floats(&series.values)),
        ("surprise", Float64Array::from(&series.surprise[..]).into()),
    ])
}
