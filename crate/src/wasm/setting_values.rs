//! Values of settings for JavaScript.

use wasm_bindgen::JsValue;

use super::camel_case::camel_case;
use super::plain::object;
use crate::setting::Value;

/// A plain object of settings, under JavaScript's names.
pub fn by_setting(values: impl Iterator<Item = (&'static str, JsValue)>) -> JsValue {
    let (keys, values): (Vec<String>, Vec<JsValue>) =
        values.map(|(name, value)| (camel_case(name), value)).unzip();
    let fields: Vec<_> = keys.iter().map(String::as_str).zip(values).collect();
    object(&fields)
}

/// The value as JavaScript has it.
pub fn js_value(value: Value) -> JsValue {
    match value {
        Value::Number(x) => JsValue::from(x),
        Value::Text(text) | Value::Other(text) => JsValue::from(text),
    }
}
