//! Rust's values as plain JavaScript objects.

use serde::Serialize;
use wasm_bindgen::JsValue;

/// A value as a plain JavaScript object.
pub fn plain(value: &impl Serialize) -> JsValue {
    serde_wasm_bindgen::to_value(value).expect("numbers and strings convert")
}
