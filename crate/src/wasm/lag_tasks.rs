//! Lag texts: texts in which some characters can be predicted from memory alone.

use js_sys::Uint32Array;
use wasm_bindgen::prelude::*;

use super::arguments::{value, whole};
use super::errors::thrown;
use super::plain::object;
use crate::setting::{Kind, Value};
use crate::text::LagTask;

#[wasm_bindgen(typescript_custom_section)]
const TYPES: &str = r#"
/** A text in which some characters follow from characters up to a given lag before. */
export interface LagText {
  text: string;
  /** The indices of those whose lag is more than half of that. */
  recalled: Uint32Array;
  /** The entropy: the least mean loss that a network can have. */
  bitsPerChar: number;
}
"#;

/// A text of whole episodes of `task`, of at least `chars` characters: the same for the same seed.
///
/// Throws `SettingError`.
#[wasm_bindgen(js_name = lagText, unchecked_return_type = "LagText")]
pub fn lag_text(
    #[wasm_bindgen(unchecked_param_type = "string")] task: JsValue,
    #[wasm_bindgen(unchecked_param_type = "number")] lag: JsValue,
    #[wasm_bindgen(unchecked_param_type = "number")] chars: JsValue,
    #[wasm_bindgen(unchecked_param_type = "number")] seed: JsValue,
) -> Result<JsValue, JsValue> {
    let task: LagTask = match value(&task) {
        Value::Text(name) => name.parse(),
        other => Err(Kind::Choice(LagTask::NAMES).refusal("task", &other)),
    }
    .map_err(thrown)?;
    let lag = whole("lag", &lag, 1, 1000)?;
    let chars = whole("chars", &chars, 1, 1_000_000)?;
    let seed = whole("seed", &seed, 0, u32::MAX as usize)?;
    let text = task.text(lag, chars, seed as u32);
    let recalled: Vec<u32> = text.recalled.iter().map(|&index| index as u32).collect();
    Ok(object(&[
        ("text", text.text.into()),
        ("recalled", Uint32Array::from(&recalled[..]).into()),
        ("bitsPerChar", text.bits_per_char.into()),
    ]))
}
