//! JavaScript values and objects on their way in.

use js_sys::{Array, Object, Reflect};
use wasm_bindgen::{JsCast, JsValue};

use crate::error::Error;
use crate::setting::{Kind, Setting, Value};
use crate::training::{Config, SETTINGS};

/// An argument that bounds a time.
pub const MILLISECONDS: Setting =
    Setting { name: "milliseconds", kind: Kind::Number { min: 0.0, max: 60_000.0 }, unit: "ms" };

/// `hidden_size` → `hiddenSize`, for every word of `text`.
pub fn camel_case(text: &str) -> String {
    let mut parts = text.split('_');
    let mut camel = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let (initial, rest) = part.split_at(part.len().min(1));
        camel += &initial.to_ascii_uppercase();
        camel += rest;
    }
    camel
}

/// Every key of a settings object as the name in `table`, with its value.
///
/// # Errors
/// When it is not an object, or has a key that `table` does not have under its JavaScript name.
pub fn fields(
    what: &str,
    object: &JsValue,
    table: &'static [Setting],
) -> Result<Vec<(&'static str, Value)>, Error> {
    let refused = |allowed: &str, given: String| {
        let (name, allowed) = (what.to_owned(), allowed.to_owned());
        Error::Setting { name, allowed, given }
    };
    if !object.is_object() || Array::is_array(object) {
        return Err(refused("an object", value(object).to_string()));
    }
    let keys = Object::keys(object.unchecked_ref::<Object>());
    keys.iter()
        .map(|key| {
            let name = key.as_string().unwrap_or_default();
            // A name that the table has, but not in JavaScript's spelling, is unknown as well.
            let setting = table.iter().find(|setting| camel_case(setting.name) == name);
            let setting = setting.ok_or_else(|| Setting::unknown(table, &name))?;
            // A getter may throw.
            let read = Reflect::get(object, &key);
            let read = read.map_err(|_| refused("readable", format!("a {name} that throws")))?;
            Ok((setting.name, value(&read)))
        })
        .collect()
}

/// The settings of a run; keys that are left out have their defaults.
///
/// # Errors
/// As [`fields`], and [`Error::Setting`] for a value that is not allowed.
pub fn config_of(object: &JsValue) -> Result<Config, Error> {
    let mut config = Config::default();
    for (name, value) in fields("config", object, SETTINGS)? {
        config.set(name, &value)?;
    }
    Ok(config)
}

/// A JavaScript value as the checks see it.
pub fn value(value: &JsValue) -> Value {
    if let Some(number) = value.as_f64() {
        Value::Number(number)
    } else if let Some(text) = value.as_string() {
        Value::Text(text)
    } else if value.is_null() {
        Value::Other("null".to_owned())
    } else if Array::is_array(value) {
        Value::Other("an array".to_owned())
    } else {
        Value::Other(value.js_typeof().as_string().unwrap_or_default())
    }
}

/// A number argument within its range.
///
/// # Errors
/// [`Error::Setting`].
pub fn number(setting: &Setting, argument: &JsValue) -> Result<f64, Error> {
    let given = value(argument);
    setting.check(&given)?;
    match given {
        Value::Number(x) => Ok(x),
        _ => unreachable!("the setting is a number"),
    }
}

/// A text argument.
///
/// # Errors
/// [`Error::Setting`].
pub fn text(name: &'static str, argument: &JsValue) -> Result<String, Error> {
    let kind = Kind::Text { allows: |_| true, form: "a string" };
    let given = value(argument);
    Setting { name, kind, unit: "" }.check(&given)?;
    match given {
        Value::Text(text) => Ok(text),
        _ => unreachable!("the setting is a text"),
    }
}
