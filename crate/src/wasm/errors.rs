//! Errors as JavaScript sees them: `Error` objects whose `name` tells the kind.

use js_sys::Reflect;
use wasm_bindgen::JsValue;

use super::camel_case::camel_case;
use crate::error::Error;

/// The error as a JavaScript `Error`, with JavaScript's spelling of settings.
pub fn thrown(error: Error) -> JsValue {
    let error = renamed(error);
    let name = match &error {
        Error::Setting { .. } | Error::UnknownSetting { .. } => "SettingError",
        Error::Memory { .. } => "MemoryError",
        Error::TextTooShort { .. } => "TextTooShortError",
        Error::TextTooLong { .. } => "TextTooLongError",
        Error::UnknownChar { .. } => "UnknownCharError",
        Error::UnknownChars { .. } => "UnknownCharsError",
        Error::NotFinite { .. } => "NotFiniteError",
        Error::Checkpoint { .. } => "SnapshotError",
        Error::UnknownParameter { .. } => "UnknownParameterError",
    };
    let object = named(name, &error.to_string());
    if let Error::UnknownChar { symbol, position } = error {
        attach(&object, "char", symbol.to_string().into());
        attach(&object, "position", JsValue::from(position as f64));
    }
    object
}

/// An `Error` of that name.
pub fn named(name: &str, message: &str) -> JsValue {
    let object = js_sys::Error::new(message);
    object.set_name(name);
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

fn attach(object: &JsValue, key: &str, value: JsValue) {
    // Setting a property of a new error cannot fail.
    let _ = Reflect::set(object, &key.into(), &value);
}
