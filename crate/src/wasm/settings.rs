//! The settings tables as plain objects.

use js_sys::Array;
use serde::Serialize;
use wasm_bindgen::prelude::*;

use super::arguments::camel_case;
use super::cells::cell_row;
use super::objects::object;
use super::plain::plain;
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
    plain(&SettingsTable {
        settings: SETTINGS.iter().map(row).collect(),
        sampling: OPTIONS.iter().map(row).collect(),
        cells: CellKind::ALL.iter().copied().map(cell_row).collect(),
        suggestions: SUGGESTIONS.iter().map(SuggestionRow::from).collect(),
        schedule: ScheduleForm {
            shapes: Schedule::SHAPES,
            warmup: Schedule::DEFAULT_WARMUP,
            total: Schedule::DEFAULT_TOTAL,
            max_total: Schedule::MAX_TOTAL,
        },
        max_text_chars: MAX_CHARS,
    })
}

/// A configuration with every key.
pub fn config_object(config: &Config) -> JsValue {
    let entry = |row: &Setting<Config>| (camel_case(row.name), js_value((row.get)(config)));
    object(&SETTINGS.iter().map(entry).collect::<Vec<_>>())
}

fn js_value(value: Value) -> JsValue {
    match value {
        Value::Number(x) => JsValue::from(x),
        Value::Text(text) | Value::Other(text) => JsValue::from(text),
    }
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct SettingsTable {
    settings: Vec<SettingRow>,
    sampling: Vec<SettingRow>,
    #[serde(with = "serde_wasm_bindgen::preserve")]
    cells: Array,
    suggestions: Vec<SuggestionRow>,
    schedule: ScheduleForm,
    max_text_chars: usize,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct ScheduleForm {
    shapes: &'static [&'static str],
    warmup: u32,
    total: u32,
    max_total: u32,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct SuggestionRow {
    from_chars: usize,
    #[serde(with = "serde_wasm_bindgen::preserve")]
    config: JsValue,
}

impl From<&Suggestion> for SuggestionRow {
    fn from(suggestion: &Suggestion) -> Self {
        let set = suggestion.set.iter().map(|&(name, x)| (camel_case(name), JsValue::from(x)));
        let config = object(&set.collect::<Vec<_>>());
        Self { from_chars: suggestion.from_chars, config }
    }
}

#[derive(Serialize)]
struct SettingRow {
    name: String,
    kind: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    min: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    max: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    choices: Option<&'static [&'static str]>,
    allowed: String,
    #[serde(with = "serde_wasm_bindgen::preserve")]
    default: JsValue,
    unit: &'static str,
}

fn row<T: Default>(setting: &Setting<T>) -> SettingRow {
    let (kind, range, choices) = match setting.kind {
        Kind::Integer { min, max } => ("integer", Some((min, max)), None),
        Kind::Number { min, max } => ("number", Some((min, max)), None),
        Kind::Choice(names) => ("choice", None, Some(names)),
        Kind::Text { .. } => ("text", None, None),
    };
    SettingRow {
        name: camel_case(setting.name),
        kind,
        min: range.map(|(min, _)| min),
        max: range.map(|(_, max)| max),
        choices,
        allowed: setting.kind.allowed(),
        default: js_value(setting.default()),
        unit: setting.unit,
    }
}
