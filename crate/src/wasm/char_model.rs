//! A network apart from its text: weights and vocabulary, in and out.

use js_sys::Float32Array;
use wasm_bindgen::prelude::*;

use super::arguments::{LONGEST_TEXT, Thrown, property, text, wrong_kind};
use super::errors::thrown;
use super::typed_arrays::Numbers;
use crate::text::{MAX_CHARS, Vocabulary};

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

/// The vocabulary and the weights of a `CharModel`; the weights are not yet copied.
pub fn char_model(model: &JsValue) -> Thrown<(Vocabulary, Numbers<Float32Array>)> {
    let field = |key| property("model", model, key);
    let chars = text("vocabulary", &field("vocabulary")?, LONGEST_TEXT, MAX_CHARS)?;
    let reads_unknown = field("readsUnknown")?;
    let reads_unknown = reads_unknown
        .as_bool()
        .ok_or_else(|| wrong_kind("readsUnknown", "true or false", &reads_unknown))?;
    let weights = Numbers::of("weights", &field("weights")?)?;
    Ok((Vocabulary::from_chars(&chars, reads_unknown).map_err(thrown)?, weights))
}
