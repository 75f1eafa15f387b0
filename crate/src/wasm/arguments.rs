//! JavaScript values on their way in.
//!
//! A getter, a proxy's trap or a patched method can throw, or call any method of ours. So every
//! import that may run foreign code is declared `catch`, and nothing is borrowed while it runs.

use js_sys::{Array, JsString};
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::*;

use crate::error::Error;
use crate::setting::{Argument, Setting, Value, unknown};
use crate::text::MAX_CHARS;
use crate::training::{Config, SETTINGS};

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(catch, js_namespace = Object, js_name = keys)]
    fn keys(object: &JsValue) -> Result<Array, JsValue>;
    #[wasm_bindgen(catch, js_namespace = Array, js_name = isArray)]
    pub fn is_array(value: &JsValue) -> Result<bool, JsValue>;
    #[wasm_bindgen(catch, js_namespace = Reflect, js_name = get)]
    fn get(object: &JsValue, key: &JsValue) -> Result<JsValue, JsValue>;
}

/// UTF-16 units that no text within the limit has.
pub const LONGEST_TEXT: u32 = 4 * MAX_CHARS as u32;

/// UTF-16 units of the longest option.
const LONGEST_OPTION: u32 = 200_000;

/// A key of the page's configuration that is no setting of a run; ignored, so that a page can pass
/// its whole configuration.
const IGNORED: &str = "workers";

/// `hidden_size` → `hiddenSize`, for every word of `text`.
pub fn camel_case(text: &str) -> String {
    let mut camel = String::with_capacity(text.len());
    let mut begins_word = false;
    for c in text.chars() {
        if c != '_' {
            camel.push(if begins_word { c.to_ascii_uppercase() } else { c });
        }
        begins_word = c == '_';
    }
    camel
}

/// The error that `name` must be as `allowed` says.
pub fn refused(name: &str, allowed: &str, given: impl ToString) -> Error {
    let (name, allowed) = (name.to_owned(), allowed.to_owned());
    Error::Setting { name, allowed, given: given.to_string() }
}

/// A property of an object.
///
/// # Errors
/// [`Error::Setting`] if the object cannot be read.
pub fn property(what: &str, object: &JsValue, key: &str) -> Result<JsValue, Error> {
    if !object.is_object() {
        return Err(refused(what, "an object", value(object)));
    }
    get(object, &key.into()).map_err(|_| refused(what, "readable", format!("a {key} that throws")))
}

/// Every key of an object, with its value.
///
/// # Errors
/// [`Error::Setting`] if it is not an object, or cannot be read.
pub fn entries(what: &str, object: &JsValue) -> Result<Vec<(String, JsValue)>, Error> {
    if !object.is_object() || is_array(object).unwrap_or(true) {
        return Err(refused(what, "an object", value(object)));
    }
    let keys = keys(object).map_err(|_| refused(what, "readable", "an object that throws"))?;
    let names = keys.iter().filter_map(|key| key.as_string());
    names.map(|key| Ok((key.clone(), property(what, object, &key)?))).collect()
}

/// Writes every key of an object into `target`.
///
/// # Errors
/// As [`entries`], [`Error::UnknownSetting`], and [`Error::Setting`] for a value that is not allowed.
pub fn assign<T: Default>(
    what: &str,
    object: &JsValue,
    table: &'static [Setting<T>],
    target: &mut T,
) -> Result<(), Error> {
    for (key, given) in entries(what, object)? {
        if key == IGNORED {
            continue;
        }
        let names = table.iter().map(|setting| setting.name);
        let index = position(&key, names)?;
        table[index].assign(target, &value(&given))?;
    }
    Ok(())
}

/// The index of the name that JavaScript spells `key`.
///
/// # Errors
/// [`Error::UnknownSetting`].
pub fn position(
    key: &str,
    mut names: impl Iterator<Item = &'static str> + Clone,
) -> Result<usize, Error> {
    let all = names.clone();
    names.position(|name| camel_case(name) == key).ok_or_else(|| unknown(key, all))
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
pub fn value(given: &JsValue) -> Value {
    if let Some(number) = given.as_f64() {
        Value::Number(number)
    } else if let Some(text) = string(given, LONGEST_OPTION) {
        text.map_or_else(|length| Value::Other(format!("a string of length {length}")), Value::Text)
    } else if given.is_null() {
        Value::Other("null".to_owned())
    } else if is_array(given).unwrap_or(false) {
        Value::Other("an array".to_owned())
    } else {
        Value::Other(given.js_typeof().as_string().unwrap_or_default())
    }
}

/// A string, unless the value is of another type; the number of its UTF-16 units if it has more
/// than `longest`. Its memory is only then allocated.
fn string(given: &JsValue, longest: u32) -> Option<Result<String, u32>> {
    let length = given.dyn_ref::<JsString>()?.length();
    if length > longest { Some(Err(length)) } else { given.as_string().map(Ok) }
}

/// A number argument.
///
/// # Errors
/// [`Error::Setting`].
pub fn number(known: &Argument, argument: &JsValue) -> Result<f64, Error> {
    let given = value(argument);
    known.check(&given)?;
    match given {
        Value::Number(x) => Ok(x),
        _ => Err(known.kind.refusal(known.name, &given)),
    }
}

/// A whole number from `min` to `max`.
///
/// # Errors
/// [`Error::Setting`].
pub fn whole(
    name: &'static str,
    argument: &JsValue,
    min: usize,
    max: usize,
) -> Result<usize, Error> {
    number(&Argument::integer(name, min as u32, max as u32), argument).map(|x| x as usize)
}

/// A time.
///
/// # Errors
/// [`Error::Setting`].
pub fn milliseconds(argument: &JsValue) -> Result<f64, Error> {
    number(&Argument::number("milliseconds", 0.0, 60_000.0), argument)
}

/// A string of at most `longest` UTF-16 units.
///
/// # Errors
/// [`Error::Setting`]; [`Error::TextTooLong`] with `allowed` characters.
pub fn text(
    name: &'static str,
    argument: &JsValue,
    longest: u32,
    allowed: usize,
) -> Result<String, Error> {
    match string(argument, longest) {
        Some(Ok(text)) => Ok(text),
        Some(Err(length)) => Err(Error::TextTooLong { given: length as usize, allowed }),
        None => Err(refused(name, "a string", value(argument))),
    }
}
