//! A network apart from its text: weights and vocabulary, in and out.

use js_sys::Float32Array;
use wasm_bindgen::prelude::*;

use super::arguments::{LONGEST_TEXT, Thrown, property, text, wrong_kind};
use super::errors::thrown;
use super::typed_arrays::Numbers;
use crate::model::NetworkConfig;
use crate::text::{MAX_CHARS, Vocabulary};
use crate::training::Config;

#[wasm_bindgen(typescript_custom_section)]
const TYPES: &str = r#"
/** A network apart from its text: what a run on another text starts from. */
export interface CharModel {
  /** The characters, in the order of their ids. */
  vocabulary: string;
  /** True if every other character is read as U+FFFD. */
  readsUnknown: boolean;
  /** All parameters, as `Playground.weights` has them. */
  weights: Float32Array;
}
"#;

/// The vocabulary, the network of `config` over it, and the weights of a `CharModel`, copied once
/// their count is checked.
pub fn char_model(
    model: &JsValue,
    config: &Config,
) -> Thrown<(Vocabulary, NetworkConfig, Vec<f32>)> {
    let field = |key| property("model", model, key);
    let chars = text("vocabulary", &field("vocabulary")?, LONGEST_TEXT, MAX_CHARS)?;
    let reads_unknown = field("readsUnknown")?;
    let reads_unknown = reads_unknown
        .as_bool()
        .ok_or_else(|| wrong_kind("readsUnknown", "true or false", &reads_unknown))?;
    let weights = Numbers::<Float32Array>::of("weights", &field("weights")?)?;
    let vocabulary = Vocabulary::from_chars(&chars, reads_unknown).map_err(thrown)?;
    let network = config.network_of_weights(vocabulary.len(), weights.len()).map_err(thrown)?;
    Ok((vocabulary, network, weights.to_vec()))
}
