//! The settings tables as plain objects, for the build alone: it writes them into files, which the
//! page reads before it has a network.

use wasm_bindgen::prelude::*;

use super::camel_case::camel_case;
use super::cells::cell_row;
use super::plain::{array, object};
use super::setting_values::{by_setting, js_value};
use crate::model::CellKind;
use crate::sampling::OPTIONS;
use crate::setting::{Kind, Setting, Value};
use crate::text::MAX_CHARS;
use crate::training::{CONSTANTS, COUNTS, SETTINGS, SUGGESTIONS, Schedule, Suggestion};

/// Names, ranges, units and defaults of all settings, and the names of other values.
#[wasm_bindgen(unchecked_return_type = "SettingsTable")]
pub fn settings() -> JsValue {
    let schedule = object(&[
        ("shapes", names(Schedule::SHAPES)),
        ("warmup", Schedule::DEFAULT_WARMUP.into()),
        ("total", Schedule::DEFAULT_TOTAL.into()),
        ("maxTotal", Schedule::MAX_TOTAL.into()),
    ]);
    let counters = object(&[("counts", names(&COUNTS)), ("constants", names(&CONSTANTS))]);
    object(&[
        ("settings", array(SETTINGS.iter().map(setting_row))),
        ("sampling", array(OPTIONS.iter().map(setting_row))),
        ("counters", counters),
        ("cells", array(CellKind::ALL.iter().copied().map(cell_row))),
        ("suggestions", array(SUGGESTIONS.iter().map(suggestion_row))),
        ("schedule", schedule),
        ("maxTextChars", MAX_CHARS.into()),
    ])
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
