//! JavaScript values on their way in.
//!
//! A getter, a proxy's trap or a patched method can throw, or call any method of ours. So every
//! import that may run foreign code is declared `catch`, and nothing is borrowed while it runs.

use js_sys::{Array, JsString};
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::*;

use super::camel_case::camel_case;
use super::errors::thrown;
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

/// A value, or the error to throw: a `SettingError` unless another is named.
pub type Thrown<T> = Result<T, JsValue>;

/// UTF-16 units that no text within the limit has.
pub const LONGEST_TEXT: u32 = 4 * MAX_CHARS as u32;

/// UTF-16 units of the longest option.
const LONGEST_OPTION: u32 = 200_000;

/// The configuration, in messages.
const CONFIG: &str = "config";

/// A key of the page's configuration that is no setting of a run; ignored, so that a page can pass
/// its whole configuration.
const IGNORED: &str = "workers";

/// The error that `name` must be as `allowed` says.
#[inline(never)]
pub fn refused(name: &str, allowed: &str, given: &str) -> JsValue {
    let [name, allowed, given] = [name, allowed, given].map(str::to_owned);
    thrown(Error::Setting { name, allowed, given })
}

/// The error that an argument is of the wrong kind.
#[inline(never)]
pub fn wrong_kind(name: &str, allowed: &str, argument: &JsValue) -> JsValue {
    refused(name, allowed, &value(argument).to_string())
}

/// A property of an object; throws a `SettingError` if the object cannot be read.
#[inline(never)]
pub fn property(what: &str, object: &JsValue, key: &str) -> Thrown<JsValue> {
    if !object.is_object() {
        return Err(wrong_kind(what, "an object", object));
    }
    get(object, &key.into()).map_err(|_| refused(what, "readable", &format!("a {key} that throws")))
}

/// Every key of an object, with its value.
fn entries(what: &str, object: &JsValue) -> Thrown<Vec<(String, JsValue)>> {
    if !object.is_object() || is_array(object).unwrap_or(true) {
        return Err(wrong_kind(what, "an object", object));
    }
    let keys = keys(object).map_err(|_| refused(what, "readable", "an object that throws"))?;
    let names = keys.iter().filter_map(|key| key.as_string());
    names.map(|key| Ok((key.clone(), property(what, object, &key)?))).collect()
}

/// Reads an object whose keys are `names` in JavaScript's spelling: `set` gets the index of the name
/// and the value. A value that is `undefined` counts as not given.
pub fn read_object(
    what: &str,
    object: &JsValue,
    names: &[&'static str],
    set: &mut dyn FnMut(usize, &Value) -> Result<(), Error>,
) -> Thrown<()> {
    for (key, given) in entries(what, object)? {
        if what == CONFIG && key == IGNORED {
            continue;
        }
        match names.iter().position(|name| camel_case(name) == key) {
            Some(_) if given.is_undefined() => Ok(()),
            Some(index) => set(index, &value(&given)),
            None => Err(unknown(&key, names.iter().copied())),
        }
        .map_err(thrown)?;
    }
    Ok(())
}

/// The settings of `table` that an object has; missing keys have their defaults.
pub fn settings_of<T: Default>(
    what: &str,
    object: &JsValue,
    table: &'static [Setting<T>],
) -> Thrown<T> {
    let names: Vec<_> = table.iter().map(|row| row.name).collect();
    let mut target = T::default();
    read_object(what, object, &names, &mut |index, given| table[index].assign(&mut target, given))?;
    Ok(target)
}

/// The settings of a run.
pub fn config_of(object: &JsValue) -> Thrown<Config> {
    settings_of(CONFIG, object, SETTINGS)
}

/// A JavaScript value as the checks see it.
#[inline(never)]
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
#[inline(never)]
pub fn number(known: &Argument, argument: &JsValue) -> Thrown<f64> {
    known.number_of(&value(argument)).map_err(thrown)
}

/// A whole number from `min` to `max`.
#[inline(never)]
pub fn whole(name: &'static str, argument: &JsValue, min: usize, max: usize) -> Thrown<usize> {
    number(&Argument::integer(name, min as u32, max as u32), argument).map(|x| x as usize)
}

/// A time.
pub fn milliseconds(argument: &JsValue) -> Thrown<f64> {
    number(&Argument::number("milliseconds", 0.0, 60_000.0), argument)
}

/// A string of at most `longest` UTF-16 units; throws a `TextTooLongError` with `allowed`
/// characters if it has more.
#[inline(never)]
pub fn text(name: &str, argument: &JsValue, longest: u32, allowed: usize) -> Thrown<String> {
    match string(argument, longest) {
        Some(Ok(text)) => Ok(text),
        Some(Err(length)) => Err(thrown(Error::TextTooLong { given: length as usize, allowed })),
        None => Err(wrong_kind(name, "a string", argument)),
    }
}
