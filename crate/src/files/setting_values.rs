//! Settings and sampling options by name, each of which must be allowed.

use serde_json::Value as Json;

use super::json::{self, Metadata, object_in, quoted};
use super::run_file_error::{RunFileError, refusal};
use crate::setting::{Setting, Value};

/// The values of some settings as JSON.
pub fn write<'a, T: 'static>(rows: impl Iterator<Item = &'a Setting<T>>, of: &T) -> String {
    json::object(rows.map(|row| (row.name, written(&(row.get)(of)))))
}

fn written(value: &Value) -> String {
    match value {
        Value::Number(x) => json::number(*x),
        Value::Text(text) | Value::Other(text) => json::string(text),
    }
}

/// Sets `target` to the values that the object `name` of the metadata has for each of the settings,
/// of which those in `optional` may be missing.
pub fn read<'a, T: Default + 'static>(
    metadata: &Metadata,
    name: &str,
    rows: impl Iterator<Item = &'a Setting<T>> + Clone,
    optional: &[&str],
    target: &mut T,
) -> Result<(), RunFileError> {
    let written = object_in(metadata, name)?;
    if let Some(other) =
        written.keys().find(|key| !rows.clone().any(|row| row.name == key.as_str()))
    {
        let problem = format!("\"{name}\" has {}", quoted(&Json::from(other.as_str())));
        let known: Vec<_> = rows.map(|row| row.name).collect();
        return Err(refusal(problem, known.join(", ")));
    }
    for row in rows {
        let json = written.get(row.name);
        let value = match json {
            Some(Json::Number(number)) => number.as_f64().map(Value::Number),
            Some(Json::String(text)) => Some(Value::Text(text.clone())),
            None if optional.contains(&row.name) => continue,
            _ => None,
        };
        if value.and_then(|value| row.assign(target, &value).ok()).is_none() {
            let given = json.map_or("missing".to_owned(), quoted);
            let problem = format!("{} in \"{name}\" is {given}", row.name);
            return Err(refusal(problem, row.kind.allowed()));
        }
    }
    Ok(())
}
