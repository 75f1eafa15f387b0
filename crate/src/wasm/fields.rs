//! JavaScript values and objects on their way in.

use js_sys::{Array, Object, Reflect};
use wasm_bindgen::{JsCast, JsValue};

use crate::error::Error;
use crate::setting::{Argument, Kind, Setting, Value, unknown};
use crate::training::{Config, SETTINGS};

/// An argument that bounds a time.
pub const MILLISECONDS: Argument = Argument::number("milliseconds", 0.0, 60_000.0);

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

/// A key of the page's configuration that is no setting of a run; ignored, so that a page can pass
/// its whole configuration.
const IGNORED: &str = "workers";

/// Every key of an object, with its value.
///
/// # Errors
/// [`Error::Setting`] when it is not an object, or a getter of it throws.
pub fn entries(what: &str, object: &JsValue) -> Result<Vec<(String, JsValue)>, Error> {
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
            let read = Reflect::get(object, &key);
            let read = read.map_err(|_| refused("readable", format!("a {name} that throws")))?;
            Ok((name, read))
        })
        .collect()
}

/// Sets every key of an object in `target`.
///
/// # Errors
/// As [`entries`], [`Error::UnknownSetting`], and [`Error::Setting`] for a value that is not allowed.
pub fn assign<T: Default>(
    what: &str,
    object: &JsValue,
    table: &'static [Setting<T>],
    target: &mut T,
) -> Result<(), Error> {
    entries(what, object)?.into_iter().filter(|(key, _)| key != IGNORED).try_for_each(
        |(key, read)| {
            // A name in Rust's spelling is unknown here.
            let setting = table.iter().find(|setting| camel_case(setting.name) == key);
            let names = || table.iter().map(|setting| setting.name);
            let setting = setting.ok_or_else(|| unknown(&key, names()))?;
            setting.assign(target, &value(&read))
        },
    )
}

/// The settings of a run; missing keys have their defaults.
///
/// # Errors
/// As [`assign`].
pub fn config_of(object: &JsValue) -> Result<Config, Error> {
    let mut config = Config::default();
    assign("config", object, SETTINGS, &mut config)?;
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
pub fn number(known: &Argument, argument: &JsValue) -> Result<f64, Error> {
    let given = value(argument);
    known.check(&given)?;
    match given {
        Value::Number(x) => Ok(x),
        _ => unreachable!("the argument is a number"),
    }
}

/// A text argument.
///
/// # Errors
/// [`Error::Setting`].
pub fn text(name: &'static str, argument: &JsValue) -> Result<String, Error> {
    let kind = Kind::Text { allows: |_| true, form: "a string" };
    let given = value(argument);
    kind.check(name, &given)?;
    match given {
        Value::Text(text) => Ok(text),
        _ => unreachable!("the argument is a text"),
    }
}
