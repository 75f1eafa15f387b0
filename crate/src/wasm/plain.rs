//! Rust's values as plain JavaScript objects.

use serde::Serialize;
use wasm_bindgen::JsValue;

/// A value as a plain JavaScript object.
pub fn plain(value: &impl Serialize) -> JsValue {
    // Only a `Serialize` written by hand could fail, and all of ours are derived.
    serde_wasm_bindgen::to_value(value).expect("numbers and strings convert")
}
