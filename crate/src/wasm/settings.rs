//! The settings, as a page asks for them.

use serde::Serialize;
use wasm_bindgen::prelude::*;

use super::fields::camel_case;
use super::plain::plain;
use crate::model::{CellKind, CellShape};
use crate::sampling::{OPTIONS, SamplingOptions};
use crate::setting::{Kind, Setting, Value};
use crate::text::MAX_CHARS;
use crate::training::{Config, SETTINGS, SUGGESTIONS};

/// Every default.
#[wasm_bindgen(js_name = defaultConfig, unchecked_return_type = "Config")]
pub fn default_config() -> JsValue {
    config_object(&Config::default())
}

/// Names, ranges, units and defaults of all settings.
#[wasm_bindgen(unchecked_return_type = "SettingsTable")]
pub fn settings() -> JsValue {
    let (config, sampling) = (Config::default(), SamplingOptions::default());
    plain(&SettingsTable {
        settings: SETTINGS.iter().map(|s| row(s, config.get(s.name))).collect(),
        sampling: OPTIONS.iter().map(|s| row(s, sampling.get(s.name))).collect(),
        cells: CellKind::ALL.iter().map(|&kind| cell_size(kind)).collect(),
        suggestions: SUGGESTIONS
            .iter()
            .map(|s| SuggestionRow {
                from_chars: s.from_chars,
                config: SuggestedConfig {
                    hidden_size: s.hidden_size,
                    seq_len: s.seq_len,
                    batch_size: s.batch_size,
                    learning_rate: s.learning_rate,
                },
            })
            .collect(),
        max_text_chars: MAX_CHARS,
    })
}

/// A configuration with every key.
pub fn config_object(config: &Config) -> JsValue {
    let object = js_sys::Object::new();
    for setting in SETTINGS {
        let value = match config.get(setting.name) {
            Value::Number(x) => JsValue::from(x),
            Value::Text(text) => JsValue::from(text),
            Value::Other(_) => unreachable!("no setting is of another kind"),
        };
        // Setting a property of a plain new object cannot fail.
        let _ = js_sys::Reflect::set(&object, &camel_case(setting.name).into(), &value);
    }
    object.into()
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct SettingsTable {
    settings: Vec<SettingRow>,
    sampling: Vec<SettingRow>,
    cells: Vec<CellSize>,
    suggestions: Vec<SuggestionRow>,
    max_text_chars: usize,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct CellSize {
    name: &'static str,
    per_input: usize,
    per_hidden: usize,
    per_unit: usize,
}

/// Read off the tensors of a layer whose sizes tell their columns apart.
fn cell_size(kind: CellKind) -> CellSize {
    let (input_size, hidden_size) = (3, 2);
    let shape = CellShape { hidden_size, forget_bias: 0.0 };
    let mut size = CellSize { name: kind.name(), per_input: 0, per_hidden: 0, per_unit: 0 };
    for spec in kind.spec().tensors(0, input_size, &shape) {
        let count = match spec.columns {
            3 => &mut size.per_input,
            2 => &mut size.per_hidden,
            _ => &mut size.per_unit,
        };
        *count += spec.rows / hidden_size;
    }
    size
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct SuggestionRow {
    from_chars: usize,
    config: SuggestedConfig,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct SuggestedConfig {
    hidden_size: usize,
    seq_len: usize,
    batch_size: usize,
    learning_rate: f64,
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
    default: Default,
    unit: &'static str,
}

#[derive(Serialize)]
#[serde(untagged)]
enum Default {
    Number(f64),
    Text(String),
}

fn row(setting: &Setting, default: Value) -> SettingRow {
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
        default: match default {
            Value::Number(x) => Default::Number(x),
            Value::Text(text) => Default::Text(text),
            Value::Other(_) => unreachable!("no setting is of another kind"),
        },
        unit: setting.unit,
    }
}
