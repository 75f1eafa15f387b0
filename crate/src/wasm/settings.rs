//! The settings tables as plain objects.

use wasm_bindgen::prelude::*;

use super::camel_case::camel_case;
use super::cells::cell_row;
use super::plain::{array, object};
use crate::model::CellKind;
use crate::sampling::OPTIONS;
use crate::setting::{Kind, Setting, Value};
use crate::text::MAX_CHARS;
use crate::training::{Config, SETTINGS, SUGGESTIONS, Schedule, Suggestion};

/// Every default.
#[wasm_bindgen(js_name = defaultConfig, unchecked_return_type = "Config")]
pub fn default_config() -> JsValue {
    config_object(&Config::default())
}

/// Names, ranges, units and defaults of all settings.
#[wasm_bindgen(unchecked_return_type = "SettingsTable")]
pub fn settings() -> JsValue {
    let schedule = object(&[
        ("shapes", names(Schedule::SHAPES)),
        ("warmup", Schedule::DEFAULT_WARMUP.into()),
        ("total", Schedule::DEFAULT_TOTAL.into()),
        ("maxTotal", Schedule::MAX_TOTAL.into()),
    ]);
    object(&[
        ("settings", array(SETTINGS.iter().map(setting_row))),
        ("sampling", array(OPTIONS.iter().map(setting_row))),
        ("cells", array(CellKind::ALL.iter().copied().map(cell_row))),
        ("suggestions", array(SUGGESTIONS.iter().map(suggestion_row))),
        ("schedule", schedule),
        ("maxTextChars", MAX_CHARS.into()),
    ])
}

/// A configuration with every key.
pub fn config_object(config: &Config) -> JsValue {
    by_setting(SETTINGS.iter().map(|row| (row.name, js_value((row.get)(config)))))
}

/// A plain object of settings, under JavaScript's names.
fn by_setting(values: impl Iterator<Item = (&'static str, JsValue)>) -> JsValue {
    let (keys, values): (Vec<String>, Vec<JsValue>) =
        values.map(|(name, value)| (camel_case(name), value)).unzip();
    let fields: Vec<_> = keys.iter().map(String::as_str).zip(values).collect();
    object(&fields)
}

fn js_value(value: Value) -> JsValue {
    match value {
        Value::Number(x) => JsValue::from(x),
        Value::Text(text) | Value::Other(text) => JsValue::from(text),
    }
}

fn suggestion_row(suggestion: &Suggestion) -> JsValue {
    let values = suggestion.values.map(JsValue::from);
    let numbers = Suggestion::SUGGESTED.into_iter().zip(values);
    let schedule = ("schedule", suggestion.schedule.to_string().into());
    object(&[
        ("fromChars", suggestion.from_chars.into()),
        ("fromDistinct", suggestion.from_distinct.into()),
        ("config", by_setting(numbers.chain([schedule]))),
    ])
}

fn setting_row<T: Default>(setting: &Setting<T>) -> JsValue {
    row(setting.name, setting.kind, setting.default(), setting.unit)
}

fn row(name: &str, kind: Kind, default: Value, unit: &str) -> JsValue {
    let mut fields = vec![
        ("name", camel_case(name).into()),
        ("allowed", kind.allowed().into()),
        ("default", js_value(default)),
        ("unit", unit.into()),
    ];
    let kind_name = match kind {
        Kind::Integer { min, max } | Kind::Number { min, max } => {
            fields.extend([("min", min.into()), ("max", max.into())]);
            if matches!(kind, Kind::Integer { .. }) { "integer" } else { "number" }
        }
        Kind::Choice(choices) => {
            fields.push(("choices", names(choices)));
            "choice"
        }
        Kind::Text { .. } => "text",
    };
    fields.push(("kind", kind_name.into()));
    object(&fields)
}

/// An array of names.
fn names(names: &[&str]) -> JsValue {
    array(names.iter().map(|&name| name.into()))
}
