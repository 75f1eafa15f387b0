//! Plain objects and arrays for JavaScript.

use js_sys::{Array, Object, Reflect};
use wasm_bindgen::JsValue;

/// A plain object of these fields.
#[inline(never)]
pub fn object(fields: &[(&str, JsValue)]) -> JsValue {
    let object = Object::new();
    for (name, value) in fields {
        // Setting a property of a plain new object cannot fail.
        let _ = Reflect::set(&object, &(*name).into(), value);
    }
    object.into()
}

/// An array of these elements.
pub fn array(elements: impl Iterator<Item = JsValue>) -> JsValue {
    elements.collect::<Array>().into()
}
