//! Errors as JavaScript sees them: `Error` objects whose `name` says which kind it is.

use js_sys::Reflect;
use wasm_bindgen::JsValue;

use super::fields::camel_case;
use crate::error::Error;

/// The error as a JavaScript `Error`, settings named as JavaScript names them.
pub fn thrown(error: Error) -> JsValue {
    let error = renamed(error);
    let name = match &error {
        Error::Setting { .. } | Error::UnknownSetting { .. } => "SettingError",
        Error::Memory { .. } => "MemoryError",
        Error::TextTooShort { .. } => "TextTooShortError",
        Error::TextTooLong { .. } => "TextTooLongError",
        Error::UnknownChar { .. } => "UnknownCharError",
        Error::NotFinite { .. } => "NotFiniteError",
        Error::Checkpoint { .. } => "SnapshotError",
        Error::UnknownParameter { .. } => "UnknownParameterError",
    };
    let object = js_sys::Error::new(&error.to_string());
    object.set_name(name);
    if let Error::UnknownChar { symbol, position } = error {
        attach(&object, "char", symbol.to_string().into());
        attach(&object, "position", JsValue::from(position as f64));
    }
    object.into()
}

fn renamed(error: Error) -> Error {
    match error {
        Error::Setting { name, allowed, given } => {
            Error::Setting { name: camel_case(&name), allowed, given }
        }
        Error::UnknownSetting { name, allowed } => {
            Error::UnknownSetting { name, allowed: camel_case(&allowed) }
        }
        other => other,
    }
}

fn attach(object: &js_sys::Error, key: &str, value: JsValue) {
    // Setting a property of a plain new object cannot fail.
    let _ = Reflect::set(object, &key.into(), &value);
}
